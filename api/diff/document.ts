// Parses OpenAPI descriptions: whole files, and the blocks in pages of a documentation.
import { parseDocument as parseYaml } from 'yaml';

import { type Result, err, ok } from '../../nodes/transport/result';
import { at, isTree, type Tree } from './tree';

/** A parsed OpenAPI 3 description. All of its references lead to a part of itself. */
export class OpenApiDocument {
	private constructor(readonly root: Tree) {}

	/** Parses YAML or JSON. The value is `undefined` if it's neither OpenAPI nor its predecessor, Swagger. */
	static parse(text: string): Result<OpenApiDocument | undefined> {
		const parsed = parseText(text);
		if (!parsed.ok) return parsed;
		const root = parsed.value;
		if (!isTree(root)) return ok(undefined);
		const version = root['openapi'] ?? root['swagger'];
		if (version === undefined) return ok(undefined);
		if (!/^3\./.test(String(version))) {
			return err(`describes an API in version ${String(version)}`, 'Only OpenAPI 3 can be read.');
		}
		if (!isTree(root['paths'])) {
			return err('describes an API without paths', 'Check whether the file is complete.');
		}
		const broken = brokenReference(root, root);
		return broken === undefined
			? ok(new OpenApiDocument(root))
			: err(
					`contains the reference ${broken}, which leads nowhere`,
					'Only parts of the same file count.',
				);
	}

	/** A part of the description. If it's a reference, what that leads to. */
	resolve(part: unknown): Tree {
		const found = follow(this.root, part);
		return isTree(found) ? found : {};
	}
}

function parseText(text: string): Result<unknown> {
	try {
		// Tabs indent JSON, but not YAML.
		if (/^\s*\{/.test(text)) return ok(JSON.parse(text));
		const document = parseYaml(text);
		const [error] = document.errors;
		return error === undefined ? ok(document.toJS()) : unreadable(error);
	} catch (error) {
		return unreadable(error);
	}
}

const unreadable = (error: unknown) => {
	const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
	return err(`can't be parsed (${line.replace(/:$/, '')})`, 'It must be YAML or JSON.');
};

/** What a chain of references leads to; `undefined` if it leads nowhere, out of the file, or in a circle. */
function follow(root: Tree, part: unknown, seen: readonly string[] = []): unknown {
	const reference = at(part, '$ref');
	if (typeof reference !== 'string') return part;
	if (!reference.startsWith('#/') || seen.includes(reference)) return undefined;
	const keys = reference
		.slice(2)
		.split('/')
		.map((key) => decoded(key).replaceAll('~1', '/').replaceAll('~0', '~'));
	return follow(root, at(root, ...keys), [...seen, reference]);
}

const decoded = (key: string) => {
	try {
		return decodeURIComponent(key);
	} catch {
		// A percent sign of its own.
		return key;
	}
};

/** The first reference that leads nowhere. Examples may contain anything, so they aren't searched. */
function brokenReference(root: Tree, part: unknown): string | undefined {
	if (typeof part !== 'object' || part === null) return undefined;
	const reference = at(part, '$ref');
	if (typeof reference === 'string' && follow(root, part) === undefined) return reference;
	for (const [key, value] of Object.entries(part)) {
		const broken =
			key === 'example' || key === 'examples' ? undefined : brokenReference(root, value);
		if (broken !== undefined) return broken;
	}
	return undefined;
}

/** Parses a whole file. The list is empty if it isn't OpenAPI. */
export function parseFile(text: string): Result<readonly OpenApiDocument[]> {
	return collect([OpenApiDocument.parse(text)]);
}

/** Parses the OpenAPI blocks of a page in Markdown. Other blocks, for example with examples, don't count. */
export function parsePage(markdown: string): Result<readonly OpenApiDocument[]> {
	const blocks = fencedBlocks(markdown).filter(({ text }) =>
		/(^|[\s{,])["']?(openapi|swagger)["']?\s*:/.test(text),
	);
	if (blocks.some(({ isClosed }) => !isClosed)) {
		return err('ends within its OpenAPI block', 'Check whether the page is complete.');
	}
	return collect(blocks.map(({ text }) => OpenApiDocument.parse(text)));
}

function collect(
	parsed: ReadonlyArray<Result<OpenApiDocument | undefined>>,
): Result<readonly OpenApiDocument[]> {
	const documents: OpenApiDocument[] = [];
	for (const one of parsed) {
		if (!one.ok) return one;
		if (one.value !== undefined) documents.push(one.value);
	}
	return ok(documents);
}

interface Block {
	readonly text: string;
	readonly isClosed: boolean;
}

/** The fenced blocks of a page in YAML or JSON. */
function fencedBlocks(markdown: string): Block[] {
	const blocks: Block[] = [];
	let open: { fence: string; indent: number; isData: boolean; lines: string[] } | undefined;
	const close = (isClosed: boolean) => {
		if (open?.isData === true) blocks.push({ text: open.lines.join('\n'), isClosed });
		open = undefined;
	};
	for (const line of markdown.split(/\r?\n/)) {
		const [, indent = '', fence = '', language = ''] =
			/^(\s*)(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
		if (open === undefined) {
			const isData = /^(yaml|yml|json)\b/i.test(language);
			if (fence !== '') open = { fence, indent: indent.length, isData, lines: [] };
		} else if (fence.startsWith(open.fence) && language === '') {
			close(true);
		} else {
			// A block in a list is indented as a whole.
			open.lines.push(line.replace(new RegExp(`^\\s{0,${open.indent}}`), ''));
		}
	}
	close(false);
	return blocks;
}

/**
 * The pages that an index such as llms.txt links to: addresses of Markdown files on the same server, each once.
 *
 * @param address of the index, which relative links start from
 */
export function pagesIn(index: string, address: string): string[] {
	const links = [...index.matchAll(/\]\(\s*<?([^)\s>]+)|(https?:\/\/[^\s)<>\]"']*[\w/])/g)].map(
		([, link, bare]) => link ?? bare ?? '',
	);
	const { host } = new URL(address);
	const pages = links.flatMap((link) => {
		if (!URL.canParse(link, address)) return [];
		const url = new URL(link, address);
		url.hash = '';
		const isPage = /\.mdx?$/.test(url.pathname) && /^https?:$/.test(url.protocol);
		return isPage && url.host === host ? [url.href] : [];
	});
	return [...new Set(pages)];
}
