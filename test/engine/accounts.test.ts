/**
 * A credential that contains an expression. n8n resolves it for each item, so each item goes to its own account, and
 * nothing shared between the items of one account reaches the items of another.
 */
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import type { AgencySetup } from '../../sandbox/server';
import {
	clientsOf,
	deals,
	jsonOf,
	MAPPED,
	type Opened,
	pairsOf,
	parametersFor,
	parametersOf,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';
import { runNode, START } from './harness';

const open = useSandbox();

/** So many items that a run wouldn't read the credential for each of them without a reason. */
const MANY = 90;

/** Two agencies, and deals that name their agency: every third deal belongs to the second one. */
function twoAgencies(count: number, setup: readonly [AgencySetup?, AgencySetup?] = []) {
	const first = open(setup[0]);
	const second = open(setup[1]);
	const isSecond = (index: number) => index % 3 === 2;
	const items = deals(count).map((deal, index) => ({
		...deal,
		agencyKey: (isSecond(index) ? second : first).credential.apiKey,
		region: isSecond(index) ? 'eu' : 'us',
		base: first.credential.baseUrl,
	}));
	const numbers = items.map((_, index) => index);
	return {
		first,
		second,
		items,
		ofFirst: numbers.filter((index) => !isSecond(index)),
		ofSecond: numbers.filter(isSecond),
	};
}

const companies = (numbers: readonly number[]) =>
	numbers.map((number) => `Company ${number}`).sort();

const createdIn = ({ agency }: Opened) => [...clientsOf(agency)].sort();

/** Runs Create with a credential whose fields may be expressions. */
const create = async (
	items: IDataObject[],
	credential: { apiKey: string; baseUrl: string },
	onError: OnError = 'stopWorkflow',
) => await runNode({ items, credential, onError, parameters: parametersOf(MAPPED) });

describe.each<OnError>(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'])(
	'With %s, each client is created in the account of its item',
	(onError) => {
		test.each([3, MANY])('of %d items', async (count) => {
			const { first, second, items, ofFirst, ofSecond } = twoAgencies(count);
			const credential = { ...first.credential, apiKey: '={{ $json.agencyKey }}' };
			const ran = await create(items, credential, onError);
			expect(ran.output).toHaveLength(count);
			expect(pairsOf(ran.output)).toEqual(items.map((_, index) => index));
			expect(createdIn(first)).toEqual(companies(ofFirst));
			expect(createdIn(second)).toEqual(companies(ofSecond));
		});
	},
);

describe('The expression can get the key', () => {
	test.each<[string, (first: string, second: string) => string]>([
		['from the item', () => '={{ $json.agencyKey }}'],
		['with text around it', () => '= {{ $json.agencyKey }}'],
		['from the previous node', () => `={{ $('${START}').item.json.agencyKey }}`],
		[
			'by choosing between two keys',
			(first, second) => `={{ $json.region === 'eu' ? '${second}' : '${first}' }}`,
		],
		[
			'by a choice that also works without an item',
			(first, second) => `={{ $json?.region === 'eu' ? '${second}' : '${first}' }}`,
		],
		[
			'by the item number',
			(first, second) => `={{ $itemIndex % 3 === 2 ? '${second}' : '${first}' }}`,
		],
	])('%s', async (_how, apiKey) => {
		const { first, second, items, ofFirst, ofSecond } = twoAgencies(MANY);
		const ran = await create(items, {
			...first.credential,
			apiKey: apiKey(first.credential.apiKey, second.credential.apiKey),
		});
		expect(ran.error).toBeUndefined();
		expect(createdIn(first)).toEqual(companies(ofFirst));
		expect(createdIn(second)).toEqual(companies(ofSecond));
	});

	test("a default key for items without one doesn't hide the keys of the others", async () => {
		const { first, second, items } = twoAgencies(MANY);
		// Only the last item has its own key.
		const last = { ...items[MANY - 1], agencyKey: second.credential.apiKey };
		const others = items.slice(0, -1).map((item) => ({ ...item, agencyKey: '' }));
		const ran = await create([...others, last], {
			...first.credential,
			apiKey: `={{ $json.agencyKey || '${first.credential.apiKey}' }}`,
		});
		expect(ran.error).toBeUndefined();
		expect(createdIn(second)).toEqual([`Company ${MANY - 1}`]);
		expect(clientsOf(first.agency)).toHaveLength(MANY - 1);
	});

	test('the address can be an expression too', async () => {
		const { first, items } = twoAgencies(3);
		const ran = await create(items, { ...first.credential, baseUrl: '={{ $json.base }}' });
		expect(ran.output).toHaveLength(3);
		expect(clientsOf(first.agency)).toHaveLength(3);
	});
});

describe('An invalid key', () => {
	const SECOND_IS = (apiKey: string | undefined) => {
		const { first, items, ofFirst, ofSecond } = twoAgencies(9);
		const own = items.map((item, index) => {
			const { agencyKey, ...rest } = item;
			const key = ofSecond.includes(index) ? apiKey : agencyKey;
			return { ...rest, ...(key !== undefined && { agencyKey: key }) };
		});
		const credential = { ...first.credential, apiKey: '={{ $json.agencyKey }}' };
		return { first, items: own, ofFirst, ofSecond, credential };
	};

	test('fails only the items that have it', async () => {
		const { first, items, ofFirst, ofSecond, credential } = SECOND_IS('CD.test-of-no-one');
		const ran = await create(items, credential, 'continueErrorOutput');
		expect(createdIn(first)).toEqual(companies(ofFirst));
		expect(pairsOf(ran.errorOutput)).toEqual(ofSecond);
		for (const item of ran.errorOutput) expect(saidBy(item).error).toBe('Invalid API key');
	});

	test.each([
		['is empty', '', /'API Key' is empty/],
		['is missing', undefined, /'API Key' is empty/],
	])('fails its items before they are sent if it %s', async (_what, apiKey, words) => {
		const { first, items, ofFirst, ofSecond, credential } = SECOND_IS(apiKey);
		const ran = await create(items, credential, 'continueErrorOutput');
		expect(createdIn(first)).toEqual(companies(ofFirst));
		expect(pairsOf(ran.errorOutput)).toEqual(ofSecond);
		for (const item of ran.errorOutput) {
			expect(saidBy(item).error).toMatch(words);
			expect(saidBy(item).message).toMatch(/expression.*for this item/);
		}
	});

	test('stops the workflow before anything is sent if it is empty', async () => {
		const { first, items, credential } = SECOND_IS('');
		const ran = await create(items, credential);
		expect(ran.error?.message).toMatch(/3 of 9 items/);
		expect(first.agency.calls).toEqual([]);
	});
});

describe('What the items of an account share stays in that account', () => {
	const runIn = async (
		{ first, items }: Pick<ReturnType<typeof twoAgencies>, 'first' | 'items'>,
		operation: string,
		parameters: INodeParameters,
	) =>
		await runNode({
			items,
			credential: { ...first.credential, apiKey: '={{ $json.agencyKey }}' },
			onError: 'continueErrorOutput',
			parameters: parametersFor(operation, parameters),
		});

	test('lists: each item gets the clients of its own account', async () => {
		const agencies = twoAgencies(6, [
			{ clients: [{ _id: 'one', name: 'Of the first' }] },
			{ clients: [{ _id: 'two', name: 'Of the second' }] },
		]);
		const ran = await runIn(agencies, 'client.getAll', { returnAll: true });
		expect(jsonOf(ran.output).map(({ name }) => name)).toEqual(
			[0, 1, 2, 3, 4, 5].map((index) =>
				agencies.ofSecond.includes(index) ? 'Of the second' : 'Of the first',
			),
		);
	});

	test('names: the same name is another client in another account', async () => {
		const agencies = twoAgencies(6, [
			{ clients: [{ _id: 'one', name: 'Acme Dental' }] },
			{ clients: [{ _id: 'two', name: 'Acme Dental' }] },
		]);
		const ran = await runIn(agencies, 'client.update', {
			clientId: { __rl: true, mode: 'name', value: 'Acme Dental' },
			updateFields: { language: 'de' },
		});
		expect(jsonOf(ran.output).map(({ clientId }) => clientId)).toEqual([
			'one',
			'one',
			'two',
			'one',
			'one',
			'two',
		]);
		// The list to choose from is read once per account.
		expect(timesAsked(agencies.first.agency)).toEqual({ listClients: 1, updateClient: 4 });
		expect(timesAsked(agencies.second.agency)).toEqual({ listClients: 1, updateClient: 2 });
	});

	test("a limit: the other account isn't slowed down", async () => {
		const agencies = twoAgencies(30, [
			{ limit: { requests: 1, windowMs: 600_000, retryAfter: 'none' } },
		]);
		let cancelled = false;
		const ran = await runNode({
			items: agencies.items,
			credential: { ...agencies.first.credential, apiKey: '={{ $json.agencyKey }}' },
			onError: 'continueErrorOutput',
			parameters: parametersOf(MAPPED),
			// The first account waits for its limit; the second one has finished long before.
			cancelWhen: () => (cancelled ||= clientsOf(agencies.second.agency).length === 10),
		});
		expect(ran.status).toBe('canceled');
		expect(createdIn(agencies.second)).toEqual(companies(agencies.ofSecond));
	});

	test('a login: the same one can be created in both accounts', async () => {
		const { first, second, items } = twoAgencies(3);
		const same = items.slice(1).map((item) => ({ ...item, contact: items[0]?.contact ?? {} }));
		const ran = await create(same, { ...first.credential, apiKey: '={{ $json.agencyKey }}' });
		expect(ran.error).toBeUndefined();
		expect([clientsOf(first.agency).length, clientsOf(second.agency).length]).toEqual([1, 1]);
	});
});

describe('The credential is read', () => {
	test('once for all items if it has no expression', async () => {
		const { first, items } = twoAgencies(MANY);
		const { error, credentialReads } = await create(items, first.credential);
		expect({ error, credentialReads }).toEqual({ error: undefined, credentialReads: 1 });
		expect(clientsOf(first.agency)).toHaveLength(MANY);
	});

	test('once if its expression only reads an n8n variable', async () => {
		const { items } = twoAgencies(MANY);
		const ran = await create(
			items,
			{ apiKey: '={{ $vars.chatDashKey }}', baseUrl: 'http://127.0.0.1:1/v1/public' },
			'continueErrorOutput',
		);
		expect(ran.credentialReads).toBe(1);
		expect(saidBy(ran.errorOutput[0]).error).toMatch(/'API Key' is empty/);
	});

	test('once per item if its expression can read an item', async () => {
		const { first, items } = twoAgencies(MANY);
		const apiKey = `={{ $json.none ?? '${first.credential.apiKey}' }}`;
		const { credentialReads } = await create(items, { ...first.credential, apiKey });
		expect(credentialReads).toBe(MANY);
	});
});
