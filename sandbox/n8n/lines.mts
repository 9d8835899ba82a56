// The two major versions of n8n that people run, each in one fixed release that is known to install and run here. This
// file has what they need to be installed and started. The differences of their internal API are in editor-session.mts,
// those of their editor in test/e2e/editor-lines.mts.

/** n8n's major version. */
export type N8nLine = '1' | '2';

/** One release of n8n and what it needs. */
export interface Release {
	readonly version: string;
	/** npm's `overrides`: packages that are fetched from another place than the one n8n names. */
	readonly overrides?: Readonly<Record<string, string>>;
	/** How many requests npm makes to fetch the release. Used to show progress. */
	readonly requests: number;
	/** Environment variables that only this line reads, or that it reads differently. */
	readonly settings: Readonly<Record<string, string>>;
}

/** n8n 1 needs a `default-src` next to the `connect-src` below. This one allows what a page may do without a policy. */
const ALLOW_THE_REST = ['*', 'data:', 'blob:', "'unsafe-inline'", "'unsafe-eval'"];

/** The content security policy also limits the editor in the browser to its own n8n. */
export const RELEASES: Readonly<Record<N8nLine, Release>> = {
	'1': {
		version: '1.123.81',
		// n8n 1 fetches xlsx from its vendor's own host, which a machine behind a registry mirror can't reach.
		overrides: { xlsx: 'npm:xlsx@0.18.5' },
		requests: 3_800,
		settings: {
			N8N_CONTENT_SECURITY_POLICY: JSON.stringify({
				'default-src': ALLOW_THE_REST,
				'connect-src': ["'self'"],
			}),
		},
	},
	'2': {
		version: '2.41.1',
		requests: 4_100,
		settings: {
			N8N_CONTENT_SECURITY_POLICY: "connect-src 'self'",
			// This module fetches a list of servers at each start. n8n 1 doesn't have it, and ends when it reads its name.
			N8N_DISABLED_MODULES: 'mcp-registry',
			// On a busy machine, its database takes longer to respond than the default of 5 seconds.
			DB_PING_TIMEOUT_MS: '60000',
		},
	},
};

/** The line that is installed by default. */
export const DEFAULT_LINE: N8nLine = '2';

/** Whether a text, such as a command-line argument, is the name of a line. */
export function isN8nLine(text: string): text is N8nLine {
	return Object.hasOwn(RELEASES, text);
}
