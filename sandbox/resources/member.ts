// Members: what a request changes in the agency, and the response.
import type { ParsedRequest } from 'openapi-backend';
import type { MemberInput, MemberUpdate } from '../records';
import { type OfClient, type Served, answerTo, orNoClient } from '../responses';

interface OfMember extends OfClient {
	memberId: string;
}

export const MEMBER_OPERATIONS: Served = {
	listMembers: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(
			agency.lists.show(`/clients/${params.clientId}/members`, agency.membersOf(params.clientId)),
		),

	addMember: (agency, { params, requestBody }: ParsedRequest<MemberInput, OfClient>) =>
		answerTo(agency.directory.addMember(params.clientId, requestBody), 'Member added successfully'),

	updateMember: (agency, { params, requestBody }: ParsedRequest<MemberUpdate, OfMember>) =>
		answerTo(
			agency.directory.updateMember(params.clientId, params.memberId, requestBody),
			'Member updated successfully',
		),
};
