/* The login IDs of one agency, each of which belongs to one member. */
import type { Member } from './records';

/** Who has a login ID. Case makes no difference: an older page of ChatDash's documentation says so. */
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
