// Reads the descriptions in a file, in a folder, at an address, or on the pages that an index links to.

import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { Problem } from '../../sandbox/problem.mjs';
import { type OpenApiDocument, pagesIn, parseFile, parsePage } from './document.js';

export interface Source {
	readonly documents: readonly OpenApiDocument[];
	/** Whether they are all there are, so that an operation in none of them is gone. */
	readonly areAll: boolean;
}

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;

/** @throws Problem if it can't be read, or has no description */
export async function readSource(source: string): Promise<Source> {
	if (/^https?:\/\//i.test(source)) return await readAddress(source);
	if (/^[a-z][a-z\d+.-]*:\/\//i.test(source)) {
		throw new Problem(`${source} can't be read. Addresses must start with http:// or https://.`);
	}
	const info = await stat(source).catch((error: unknown) => {
		throw new Problem(`${source} can't be read (${codeOf(error)}).`);
	});
	return info.isDirectory() ? await readFolder(source) : await readOneFile(source);
}

/** The description in a single file. */
export async function readOneFile(path: string): Promise<Source> {
	const documents = await documentsInFile(path);
	if (documents.length > 0) return { documents, areAll: !isMarkdown(path) };
	throw new Problem(
		isMarkdown(path)
			? `${path} has no OpenAPI description. It should be in a fenced block with yaml or json.`
			: `${path} isn't an OpenAPI description.`,
	);
}

async function readFolder(folder: string): Promise<Source> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile() && /\.(mdx?|ya?ml|json)$/i.test(entry.name))
		.map(({ parentPath, name }) => join(parentPath, name))
		.filter((path) => !/(^|[\\/])(node_modules|\.[^\\/]+)[\\/]/.test(relative(folder, path)))
		.sort();
	const documents = (await Promise.all(paths.map(documentsInFile))).flat();
	if (documents.length > 0) return { documents, areAll: true };
	throw new Problem(`${folder} has no file with an OpenAPI description.`);
}

async function documentsInFile(path: string): Promise<readonly OpenApiDocument[]> {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		throw new Problem(`${path} can't be read (${codeOf(error)}).`);
	});
	return documentsIn(path, path, text);
}

/** @throws Problem if a description in the text is broken */
function documentsIn(name: string, path: string, text: string): readonly OpenApiDocument[] {
	const plain = text.replace(/^\uFEFF/, '');
	const parsed = isFile(path, plain) ? parseFile(plain) : parsePage(plain);
	if (parsed.ok) return parsed.value;
	throw new Problem(`${name} ${parsed.message}. ${parsed.advice}`);
}

const isMarkdown = (path: string) => /\.mdx?$/i.test(path);

/** Whether a text is a description as a whole, not a page that contains some. */
function isFile(path: string, text: string): boolean {
	if (isMarkdown(path)) return false;
	if (/\.(ya?ml|json)$/i.test(path)) return true;
	const start = text.search(/^(\s*\{|["']?(openapi|swagger)["']?\s*:)/m);
	const fence = text.search(/^\s*(```|~~~)/m);
	return start >= 0 && (fence < 0 || start < fence);
}

async function readAddress(address: string): Promise<Source> {
	const page = await fetchText(address);
	const path = new URL(page.address).pathname;
	const documents = documentsIn(address, path, page.text);
	if (documents.length > 0) return { documents, areAll: isFile(path, page.text) };

	const pages = pagesIn(page.text, page.address);
	if (pages.length === 0) {
		const hint = page.isHtml ? ' A page in HTML has none; add .md to its address.' : '';
		throw new Problem(`${address} has no OpenAPI description and no links to .md pages.${hint}`);
	}
	const linked: OpenApiDocument[] = [];
	// One after the other, so that the server isn't strained.
	for (const link of pages) linked.push(...(await readLinkedPage(link)));
	if (linked.length > 0) return { documents: linked, areAll: true };
	throw new Problem(
		`None of the ${pages.length} pages that ${address} links to has an OpenAPI description.`,
	);
}

/** An unread page would look as if its operations were gone, so every page has to be read. */
async function readLinkedPage(address: string): Promise<readonly OpenApiDocument[]> {
	const page = await fetchText(address, new URL(address).host);
	if (page.isHtml) throw new Problem(`${address} responded with HTML instead of Markdown.`);
	return documentsIn(address, new URL(address).pathname, page.text);
}

interface Page {
	readonly text: string;
	/** Where redirects led. */
	readonly address: string;
	readonly isHtml: boolean;
}

/** @param host the only server that redirects may lead to; any if left out */
async function fetchText(address: string, host?: string): Promise<Page> {
	let current = address;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		const response = await request(current);
		const location = response.headers.get('location');
		if (response.status < 300 || response.status >= 400 || location === null) {
			if (!response.ok) {
				throw new Problem(`${current} can't be read: it responded with status ${response.status}.`);
			}
			const isHtml = /\bhtml\b/i.test(response.headers.get('content-type') ?? '');
			return { text: await textOf(current, response), address: current, isHtml };
		}
		if (!URL.canParse(location, current)) {
			throw new Problem(`${current} redirects to “${location}”, which isn't an address.`);
		}
		current = new URL(location, current).href;
		if (host !== undefined && new URL(current).host !== host) {
			throw new Problem(`${address} redirects to another server, ${new URL(current).host}.`);
		}
	}
	throw new Problem(`${address} redirects too often.`);
}

async function request(address: string): Promise<Response> {
	try {
		return await fetch(address, {
			redirect: 'manual',
			signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
		});
	} catch (error) {
		throw new Problem(`${address} can't be read (${codeOf(error)}).`);
	}
}

async function textOf(address: string, response: Response): Promise<string> {
	try {
		return await response.text();
	} catch (error) {
		throw new Problem(`${address} can't be read (${codeOf(error)}).`);
	}
}

/** What went wrong in a few words, as in `ENOENT`. A failed request has the reason in its cause. */
function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === 'TimeoutError') return `no response in ${REQUEST_TIMEOUT_MS / 1_000} seconds`;
	if (error.cause !== undefined) return codeOf(error.cause);
	return 'code' in error ? String(error.code) : error.message;
}
