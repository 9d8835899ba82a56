// The methods behind *From List* of each chooser, by the names that the choosers give.
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { err } from '../../transport/result';
import { agentChoices } from '../resources/agent/record';
import { clientChoices, clientField, clientIdOf, noSuchClient } from '../resources/client/record';
import { memberChoices, membersOf } from '../resources/member/record';
import { giveUp } from '../resources/reading';
import { choices } from './choices';

export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await choices(this, agentChoices(), filter);
}

export async function searchClients(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await choices(this, clientChoices(), filter);
}

/** Also where an expression gives the client, as long as the editor has no item to find its value with. */
const NO_CLIENT_YET = err(
	'Choose a client first',
	"The list holds the members of that client. If an expression gives 'Client', execute the previous nodes, or choose the member by its login ID.",
);

/** The members of the client that is chosen above; a client chosen by its name is found first. */
export async function searchMembers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = clientField.parse(this.getCurrentNodeParameter('clientId'));
	const members = function* () {
		if (!client.ok) return yield* giveUp(NO_CLIENT_YET);
		return memberChoices(yield* membersOf(yield* clientIdOf(client.value)));
	};
	return await choices(this, members(), filter, noSuchClient);
}
