// Reads the results of a finished run of an example that isn't about deals: the rows of the report, the leads that got a
// tag, and the notes of calls. `npm start -- --once` prints them, because there is no editor to show them.

import type { INode, INodeExecutionData } from 'n8n-workflow';

import type { FinishedExecution } from './n8n/editor-session.mjs';

/** The node of the weekly report that has its rows. */
const ROWS = 'Sheet Row';

/** The node that gets the note of a call. */
const NOTES = 'Add Note to CRM';

type Json = INodeExecutionData['json'];

/**
 * @param nodes the ChatDash nodes of the workflow
 * @returns a line for each row, for each lead, for each note, and for each item that needs attention
 */
export function resultLines({ data }: FinishedExecution, nodes: readonly INode[]): string[] {
	const itemsOf = (node: string, output: number) =>
		(data.resultData.runData[node]?.[0]?.data?.['main']?.[output] ?? []).map(({ json }) => json);
	const lines = [
		...itemsOf(ROWS, 0).map(lineOfRow),
		...itemsOf(NOTES, 0).map(lineOfNote),
		...nodes.filter(updatesLead).flatMap(({ name }) => itemsOf(name, 0).map(lineOfLead)),
		...nodes.flatMap(({ name }) => itemsOf(name, 1).map(lineOfError)),
	];
	return lines.length === 0 ? ['nothing to do'] : lines;
}

const updatesLead = ({ parameters: { resource, operation } }: INode) =>
	resource === 'lead' && operation === 'update';

function lineOfRow({ client, conversations, cost, currency, topics }: Json): string {
	const amount = typeof cost === 'number' ? cost.toFixed(2) : '?';
	const noun = conversations === 1 ? 'conversation' : 'conversations';
	return [client, `${conversations} ${noun}`, `${amount} ${currency}`, topics || 'no topics']
		.map(String)
		.join(' · ');
}

const lineOfNote = ({ phone, title }: Json) => `note for ${String(phone)} · ${String(title)}`;

const lineOfLead = ({ leadId }: Json) => `lead ${String(leadId)} · tagged`;

const lineOfError = ({ error, message }: Json) =>
	`needs attention · ${String(error)}: ${String(message)}`;
