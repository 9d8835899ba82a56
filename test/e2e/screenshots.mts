// Takes the README's screenshots during the tests, of what was just tested. They are only updated on request
// (UPDATE_SCREENSHOTS=1) and only in n8n 2, because no two of them are identical. Otherwise they go to a folder that git
// ignores.

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { DEFAULT_LINE } from '../../sandbox/n8n/lines.mjs';
import { CHECKOUT, LINE } from './stage.mjs';

const UPDATES = process.env['UPDATE_SCREENSHOTS'] === '1' && LINE === DEFAULT_LINE;
const TEMPORARY = join(CHECKOUT, '.n8n-data', 'screenshots');

/** Larger screenshots make the README slow. */
const LARGEST_BYTES = 250_000;

/** Covers secrets, in a color that suits light and dark backgrounds. */
const COVER = '#9a9aa5';

/** Hides n8n's messages in the corner, and the adjacent nodes at the edges of an open node. */
const STYLE = `
	.el-notification, [data-test-id="floating-nodes"] { display: none !important }
`;

type ScreenshotOptions = Parameters<Page['screenshot']>[0];
export type Shot = Pick<NonNullable<ScreenshotOptions>, 'clip' | 'mask'>;

/**
 * Takes a screenshot for the README.
 *
 * @param name of the file, without its extension
 * @param shot which part of the window to take, and which parts to cover
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

/** Takes a screenshot when a test fails. */
export async function keepFailure(page: Page, name: string): Promise<void> {
	await mkdir(TEMPORARY, { recursive: true });
	const path = join(TEMPORARY, `failed-${name.replace(/\W+/g, '-')}.png`);
	await page.screenshot({ path });
	console.error(`The window at that moment: ${path}`);
}
