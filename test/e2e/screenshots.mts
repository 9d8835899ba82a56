// Takes the documentation's screenshots during the tests, of what was just tested. They are only updated on request
// (UPDATE_SCREENSHOTS=1) and only in n8n 2, because no two of them are identical. Otherwise they go to a folder that git
// ignores.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { DEFAULT_LINE } from '../../sandbox/n8n/lines.mjs';
import { CHECKOUT, LINE } from './stage.mjs';

const UPDATES = process.env['UPDATE_SCREENSHOTS'] === '1' && LINE === DEFAULT_LINE;
const TEMPORARY = join(CHECKOUT, '.n8n-data', 'screenshots');

/** How many pixels a screenshot has for each pixel of the page, so that text is sharp on screens with small pixels. */
export const PIXEL_RATIO = UPDATES ? 2 : 1;

/** GitHub shows pictures about this wide. It scales down wider ones, and their text gets too small. */
export const MAX_WIDTH = 900;

/** Larger screenshots make a page slow. */
const LARGEST_BYTES = 360_000;

/** Where a PNG file has its width. */
const WIDTH_OFFSET = 16;

/** Covers secrets, in a color that suits light and dark backgrounds. */
const COVER = '#9a9aa5';

/**
 * Hides what isn't part of the subject: n8n's messages in the corner, the adjacent nodes at the edges of an open node, what
 * floats above the canvas, and the explanations next to the mouse.
 */
const STYLE = `
	.el-notification, .n8n-tooltip, [class*="nodeButtonsWrapper"],
	[data-test-id="floating-nodes"], [data-test-id="canvas-controls"] { display: none !important }
`;

type ScreenshotOptions = Parameters<Page['screenshot']>[0];
export type Shot = Pick<NonNullable<ScreenshotOptions>, 'clip' | 'mask'>;

/**
 * Takes a screenshot for the documentation.
 *
 * @param name of the file, without its extension
 * @param shot which part of the window to take, and which parts to cover
 */
export async function takeScreenshot(
	page: Page,
	name: string,
	{ clip, ...shot }: Shot = {},
): Promise<void> {
	const folder = UPDATES ? join(CHECKOUT, 'docs', 'screenshots') : TEMPORARY;
	await mkdir(folder, { recursive: true });
	const path = join(folder, `${name}.png`);
	// Under the mouse, n8n shows more than elsewhere.
	await page.mouse.move(0, 0);
	const taken = await page.screenshot({
		...shot,
		...(clip && { clip: inWholePixels(clip) }),
		style: STYLE,
		maskColor: COVER,
		animations: 'disabled',
	});
	const picture =
		taken.readUInt32BE(WIDTH_OFFSET) > MAX_WIDTH * PIXEL_RATIO
			? await scaleDown(page, taken, MAX_WIDTH * PIXEL_RATIO)
			: taken;
	await writeFile(path, picture);
	if (picture.length > LARGEST_BYTES)
		throw new Error(`${path} has ${picture.length} bytes, more than ${LARGEST_BYTES}.`);
}

/** Pages show a picture at half its width in pixels, so its edges have to be at whole pixels of the window. */
function inWholePixels({ x, y, width, height }: NonNullable<Shot['clip']>) {
	const [left, top] = [Math.floor(x), Math.floor(y)];
	return {
		x: left,
		y: top,
		width: Math.ceil(x + width) - left,
		height: Math.ceil(y + height) - top,
	};
}

/** Scales a picture down to a width, in an empty page of the same browser. */
async function scaleDown(page: Page, picture: Buffer, width: number): Promise<Buffer> {
	const empty = await page.context().newPage();
	try {
		const address = await empty.evaluate(
			async ([source, toWidth]) => {
				const image = new Image();
				image.src = source;
				await image.decode();
				const canvas = document.createElement('canvas');
				canvas.width = toWidth;
				canvas.height = Math.round((image.height * toWidth) / image.width);
				const context = canvas.getContext('2d');
				if (context === null) return '';
				context.imageSmoothingQuality = 'high';
				context.drawImage(image, 0, 0, canvas.width, canvas.height);
				return canvas.toDataURL('image/png');
			},
			[`data:image/png;base64,${picture.toString('base64')}`, width] as const,
		);
		return Buffer.from(address.replace(/^.*,/, ''), 'base64');
	} finally {
		await empty.close();
	}
}

/** Takes a screenshot when a test fails. */
export async function keepFailure(page: Page, name: string): Promise<void> {
	await mkdir(TEMPORARY, { recursive: true });
	const path = join(TEMPORARY, `failed-${name.replace(/\W+/g, '-')}.png`);
	await page.screenshot({ path });
	console.error(`The window at that moment: ${path}`);
}
