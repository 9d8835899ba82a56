// Every operation that the sandbox serves, checked against the description: valid requests and responses pass, an
// invalid one of either side is recorded, and what the description leaves open is no violation.
import * as operations from '../../../sandbox/operations';
import type { Sandbox } from '../../../sandbox/server';
import { call, start } from './calling';
import { BILLING } from './examples/billing';
import { CLIENTS_AND_AGENTS } from './examples/clients-and-agents';
import { LEADS } from './examples/leads';
import { WEBHOOKS } from './examples/webhooks';
import { CONVERSATIONS } from './examples/conversations';

const AGENCY = 'CD.test-contract-0001';

/** Each example with the agency that it's sent to. */
const EXAMPLES = [CLIENTS_AND_AGENTS, CONVERSATIONS, LEADS, BILLING, WEBHOOKS].flatMap(
	({ setup, apiKey = AGENCY, examples }) =>
		Object.entries(examples).map(([operationId, example]) => ({
			operationId,
			setup,
			apiKey,
			...example,
		})),
);

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterEach(() => {
	jest.restoreAllMocks();
});

afterAll(async () => {
	await sandbox.close();
});

it('has an example of each served operation', () => {
	expect(EXAMPLES.map(({ operationId }) => operationId).sort()).toEqual(
		[...operations.SERVED_OPERATIONS].sort(),
	);
});

describe.each(EXAMPLES)('$operationId', (example) => {
	const { operationId, setup, apiKey, method, path, body, status = 200, refused } = example;

	it('accepts a valid request and responds as described', async () => {
		const agency = sandbox.openAgency(AGENCY, setup);
		expect((await call(sandbox, apiKey, method, path, body)).status).toBe(status);
		expect(agency.calls).toMatchObject([{ operationId }]);
		expect(agency.violations).toEqual([]);
	});

	it('rejects and records a request that violates the description', async () => {
		const agency = sandbox.openAgency(AGENCY, setup);
		expect(
			(
				await call(
					sandbox,
					apiKey,
					method,
					`${path}${path.includes('?') ? '&' : '?'}surprise=1`,
					body,
				)
			).status,
		).toBe(400);
		if (body !== undefined) {
			const wrong = { ...Object(body), surprise: 1 };
			expect((await call(sandbox, apiKey, method, path, wrong)).status).toBe(400);
		}
		expect(agency.violations).toEqual(
			agency.calls.map(() => expect.objectContaining({ side: 'request', operationId })),
		);
	});

	it('withholds and records a response of its own that violates the description', async () => {
		const agency = sandbox.openAgency(AGENCY, setup);
		const serve = operations.serviceOf(operationId);
		jest.spyOn(operations, 'serviceOf').mockReturnValue((...request) => {
			const answer = serve(...request);
			const wrong = Array.isArray(answer.body)
				? [...answer.body, { surprise: 1 }]
				: { ...Object(answer.body), surprise: 1 };
			return { ...answer, body: wrong };
		});
		expect(await call(sandbox, apiKey, method, path, body)).toMatchObject({
			status: 500,
			json: { error: 'An unexpected error occurred' },
		});
		expect(agency.violations).toMatchObject([
			{ side: 'answer', operationId, text: expect.stringContaining('surprise') },
		]);
	});

	if (refused === undefined) return;

	it('records nothing if it rejects what the description leaves open', async () => {
		const agency = sandbox.openAgency(AGENCY, setup);
		const reply = await call(sandbox, apiKey, method, refused.path ?? path, refused.body ?? body);
		expect(reply).toMatchObject({
			status: refused.status,
			json: { error: expect.stringMatching(/not found|already|not assigned|another client/) },
		});
		expect(agency.violations).toEqual([]);
	});
});
