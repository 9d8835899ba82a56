/** Client → Create as a pure matter: the request for an item, what comes out of it, and how its client is found. */
import fc from 'fast-check';

import { create } from '../../nodes/ChatDash/resources/client/create';
import type { Sought, WriteTask } from '../../nodes/ChatDash/operation/operation';
import { findingOf, lead, requestOf, writeTask } from '../tasks';

/** ChatDash's words with nothing in them that had to be masked. */
const refusal = (says: string, status: number) => ({
	message: says,
	unredactedMessage: says,
	status,
});
const IN_USE = refusal('Login ID already in use', 400);

/** The values of an item, as its fields read them. */
const values = {
	clientName: 'Acme Dental',
	language: 'en',
	memberName: 'Nathan Smith',
	loginId: 'nathan@acme.example',
	passwordSource: 'define',
	password: { text: 'open sesame', generated: false },
	email: undefined,
	onLoginIdInUse: 'error',
	returnClient: false,
};

const taskOf = (given: Partial<Record<keyof typeof values, unknown>> = {}): WriteTask =>
	writeTask(create, { ...values, ...given });

/** The request of an item, which needs no reads. */
function sentFor(task: WriteTask) {
	const { result, read } = requestOf(task);
	expect(read).toEqual([]);
	expect(result?.ids).toBeUndefined();
	return result?.request;
}

describe('The request', () => {
	test("is the one of ChatDash's page, with every field", () => {
		const request = sentFor(taskOf({ language: 'de', email: 'n@acme.example' }));
		expect(request).toEqual({
			method: 'POST',
			path: '/clients',
			body: {
				client: { name: 'Acme Dental', language: 'de' },
				member: {
					name: 'Nathan Smith',
					loginId: 'nathan@acme.example',
					email: 'n@acme.example',
					password: 'open sesame',
				},
			},
			expects: 'message',
		});
	});

	test('has no email at all when there is none', () => {
		expect(sentFor(taskOf())?.body).toStrictEqual({
			client: { name: 'Acme Dental', language: 'en' },
			member: { name: 'Nathan Smith', loginId: 'nathan@acme.example', password: 'open sesame' },
		});
	});

	test('holds the password in its body, and nothing else that is said or put out does', () => {
		// Long enough that no other random text is likely to hold it.
		const text = fc.string({ unit: 'grapheme', minLength: 1 });
		const secret = fc.uuid().map((id) => `pw ${id}`);
		fc.assert(
			fc.property(
				text,
				text,
				text,
				secret,
				fc.boolean(),
				(clientName, memberName, loginId, pw, skip) => {
					const task = taskOf({
						clientName,
						memberName,
						loginId,
						password: { text: pw, generated: false },
						onLoginIdInUse: skip ? 'skip' : 'error',
					});
					const { body, ...request } = sentFor(task) ?? {};
					expect(body).toEqual({
						client: { name: clientName, language: 'en' },
						member: { name: memberName, loginId, password: pw },
					});

					const client = { _id: '1', name: clientName, language: 'en', isSaasClient: false };
					const elsewhere = [
						request,
						task.naming(),
						task.advice(IN_USE),
						task.advice(refusal('Other', 422)),
						task.result({ message: 'Client created successfully' }),
						task.finding?.skipped(IN_USE, client),
						task.finding?.added({ message: 'Client created successfully' }, client),
						findingOf(task).lookUp('same', undefined).next([]),
					];
					expect(JSON.stringify(elsewhere)).not.toContain(pw.slice(3));
				},
			),
		);
	});
});

