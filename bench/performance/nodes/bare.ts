// The minimum that n8n's request helper costs any node: sends the items' fields unchanged, twenty requests at once, and
// ignores the responses. Compared with the real node, it shows how much of a run's duration the node itself adds. Not
// part of the package.
import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { forEachConcurrent } from '../../../nodes/transport/concurrency';

const AT_ONCE = 20;

export class ChatDashBare implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ChatDash (Bare)',
		name: 'chatDashBare',
		group: ['output'],
		version: 1,
		description: 'Create clients in ChatDash, to be measured',
		defaults: { name: 'ChatDash (Bare)' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'chatDashApi', required: true }],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const credential = await this.getCredentials('chatDashApi');
		const url = `${String(credential['baseUrl'])}/clients`;
		const credentialsDecrypted = { id: '', name: '', type: 'chatDashApi', data: credential };
		const created: INodeExecutionData[] = [];
		await forEachConcurrent(this.getInputData(), AT_ONCE, async ({ json }, item) => {
			const answer: IDataObject = await this.helpers.httpRequestWithAuthentication.call(
				this,
				'chatDashApi',
				{ method: 'POST', url, body: bodyOf(json) },
				{ credentialsDecrypted },
			);
			created[item] = { json: answer, pairedItem: { item } };
		});
		return [created];
	}
}

const bodyOf = ({ clientName, memberName, loginId, email, password }: IDataObject) => ({
	client: { name: clientName, language: 'en' },
	member: { name: memberName, loginId, email, password },
});
