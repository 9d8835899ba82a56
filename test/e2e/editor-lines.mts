// The differences between the editors of n8n 1.123.81 and n8n 2.41.1, for editor.mts.

import type { Page } from 'playwright-core';

import type { N8nLine } from '../../sandbox/n8n/lines.mjs';

/** The kind of mark on a node after a run; empty for any kind. */
export type Mark = 'success' | 'error' | '';

interface EditorLine {
	/** The selectors of the small green or red mark in the corner of a node. */
	readonly marks: Readonly<Record<Mark, string>>;
	/** The selector of what closes an open node. */
	readonly closeNode: string;
	/** The selector of what opens the menu of a collection's fields. */
	readonly addField: string;
	/** Opens the window for a new credential, from a node that has none. */
	readonly newCredential: (page: Page, service: string) => Promise<void>;
	/** Whether n8n closes the window of a credential after it has saved and tested it. */
	readonly closesWorkingCredential: boolean;
	/** Whether a field suggests completions after a value was dropped on it. They would cover other fields. */
	readonly suggestsAfterDrop: boolean;
	/** Whether a message names the empty required field. Otherwise the mark next to the field does, under the mouse. */
	readonly namesEmptyField: boolean;
}

const testId = (id: string): string => `[data-test-id="${id}"]`;

export const EDITOR_LINES: Readonly<Record<N8nLine, EditorLine>> = {
	'1': {
		marks: {
			success: testId('canvas-node-status-success'),
			error: testId('node-issues'),
			'': `${testId('canvas-node-status-success')}, ${testId('node-issues')}`,
		},
		closeNode: testId('back-to-canvas'),
		addField: '.param-options .el-select',
		newCredential: async (page) => {
			await page.getByTestId('node-credentials-select').click();
			await page.getByTestId('node-credentials-select-item-new').click();
		},
		closesWorkingCredential: false,
		suggestsAfterDrop: true,
		namesEmptyField: false,
	},
	'2': {
		marks: {
			success: testId('canvas-node-status-mark-success'),
			error: testId('canvas-node-status-mark-error'),
			'': '[data-test-id^="canvas-node-status-mark-"]',
		},
		closeNode: testId('ndv-close-button'),
		addField: testId('collection-parameter-add'),
		newCredential: async (page, service) =>
			await page.getByRole('button', { name: `Connect to ${service}` }).click(),
		closesWorkingCredential: true,
		suggestsAfterDrop: false,
		namesEmptyField: true,
	},
};
