// The fields that both credentials have in n8n.
import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_BASE_URL } from './credentials';

export const baseUrlProperty: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	default: DEFAULT_BASE_URL,
	placeholder: `e.g. ${DEFAULT_BASE_URL}`,
	description:
		'The address of the ChatDash API. Change it only if ChatDash gave you a different one.',
};
