/** Every operation on clients, members and agents, except Client → Create, which has its own files. */
import type { Agency } from '../../sandbox/server';
import { byId, byLogin } from './fixtures';
import { type Row, testSecondOfThreeFails } from './second-of-three-fails';

const acme = { _id: 'acme', name: 'Acme Dental', language: 'de', isSaasClient: false };
const bolt = { _id: 'bolt', name: 'Bolt Law', language: 'en', isSaasClient: false };
const cafe = { _id: 'cafe', name: 'Zoë’s Café', language: 'en', isSaasClient: true };

const ada = {
	_id: 'ada',
	clientId: 'acme',
	isAdmin: true,
	name: 'Ada',
	loginId: 'ada@acme.example',
	email: 'ada@mail.example',
};
const ben = {
	_id: 'ben',
	clientId: 'acme',
	isAdmin: false,
	name: 'Ben',
	loginId: 'ben@acme.example',
	email: 'ben@mail.example',
};
const bea = {
	_id: 'bea',
	clientId: 'bolt',
	isAdmin: true,
	name: 'Bea',
	loginId: 'bea@bolt.example',
};
const bob = {
	_id: 'bob',
	clientId: 'bolt',
	isAdmin: false,
	name: 'Bob',
	loginId: 'bob@bolt.example',
};

const desk = {
	_id: 'desk',
	name: 'Front Desk',
	platform: 'botpress',
	clientId: 'acme',
	apiId: 'https://botpress.example/desk',
	usingExternalWidget: false,
	useImportWebhook: true,
	isTemplate: true,
	isSaas: false,
};
const off = {
	usingExternalWidget: false,
	useImportWebhook: false,
	isTemplate: false,
	isSaas: false,
};
const line = {
	_id: 'line',
	name: 'Order Line',
	platform: 'vapi',
	clientId: null,
	apiId: 'vapi-1',
	...off,
};
const chat = { _id: 'chat', name: 'Website Chat', platform: 'custom', clientId: 'bolt', ...off };

const ID = byId('={{ $json.id }}');
const AGENT = byId('={{ $json.agent }}');
const CLIENT = byId('={{ $json.client }}');

const clientNames = ({ clients }: Agency) => clients.map(({ name }) => name);
const ownerOf = (id: string, { agents }: Agency) => agents.get(id)?.clientId;

