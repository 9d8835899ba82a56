// The rules of one agency that aren't visible in a single response: reproducible IDs and invented clients, and who has
// a login ID.
import { Agency } from '../../../sandbox/agency';
import type { AgencySetup } from '../../../sandbox/agency';
import { maskKey } from '../../../sandbox/journal';

const agencyOf = (setup: AgencySetup) => new Agency('CD.test-agency-0001', setup, () => 0);

describe('a seed', () => {
	it('generates the same clients and IDs each time', () => {
		const [one, same, other] = [
			agencyOf({ clients: 50, seed: 5 }),
			agencyOf({ clients: 50, seed: 5 }),
			agencyOf({ clients: 50, seed: 6 }),
		];
		expect(same.clients).toEqual(one.clients);
		expect(same.members).toEqual(one.members);
		expect(other.clients).not.toEqual(one.clients);
	});

	it('generates a unique ID for every client and member, and a unique login ID for every member', () => {
		const { clients, members } = agencyOf({ clients: 2000 });
		expect(new Set([...clients, ...members].map(({ _id }) => _id)).size).toBe(4000);
		expect(new Set(members.map(({ loginId }) => loginId)).size).toBe(2000);
	});
});

describe('a setup', () => {
	it('fills in the defaults that ChatDash documents', () => {
		const { clients, members } = agencyOf({
			clients: [{ name: 'Acme', members: [{ name: 'Ada', loginId: 'ada' }] }],
		});
		expect(clients).toMatchObject([{ name: 'Acme', language: 'en', isSaasClient: false }]);
		expect(members).toMatchObject([{ name: 'Ada', loginId: 'ada', isAdmin: false }]);
	});

	it('with a duplicate login ID is rejected', () => {
		const clients = ['ada', 'ADA'].map((loginId) => ({
			name: 'Acme',
			members: [{ name: 'Ada', loginId }],
		}));
		expect(() => agencyOf({ clients })).toThrow('ADA');
	});

	it('keeps its IDs, and never generates one of them again', () => {
		const clients = [{ name: 'Acme', members: [{ name: 'Ada', loginId: 'ada' }] }];
		const agents = [{ name: 'Desk', platform: 'vapi' as const }];
		const first = agencyOf({ clients, agents });
		const again = agencyOf({
			clients: [{ ...first.clients[0], name: 'Acme', members: [...first.members] }],
			agents: [...first.agents.all],
		});
		again.directory.create({ name: 'Bolt', language: 'en' }, { name: 'Bo', loginId: 'bo' });
		again.agents.create({ name: 'Line', platform: 'retell' });
		const idsOf = ({ clients, members, agents }: Agency) =>
			[clients, members, agents.all].map((records) => records.map(({ _id }) => _id));
		expect(idsOf(again)).toEqual(idsOf(first).map(([kept]) => [kept, expect.any(String)]));
		expect(new Set(idsOf(again).flat()).size).toBe(6);
	});

	it('with a duplicate ID is rejected', () => {
		expect(() =>
			agencyOf({
				clients: [{ _id: 'acme', name: 'Acme' }],
				agents: [{ _id: 'acme', name: 'Desk', platform: 'vapi' }],
			}),
		).toThrow('acme');
	});
});

describe('a login ID', () => {
	const setup: AgencySetup = {
		clients: [
			{ name: 'Acme', members: [{ name: 'Ada', loginId: 'ada', isAdmin: true }] },
			{ name: 'Bolt', members: [{ name: 'Bo', loginId: 'bo' }] },
		],
	};
	const open = () => {
		const agency = agencyOf(setup);
		const [acme, bolt] = agency.clients.map(({ _id }) => _id);
		const [ada, bo] = agency.members.map(({ _id }) => _id);
		return { agency, acme: acme ?? '', bolt: bolt ?? '', ada: ada ?? '', bo: bo ?? '' };
	};

	it('is unique across all clients of the agency', () => {
		const { agency, bolt, bo } = open();
		expect(agency.directory.addMember(bolt, { name: 'Eve', loginId: 'Ada' })).toBe(
			'login ID in use',
		);
		expect(agency.directory.updateMember(bolt, bo, { name: 'Eve', loginId: 'ADA' })).toBe(
			'login ID in use',
		);
		expect(agency.members).toMatchObject([{ name: 'Ada' }, { name: 'Bo', loginId: 'bo' }]);
	});

	it('can change its case, and is free again when its member takes another one', () => {
		const { agency, acme, bolt, ada } = open();
		expect(agency.directory.updateMember(acme, ada, { loginId: 'ADA' })).toBe('done');
		expect(agency.directory.updateMember(acme, ada, { loginId: 'ada.l' })).toBe('done');
		expect(agency.directory.addMember(bolt, { name: 'Eve', loginId: 'ada' })).toBe('done');
		expect(agency.directory.addMember(bolt, { name: 'Eve', loginId: 'ADA.L' })).toBe(
			'login ID in use',
		);
	});

	it('belongs only to a member of that client', () => {
		const { agency, bolt, ada } = open();
		expect(agency.directory.updateMember(bolt, ada, { name: 'Eve' })).toBe('no such member');
	});
});

it('an update of a member without isAdmin uses the documented default, false', () => {
	const agency = agencyOf({
		clients: [{ name: 'Acme', members: [{ name: 'Ada', loginId: 'ada', isAdmin: true }] }],
	});
	const [member] = agency.members;
	agency.directory.updateMember(member?.clientId ?? '', member?._id ?? '', { name: 'Ada L.' });
	expect(agency.members).toMatchObject([{ name: 'Ada L.', isAdmin: false }]);
});

it('a masked key is never the whole key', () => {
	expect(maskKey('CD.test-0123456789')).toBe('CD.test-…');
	expect(maskKey('CD.test-')).toBe('…');
});
