// Which passwords were handed out, and which of them open an account.

import type { Agency } from '../../sandbox/server.js';

/**
 * Watches whom an agency creates from now on. The agency itself keeps no password.
 *
 * @returns the password that each login was created with
 */
export function watchPasswords(agency: Agency): ReadonlyMap<string, string> {
	const passwords = new Map<string, string>();
	const create = agency.createClient.bind(agency);
	agency.createClient = (client, member) => {
		const outcome = create(client, member);
		if (outcome === 'done' && 'password' in member) {
			passwords.set(member.loginId, String(member.password));
		}
		return outcome;
	};
	return passwords;
}

/** The passwords in what a node or a tool returned, wherever in it. */
export const passwordsIn = (output: unknown): string[] =>
	[...JSON.stringify(output).matchAll(/"password":"([^"]*)"/g)].map(
		([, password = '']) => password,
	);
