// A ChatDash node that's open in n8n's editor: what the tests of its lists and fields start with.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { INodeParameters } from 'n8n-workflow';
import type { BrowserContext } from 'playwright-core';

import type { EditorSession } from '../../sandbox/n8n/editor-session.mjs';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import { Editor } from './editor.mjs';
import { keepFailure } from './screenshots.mjs';
import type { Stage } from './stage.mjs';

/** A browser on a machine under load is slow. */
const WITHIN = { timeout: 240_000 };

/** @returns a function that adds a test, which gets its own page of the window */
export const editorTests =
	(window: BrowserContext, { n8n }: Stage) =>
	(name: string, use: (editor: Editor) => Promise<void>): void => {
		test(name, WITHIN, async () => {
			const page = await window.newPage();
			try {
				await use(new Editor(page, n8n.origin));
			} catch (error) {
				await keepFailure(page, name);
				throw error;
			} finally {
				await page.close();
			}
		});
	};

/**
 * Opens a ChatDash node after a trigger that outputs one empty item.
 *
 * @param credentials the IDs of its credentials, by their types
 */
export async function openChatDash(
	session: EditorSession,
	editor: Editor,
	parameters: INodeParameters,
	credentials: Readonly<Record<string, string>>,
): Promise<void> {
	const [trigger, node] = ['Start', 'ChatDash'];
	const workflowId = await session.createWorkflow({
		name: 'One node',
		nodes: [
			{
				id: 'start',
				name: trigger,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'chatDash',
				name: node,
				type: CHATDASH_NODE,
				typeVersion: 1,
				position: [220, 0],
				credentials: Object.fromEntries(
					Object.entries(credentials).map(([type, id]) => [type, { id, name: 'ChatDash' }]),
				),
				parameters,
			},
		],
		connections: { [trigger]: { main: [[{ node, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await editor.openWorkflow(session.workflowAddress(workflowId));
	await editor.openNode(node);
}

/** A chooser's value as a workflow contains it. */
export const chosenBy = (mode: 'id' | 'name' | 'loginId', value: string) => ({
	__rl: true,
	mode,
	value,
});

export async function listIs(editor: Editor, entries: readonly string[]): Promise<void> {
	assert.deepEqual(await editor.listed(...entries), entries);
}
