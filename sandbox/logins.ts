/* The login IDs of one agency. Each belongs to one member. */
import type { Member } from './records';

/** Finds the member with a login ID. Case doesn't matter, as an older page of ChatDash's documentation states. */
export class Logins {
	private readonly owners = new Map<string, Member>();

	ownerOf(loginId: string): Member | undefined {
		return this.owners.get(loginId.toLowerCase());
	}

	give(loginId: string, member: Member): void {
		this.owners.set(loginId.toLowerCase(), member);
	}

	free(loginId: string): void {
		this.owners.delete(loginId.toLowerCase());
	}
}
