/* Addresses of webhooks: which of them are on this machine, and their form without what is secret. */

const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether an address is an HTTP address on this machine. */
export function isLocal(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return ['http:', 'https:'].includes(protocol) && LOCAL_HOSTS.includes(hostname);
}

/** An address without its query, which may contain a token. */
export function withoutQuery(address: string): string {
	return address.replace(/[?#].*$/s, '');
}

/** An address without the parameter `token`. Everything else stays. */
export function withoutToken(address: string): string {
	if (!URL.canParse(address)) return address;
	const url = new URL(address);
	url.searchParams.delete('token');
	return url.href;
}