describe('What comes out', () => {
	const omitCredentialsFrom = { message: 'Client created successfully' };

	test("is ChatDash's answer", () => {
		expect(taskOf().result(omitCredentialsFrom)).toEqual(omitCredentialsFrom);
	});

	test('holds login and password when the node made the password', () => {
		const password = { text: 'Ab3de-fghij', generated: true };
		expect(taskOf({ passwordSource: 'generate', password }).result(omitCredentialsFrom)).toEqual({
			...omitCredentialsFrom,
			member: { loginId: 'nathan@acme.example', password: 'Ab3de-fghij' },
		});
	});

	test('holds the client that was found, or null where none could be', () => {
		const client = { _id: '1', name: 'Acme Dental', language: 'en', isSaasClient: false };
		const { added } = findingOf(taskOf());
		expect(added(omitCredentialsFrom, client)).toEqual({ ...omitCredentialsFrom, client });
		expect(added(omitCredentialsFrom, undefined)).toEqual({ ...omitCredentialsFrom, client: null });
	});

	test("of a skipped item is ChatDash's words and the client that has the login", () => {
		const client = { _id: '1', name: 'Acme Dental', language: 'en', isSaasClient: false };
		expect(findingOf(taskOf()).skipped(IN_USE, client)).toEqual({
			skipped: true,
			message: 'Login ID already in use',
			client,
		});
	});
});

describe('A login in use', () => {
	test('is passed over only if the user wants that', () => {
		expect(findingOf(taskOf({ onLoginIdInUse: 'skip' })).isSkipped()).toBe(true);
		expect(findingOf(taskOf({ onLoginIdInUse: 'error' })).isSkipped()).toBe(false);
	});

	test('is told from every other refusal', () => {
		const { isConflict } = findingOf(taskOf());
		expect(isConflict(IN_USE)).toBe(true);
		expect(isConflict(refusal('Invalid language', 400))).toBe(false);
		expect(isConflict(refusal('Login ID already in use', 500))).toBe(false);
	});

	test('is explained by whose it is', () => {
		const { conflictAdvice } = findingOf(taskOf());
		expect(conflictAdvice('same')).toMatch(
			/Acme Dental.*earlier execution.*password.*'Skip if It Is the Same Client'.*'Member: Update'/,
		);
		expect(conflictAdvice('other')).toMatch(/someone else.*another login ID/);
		expect(conflictAdvice('unknown')).toMatch(
			/arrive twice.*'Skip if It Is the Same Client'.*someone else/,
		);
		expect(taskOf().advice(refusal('Invalid language', 400))).toBeUndefined();
	});
});

