/* The schema of the setup that other processes send to the sandbox. */
import { PLATFORMS } from './agents';
import { FLAG, MS, TEXT, objectOf } from './schemas';
import { WEBHOOK_EVENTS } from './subscriptions';

const RETRY_AFTER = { enum: ['seconds', 'date', 'none'] };
const SEED = { type: 'integer' };
const OPERATIONS = { type: 'array', items: TEXT };

function faultSchema(kinds: string[], fields: Record<string, object> = {}) {
	return objectOf({ kind: { enum: kinds }, ...fields });
}

const FAULT = {
	anyOf: [
		faultSchema(['latency', 'slowBody'], { ms: MS }),
		faultSchema(['rateLimit'], { retryAfter: RETRY_AFTER, seconds: { type: 'number' } }),
		faultSchema(['htmlBadGateway', 'serverError', 'silence'], { afterWork: { type: 'boolean' } }),
		faultSchema(['cutBefore', 'cutAfter', 'cutBody', 'emptyBody']),
	],
};

const MEMBER = objectOf(
	{ name: TEXT, loginId: TEXT },
	{ _id: TEXT, email: { type: 'string' }, isAdmin: { type: 'boolean' } },
);

const CLIENT = objectOf(
	{ name: TEXT },
	{
		_id: TEXT,
		language: TEXT,
		isSaasClient: { type: 'boolean' },
		apiKey: TEXT,
		members: { type: 'array', items: MEMBER },
	},
);

const AGENT = objectOf(
	{ name: TEXT, platform: { enum: PLATFORMS } },
	{
		_id: TEXT,
		clientId: TEXT,
		apiId: { type: 'string' },
		apiKey: { type: 'string' },
		platformCredentials: { type: 'object' },
		agentConfig: objectOf(
			{},
			{ usingExternalWidget: FLAG, useImportWebhook: FLAG, isTemplate: FLAG, isSaas: FLAG },
		),
	},
);

const LEADS = objectOf(
	{ agentId: TEXT },
	{
		tags: { type: 'array', items: objectOf({ _id: TEXT, label: TEXT }) },
		leads: {
			type: 'array',
			items: objectOf(
				{ _id: TEXT, phone: TEXT },
				{ customFields: { type: 'object' }, tags: { type: 'array', items: TEXT } },
			),
		},
	},
);

const RECORDS = { type: 'array', items: { type: 'object' } };

const ACCOUNT = objectOf(
	{ accountId: TEXT },
	{
		products: RECORDS,
		subscriptions: RECORDS,
		invoices: RECORDS,
		transactions: RECORDS,
		coupons: RECORDS,
		promotionCodes: RECORDS,
	},
);

const SUBSCRIPTION = objectOf(
	{
		clientId: TEXT,
		agentId: TEXT,
		webhookUrl: TEXT,
		events: { type: 'array', items: { enum: WEBHOOK_EVENTS } },
	},
	{ _id: TEXT },
);
const MESSAGE = objectOf(
	{},
	{
		sender: { enum: ['user', 'bot', 'agent'] },
		type: TEXT,
		content: { type: 'object' },
		metadata: { type: 'object' },
		createdAt: TEXT,
	},
);

/** Its other fields are those of the API description, which checks them when the conversation is read. */
const CONVERSATION = {
	type: 'object',
	properties: {
		_id: TEXT,
		agentId: TEXT,
		createdAt: TEXT,
		messages: { type: 'array', items: MESSAGE },
	},
	required: ['agentId'],
};

const BUCKET = objectOf({
	perSecond: { type: 'number', exclusiveMinimum: 0 },
	burst: { type: 'number', minimum: 1 },
	retryAfter: RETRY_AFTER,
});

const WINDOW = objectOf(
	{
		requests: { type: 'integer', minimum: 1 },
		windowMs: { type: 'number', exclusiveMinimum: 0 },
		retryAfter: RETRY_AFTER,
	},
	{ usedUp: { type: 'integer', minimum: 0 }, windowOffsetMs: MS },
);

/** The schema of a list of records, or of the number to generate. */
function listOrCountOf(items: object) {
	return {
		anyOf: [
			{ type: 'integer', minimum: 0 },
			{ type: 'array', items },
		],
	};
}

/** JSON Schema of the body of `PUT /sandbox/agencies`: an `AgencySetup` and the key of the agency. */
export const SETUP_SCHEMA = objectOf(
	{ apiKey: TEXT },
	{
		clients: listOrCountOf(CLIENT),
		agents: listOrCountOf(AGENT),
		leads: { type: 'array', items: LEADS },
		accounts: { type: 'array', items: ACCOUNT },
		subscriptions: { type: 'array', items: SUBSCRIPTION },
		conversations: { type: 'array', items: CONVERSATION },
		seed: SEED,
		faults: {
			anyOf: [
				objectOf(
					{
						seed: SEED,
						share: { type: 'number', minimum: 0, maximum: 1 },
						kinds: { type: 'array', items: FAULT },
					},
					{ operations: OPERATIONS },
				),
				objectOf(
					{ script: { type: 'array', items: { anyOf: [{ type: 'null' }, FAULT] } } },
					{ operations: OPERATIONS },
				),
			],
		},
		limit: { anyOf: [BUCKET, WINDOW] },
		lag: objectOf({ reads: { type: 'integer', minimum: 0 } }),
		normalizesNames: FLAG,
		movesAgents: FLAG,
		keepsLastEvent: FLAG,
		refusesLocalhost: FLAG,
	},
);
