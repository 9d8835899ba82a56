// What the node returns of a message.
import type { IDataObject } from 'n8n-workflow';

import { isRecord, omitUndefined } from '../../../transport/json';
import { stringsIn } from '../../fields/json';

/** A message with the text that a person reads, whatever its type is. */
export const formatMessage = ({ sender, type, content, createdAt }: IDataObject): IDataObject =>
	omitUndefined({ sender, type, text: textOf(content), sentAt: createdAt });

/** ChatDash only documents the content of type `text`. Of other types, the result has every text in the content. */
function textOf(content: unknown): string {
	const text = isRecord(content) ? content['text'] : undefined;
	return typeof text === 'string' ? text : stringsIn(content).join('\n');
}