describe('The look-up', () => {
	/** What a look-up found and which paths it read, its reads answered by path. */
	function follow(...[lookUp, answers]: Parameters<typeof lead>) {
		const { result: found, read } = lead(lookUp, answers);
		return { found, read };
	}

	const client = (_id: string, name = 'Acme Dental') => ({
		_id,
		name,
		language: 'en',
		isSaasClient: false,
	});
	const member = (loginId: string) => ({ _id: 'm', name: 'Somebody', loginId, isAdmin: false });
	/** @param before the IDs of the clients that were there before the run */
	const lookUp = (sought: Sought, before?: readonly string[]) =>
		findingOf(taskOf()).lookUp(sought, before && new Set(before));

	test('finds the one among two of the same name whose member has the login', () => {
		const { found, read } = follow(lookUp('same'), {
			'/clients': [client('1'), client('2', 'Globex'), client('3')],
			'/clients/1/members': [member('somebody@else.example')],
			'/clients/3/members': [member('first@acme.example'), member('nathan@acme.example')],
		});
		expect(found).toEqual(client('3'));
		expect(read).toEqual(['/clients', '/clients/1/members', '/clients/3/members']);
	});

	test('compares logins without regard to case, as ChatDash does', () => {
		const { found } = follow(lookUp('same'), {
			'/clients': [client('1')],
			'/clients/1/members': [member('NATHAN@Acme.Example')],
		});
		expect(found).toEqual(client('1'));
	});

	test('finds nothing where the login is of a client of another name', () => {
		const { found, read } = follow(lookUp('same'), {
			'/clients': [client('2', 'Globex'), client('4', 'Acme Dental Ltd')],
		});
		expect(found).toBeUndefined();
		expect(read).toEqual(['/clients']);
	});

	test('finds nothing where a client of the same name has only other logins', () => {
		const { found } = follow(lookUp('same'), {
			'/clients': [client('1')],
			'/clients/1/members': [member('somebody@else.example')],
		});
		expect(found).toBeUndefined();
	});

	test('reads no members when the client is the only one of its name and was not there before', () => {
		const { found, read } = follow(lookUp('new', ['2']), {
			'/clients': [client('2', 'Globex'), client('1')],
		});
		expect(found).toEqual(client('1'));
		expect(read).toEqual(['/clients']);
	});

	test('reads members even for a new client where two have its name', () => {
		const { found } = follow(lookUp('new', []), {
			'/clients': [client('1'), client('3')],
			'/clients/1/members': [member('somebody@else.example')],
			'/clients/3/members': [member('nathan@acme.example')],
		});
		expect(found).toEqual(client('3'));
	});

	test.each(['new', 'own'] as const)(
		'never takes one that was there before for the %s one, whatever logins it has',
		(sought) => {
			const { found } = follow(lookUp(sought, ['1']), {
				'/clients': [client('1')],
				'/clients/1/members': [{ ...member('nathan@acme.example'), name: 'Nathan Smith' }],
			});
			expect(found).toBeUndefined();
		},
	);

	test('wants proof of the only one of its name where it is not known what was there before', () => {
		const { found, read } = follow(lookUp('new'), {
			'/clients': [client('1')],
			'/clients/1/members': [member('somebody@else.example')],
		});
		expect(found).toBeUndefined();
		expect(read).toContain('/clients/1/members');
	});

	test('wants proof of the only client of the name if it is not certain', () => {
		const { found, read } = follow(lookUp('same'), {
			'/clients': [client('1')],
			'/clients/1/members': [],
		});
		expect(found).toBeUndefined();
		expect(read).toContain('/clients/1/members');
	});

	test('takes a name in ChatDash with blanks around it for the same', () => {
		const { found } = follow(lookUp('new', []), { '/clients': [client('1', ' Acme Dental ')] });
		expect(found).toMatchObject({ _id: '1' });
	});

	test('puts out of a client what the page documents, and nothing else', () => {
		const { found } = follow(lookUp('new', []), {
			'/clients': [{ _id: '1', name: 'Acme Dental', platformCredentials: 'of somebody' }],
		});
		expect(found).toEqual(client('1'));
	});

	test.each([
		['../../admin', '/clients/..%2F..%2Fadmin/members'],
		['a?x=1#y', '/clients/a%3Fx%3D1%23y/members'],
		['50%25', '/clients/50%2525/members'],
		['ключ 1', '/clients/%D0%BA%D0%BB%D1%8E%D1%87%201/members'],
	])('keeps the id %s inside of its place in the path', (id, path) => {
		const { read } = follow(lookUp('same'), { '/clients': [client(id)], [path]: [] });
		expect(read).toEqual(['/clients', path]);
	});

	// A path of dots alone climbs, encoded or not: web addresses drop such a part together with the one before it.
	test.each([['.'], ['..']])('never climbs with the id %s', (id) => {
		const { read } = follow(lookUp('same'), { '/clients': [client(id)] });
		for (const path of read) {
			const url = new URL(`https://api.chat-dash.com/v1/public${path}`);
			expect(url.pathname).toBe(`/v1/public${path}`);
		}
	});

	test.each([
		['no list', { clients: [] }],
		['nothing', undefined],
		['a list of anything', [null, 42, 'x', [], {}, { _id: 7, name: 'Acme Dental' }, { _id: '1' }]],
	])('finds nothing in %s', (_what, clients) => {
		expect(follow(lookUp('new'), { '/clients': clients }).found).toBeUndefined();
	});

	test('passes over members without a login', () => {
		const { found } = follow(lookUp('same'), {
			'/clients': [client('1')],
			'/clients/1/members': [null, {}, { loginId: 5 }, member('nathan@acme.example')],
		});
		expect(found).toEqual(client('1'));
	});
});