const ROWS: Row[] = [
	{
		operation: 'client.get',
		parameters: { clientId: ID },
		items: [{ id: 'acme' }, { id: 'gone' }, { id: 'bolt' }],
		outputs: [[acme], [bolt]],
		error: 'Client not found',
		status: 404,
		describeChoice: 'client gone',
		advice: /Use 'Client: Get Many' to list all clients/,
		asks: 'getClient',
	},
	{
		operation: 'client.getAll',
		parameters: { returnAll: false, limit: '={{ $json.limit }}' },
		items: [{ limit: 2 }, { limit: 0 }, { limit: '3' }],
		outputs: [
			[acme, bolt],
			[acme, bolt, cafe],
		],
		error: "'Limit' must be a whole number of 1 or more",
		describeChoice: '',
		advice: /Enter a whole number\. The default is 50\./,
		unfit: true,
		asks: 'listClients',
	},
	{
		operation: 'client.update',
		parameters: { clientId: ID, updateFields: { clientName: '={{ $json.name }}' } },
		items: [
			{ id: 'acme', name: 'Acme Two' },
			{ id: 'gone', name: 'Gone Two' },
			{ id: 'bolt', name: 'Bolt Two' },
		],
		outputs: [
			[{ message: 'Client updated successfully', clientId: 'acme', clientName: 'Acme Two' }],
			[{ message: 'Client updated successfully', clientId: 'bolt', clientName: 'Bolt Two' }],
		],
		error: 'Client not found',
		status: 404,
		describeChoice: 'client gone',
		advice: /Use 'Client: Get Many' to list all clients/,
		participle: 'updated',
		asks: 'updateClient',
		held: (agency) => clientNames(agency).slice(0, 2),
		before: ['Acme Dental', 'Bolt Law'],
		after: ['Acme Two', 'Bolt Two'],
	},
	{
		operation: 'member.create',
		parameters: {
			clientId: CLIENT,
			memberName: '={{ $json.name }}',
			loginId: '={{ $json.login }}',
			passwordSource: 'define',
			password: 'welcome-1234',
		},
		items: [
			{ client: 'acme', name: 'Cid', login: 'cid@acme.example' },
			{ client: 'acme', name: 'Another Ada', login: 'ADA@acme.example' },
			{ client: 'cafe', name: 'Zoë', login: 'zoe@cafe.example' },
		],
		outputs: [
			[
				{
					message: 'Member added successfully',
					clientId: 'acme',
					memberName: 'Cid',
					loginId: 'cid@acme.example',
				},
			],
			[
				{
					message: 'Member added successfully',
					clientId: 'cafe',
					memberName: 'Zoë',
					loginId: 'zoe@cafe.example',
				},
			],
		],
		error: 'Login ID already in use',
		status: 400,
		describeChoice: 'login ID ADA@acme.example',
		advice: /'Skip if Already a Member'/,
		participle: 'created',
		asks: 'addMember',
		held: ({ members }) =>
			['cid@acme.example', 'zoe@cafe.example'].map(
				(login) => members.find(({ loginId }) => loginId === login)?.clientId,
			),
		before: [undefined, undefined],
		after: ['acme', 'cafe'],
	},
	{
		operation: 'member.getAll',
		parameters: { clientId: ID, returnAll: true },
		items: [{ id: 'acme' }, { id: 'gone' }, { id: 'bolt' }],
		outputs: [
			[ada, ben],
			[bea, bob],
		],
		error: 'Client not found',
		status: 404,
		describeChoice: 'members of client gone',
		advice: /Use 'Client: Get Many' to list all clients/,
		asks: 'listMembers',
	},
	{
		operation: 'member.update',
		parameters: {
			clientId: CLIENT,
			memberId: byLogin('={{ $json.login }}'),
			updateFields: { memberName: '={{ $json.name }}' },
		},
		items: [
			{ client: 'acme', login: 'ADA@acme.example', name: 'Ada Two' },
			{ client: 'acme', login: 'bob@bolt.example', name: 'Bob Two' },
			{ client: 'bolt', login: 'bea@bolt.example', name: 'Bea Two' },
		],
		outputs: [
			[
				{
					message: 'Member updated successfully',
					clientId: 'acme',
					memberId: 'ada',
					memberName: 'Ada Two',
				},
			],
			[
				{
					message: 'Member updated successfully',
					clientId: 'bolt',
					memberId: 'bea',
					memberName: 'Bea Two',
				},
			],
		],
		error: 'No member of this client found with the login ID “bob@bolt.example”',
		describeChoice: 'member “bob@bolt.example”',
		advice: /Available: “ada@acme\.example”, “ben@acme\.example”\./,
		participle: 'updated',
		asks: 'updateMember',
		timesAsked: 2,
		held: ({ members }) => [members[0], members[2]],
		before: [ada, bea],
		after: [
			{ ...ada, name: 'Ada Two' },
			{ ...bea, name: 'Bea Two' },
		],
	},
	{
		operation: 'agent.assign',
		parameters: { agentId: AGENT, clientId: CLIENT },
		items: [
			{ agent: 'line', client: 'cafe' },
			{ agent: 'chat', client: 'acme' },
			{ agent: 'spare', client: 'acme' },
		],
		outputs: [
			[
				{
					message: 'Agent assigned to client successfully',
					agentId: 'line',
					clientId: 'cafe',
				},
			],
			[
				{
					message: 'Agent assigned to client successfully',
					agentId: 'spare',
					clientId: 'acme',
				},
			],
		],
		error: 'Agent is already assigned to a client',
		status: 400,
		describeChoice: 'agent chat',
		advice: /unassign it first with 'Agent: Unassign From Client'/,
		participle: 'assigned',
		asks: 'assignAgents',
		held: (agency) => [ownerOf('line', agency), ownerOf('spare', agency)],
		before: [undefined, undefined],
		after: ['cafe', 'acme'],
	},
	{
		operation: 'agent.create',
		setup: {
			faults: {
				script: [null, { kind: 'serverError', afterWork: false }],
				operations: ['createAgent'],
			},
		},
		parameters: { agentName: '={{ $json.name }}', platform: 'custom' },
		items: [{ name: 'One' }, { name: 'Two' }, { name: 'Three' }],
		outputs: [
			[
				{
					message: 'Agent created successfully',
					agentId: expect.stringMatching(/./),
					agentName: 'One',
					platform: 'custom',
				},
			],
			[
				{
					message: 'Agent created successfully',
					agentId: expect.stringMatching(/./),
					agentName: 'Three',
					platform: 'custom',
				},
			],
		],
		error: 'An unexpected error occurred',
		status: 500,
		describeChoice: 'agent Two',
		advice: /It's unknown whether .* was created\. .*Check your ChatDash dashboard/,
		participle: 'created',
		asks: 'createAgent',
		held: ({ agents }) =>
			['One', 'Three'].map((wanted) => agents.all.some(({ name }) => name === wanted)),
		before: [false, false],
		after: [true, true],
	},
	{
		operation: 'agent.get',
		parameters: { agentId: ID },
		items: [{ id: 'desk' }, { id: 'gone' }, { id: 'line' }],
		outputs: [[desk], [line]],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'agent gone',
		advice: /Use 'Agent: Get Many' to list all agents/,
		asks: 'getAgent',
	},
	{
		operation: 'agent.getAll',
		parameters: { returnAll: true, filters: { clientId: ID } },
		items: [{ id: 'acme' }, { id: 'gone' }, { id: 'bolt' }],
		outputs: [[desk], [chat]],
		error: 'Client not found',
		status: 404,
		describeChoice: 'agents of client gone',
		advice: /Use 'Client: Get Many' to list all clients/,
		asks: 'listClientAgents',
	},
	{
		operation: 'agent.unassign',
		parameters: { agentId: AGENT, clientId: CLIENT },
		items: [
			{ agent: 'desk', client: 'acme' },
			{ agent: 'line', client: 'gone' },
			{ agent: 'chat', client: 'bolt' },
		],
		outputs: [
			[
				{
					message: 'Agent unassigned from client successfully',
					agentId: 'desk',
					clientId: 'acme',
				},
			],
			[
				{
					message: 'Agent unassigned from client successfully',
					agentId: 'chat',
					clientId: 'bolt',
				},
			],
		],
		error: 'Client not found',
		status: 404,
		describeChoice: 'agent line',
		advice: /Check 'Agent' and 'Client'/,
		participle: 'unassigned',
		asks: 'unassignAgent',
		held: (agency) => [ownerOf('desk', agency), ownerOf('chat', agency)],
		before: ['acme', 'bolt'],
		after: [undefined, undefined],
	},
	{
		operation: 'agent.update',
		parameters: { agentId: AGENT, updateFields: { agentName: '={{ $json.name }}' } },
		items: [
			{ agent: 'desk', name: 'Desk Two' },
			{ agent: 'gone', name: 'Gone Two' },
			{ agent: 'chat', name: 'Chat Two' },
		],
		outputs: [
			[{ message: 'Agent updated successfully', agentId: 'desk', agentName: 'Desk Two' }],
			[{ message: 'Agent updated successfully', agentId: 'chat', agentName: 'Chat Two' }],
		],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'agent gone',
		advice: /Use 'Agent: Get Many' to list all agents/,
		participle: 'updated',
		asks: 'updateAgent',
		held: ({ agents }) => [agents.get('desk')?.name, agents.get('chat')?.name],
		before: ['Front Desk', 'Website Chat'],
		after: ['Desk Two', 'Chat Two'],
	},
];

testSecondOfThreeFails(ROWS);
