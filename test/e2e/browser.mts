// The system's Chromium, controlled by Playwright. It can reach only this machine; otherwise n8n's editor would contact
// npm and other hosts.

import { existsSync } from 'node:fs';

import { type Browser, type BrowserContext, chromium, selectors } from 'playwright-core';

import { HOST } from '../../sandbox/n8n/ports.mjs';
import { Problem } from '../../sandbox/problem.mjs';
import { PIXEL_RATIO } from './screenshots.mjs';
import type { Stage } from './stage.mjs';

/** Where common Linux systems install it. */
const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** These arguments keep Chromium from contacting its vendor, and let it run as root and without a graphics card. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	// Playwright's routing could block other hosts too, but it disables the cache, and n8n's editor is large.
	`--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${HOST}`,
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** For each expected change of the page; a loaded machine is slow. */
const PATIENCE_MS = 30_000;

/** @throws Problem that explains what to install, if there is no Chromium */
export function findChromium(): string {
	const { CHROMIUM_PATH: own } = process.env;
	if (own !== undefined && own !== '') {
		if (existsSync(own)) return own;
		throw new Problem(`There is no ${own}, which CHROMIUM_PATH names as the browser.`);
	}
	const found = USUAL_PATHS.find((path) => existsSync(path));
	if (found !== undefined) return found;
	throw new Problem(
		`What runs in a browser needs Chromium, which isn't at ${USUAL_PATHS.join(', ')}. ` +
			'Install it (on Debian: apt-get install chromium), or give its path in the environment variable CHROMIUM_PATH.',
	);
}

export async function launchBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

/** A light-themed window, in which no one is logged in. */
export async function openWindow(browser: Browser): Promise<BrowserContext> {
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		deviceScaleFactor: PIXEL_RATIO,
		colorScheme: 'light',
		locale: 'en-US',
	});
	context.setDefaultTimeout(PATIENCE_MS);
	return context;
}

/** A window in which the owner is logged in. Its pages share a cache, so only the first one has to load n8n's editor. */
export async function openOwnersWindow(
	browser: Browser,
	{ n8n, session }: Stage,
): Promise<BrowserContext> {
	const window = await openWindow(browser);
	const [name = '', value = ''] = session.cookie.split(/=(.*)/s);
	await window.addCookies([{ name, value, url: n8n.origin }]);
	return window;
}
