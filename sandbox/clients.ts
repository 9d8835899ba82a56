/*
 * The clients of one agency and their members. It stores no passwords, so they can't leak. A client's own key is only
 * used to recognize the client.
 */
import { Logins } from './logins';
import type { Client, ClientInput, Member, MemberInput, MemberUpdate, Outcome } from './records';
import type { SeedClient, SeedMember } from './setup';

/** Every change is one synchronous step, so a login ID is checked and taken atomically. */
export class Clients {
	private readonly allClients = new Map<string, Client>();

	private readonly membersOfClient = new Map<string, Member[]>();

	/** The IDs of clients by the clients' own keys. */
	private readonly idsByKey = new Map<string, string>();

	private readonly logins = new Logins();

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @param normalizesNames whether repeated spaces in a client's name are stored as one
	 */
	constructor(
		private readonly takeId: (wanted?: string) => string,
		private readonly normalizesNames: boolean,
	) {}

	/** In the order of their creation. */
	get all(): readonly Client[] {
		return [...this.allClients.values()];
	}

	/** The members of all clients, in the order of their clients. */
	get members(): readonly Member[] {
		return [...this.membersOfClient.values()].flat();
	}

	get(clientId: string): Client | undefined {
		return this.allClients.get(clientId);
	}

	/** The ID of the client with this key, or undefined if none has it. */
	withKey(apiKey: string): string | undefined {
		return this.idsByKey.get(apiKey);
	}

	/** A client's own key, or undefined if it has none. */
	keyOf(clientId: string): string | undefined {
		return [...this.idsByKey].find(([, id]) => id === clientId)?.[0];
	}

	/** The members of a client in the order of their creation, or undefined if there is no such client. */
	membersOf(clientId: string): readonly Member[] | undefined {
		return this.membersOfClient.get(clientId);
	}

	/** @throws Error if a login ID or an ID is taken */
	seed(seed: SeedClient): void {
		const { name, language = 'en', isSaasClient = false, apiKey, members = [] } = seed;
		const { _id } = this.enter({
			_id: this.takeId(seed._id),
			name,
			language,
			isSaasClient,
		});
		if (apiKey !== undefined) this.idsByKey.set(apiKey, _id);
		for (const member of members) {
			if (this.addMember(_id, member) !== 'done') {
				throw new Error(`The setup has the login ID ${member.loginId} twice`);
			}
		}
	}

	/** Creates a client and its first member, or neither. */
	create(client: ClientInput, member: MemberInput): Outcome {
		if (this.logins.ownerOf(member.loginId)) return 'login ID in use';
		const { _id } = this.enter({ ...client, _id: this.takeId(), isSaasClient: false });
		return this.addMember(_id, member);
	}

	update(clientId: string, update: Partial<ClientInput>): Outcome {
		const client = this.allClients.get(clientId);
		if (client === undefined) return 'no such client';
		Object.assign(client, update);
		client.name = this.stored(client.name);
		return 'done';
	}

	/** `isAdmin` is false by default: undocumented for a client's first member, the schema's default for others. */
	addMember(clientId: string, seed: SeedMember): Outcome {
		const { name, loginId, email, isAdmin = false } = seed;
		const members = this.membersOfClient.get(clientId);
		if (members === undefined) return 'no such client';
		if (this.logins.ownerOf(loginId)) return 'login ID in use';
		const member: Member = { _id: this.takeId(seed._id), clientId, isAdmin, name, loginId };
		if (email !== undefined) member.email = email;
		members.push(member);
		this.logins.give(loginId, member);
		return 'done';
	}

	/**
	 * An update without `isAdmin` removes the admin rights, because that field defaults to false in the API description.
	 */
	updateMember(clientId: string, memberId: string, update: MemberUpdate): Outcome {
		const members = this.membersOfClient.get(clientId);
		if (members === undefined) return 'no such client';
		const member = members.find(({ _id }) => _id === memberId);
		if (member === undefined) return 'no such member';
		const { name, loginId = member.loginId, email, isAdmin = false } = update;
		if ((this.logins.ownerOf(loginId) ?? member) !== member) return 'login ID in use';

		this.logins.free(member.loginId);
		this.logins.give(loginId, member);
		member.loginId = loginId;
		member.isAdmin = isAdmin;
		if (name !== undefined) member.name = name;
		if (email !== undefined) member.email = email;
		return 'done';
	}

	/** A client's name as ChatDash stores it. */
	private stored(name: string): string {
		return this.normalizesNames ? name.replace(/ +/g, ' ') : name;
	}

	private enter({ _id, name, language, isSaasClient }: Client): Client {
		const client: Client = { _id, name: this.stored(name), language, isSaasClient };
		this.allClients.set(client._id, client);
		this.membersOfClient.set(client._id, []);
		return client;
	}
}
