// The screenshots of the README are taken by the tests, of what was just tested. They are rewritten only on request
// (UPDATE_SCREENSHOTS=1), for no two look alike to the byte; else they go where git does not look.

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { CHECKOUT } from './stage.mjs';

const UPDATES = process.env['UPDATE_SCREENSHOTS'] === '1';
const TEMPORARY = join(CHECKOUT, '.n8n-data', 'screenshots');

/** Larger ones make a README slow. */
const LARGEST_BYTES = 250_000;

/** Covers what nobody should see, in a colour that is quiet on light and dark ground. */
const COVER = '#9a9aa5';

/** What lies over what is shown: n8n's messages in the corner, and the neighbours of an open node at its edges. */
const STYLE = `
	.el-notification, [data-test-id="floating-nodes"] { display: none !important }
`;

type ScreenshotOptions = Parameters<Page['screenshot']>[0];
export type Shot = Pick<NonNullable<ScreenshotOptions>, 'clip' | 'mask'>;

/**
 * Takes a screenshot for the README.
 *
 * @param name of the file, without its ending
 * @param shot what part of the window, and what of it to cover
 */
export async function takeScreenshot(page: Page, name: string, shot: Shot = {}): Promise<void> {
	const folder = UPDATES ? join(CHECKOUT, 'docs', 'screenshots') : TEMPORARY;
	await mkdir(folder, { recursive: true });
	const path = join(folder, `${name}.png`);
	await page.screenshot({
		...shot,
		path,
		style: STYLE,
		maskColor: COVER,
		animations: 'disabled',
	});
	const { size } = await stat(path);
	if (size > LARGEST_BYTES)
		throw new Error(`${path} has ${size} bytes, more than ${LARGEST_BYTES}.`);
}

/** Keeps what the window showed when a test failed. */
export async function keepFailure(page: Page, name: string): Promise<void> {
	await mkdir(TEMPORARY, { recursive: true });
	const path = join(TEMPORARY, `failed-${name.replace(/\W+/g, '-')}.png`);
	await page.screenshot({ path });
	console.error(`The window at that moment: ${path}`);
}
