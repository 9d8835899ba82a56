// Which passwords were output, and which of them are valid for an account.

import type { Agency } from '../../sandbox/server.js';

/**
 * Records the passwords that an agency receives from now on. The agency itself stores no password.
 *
 * @returns the password that each login was created with
 */
export function watchPasswords(agency: Agency): ReadonlyMap<string, string> {
	const passwords = new Map<string, string>();
	const create = agency.directory.create.bind(agency.directory);
	agency.directory.create = (client, member) => {
		const outcome = create(client, member);
		if (outcome === 'done' && 'password' in member) {
			passwords.set(member.loginId, String(member.password));
		}
		return outcome;
	};
	return passwords;
}

/** The passwords anywhere in what a node or a tool returned. */
export const passwordsIn = (output: unknown): string[] =>
	[...JSON.stringify(output).matchAll(/"password":"([^"]*)"/g)].map(
		([, password = '']) => password,
	);
