// n8n's editor as a person uses it: what is visible and what can be done, found by n8n's own test IDs. Those that differ
// between n8n 1 and n8n 2 are in editor-lines.mts.

import { setTimeout as pause } from 'node:timers/promises';

import type { Locator, Page } from 'playwright-core';

import type { Owner } from '../../sandbox/n8n/editor-session.mjs';
import { EDITOR_LINES, type Mark } from './editor-lines.mjs';
import { LINE } from './stage.mjs';

/** A rectangle in the window, in pixels. */
export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const line = EDITOR_LINES[LINE];

/** The label of the drop-down with the agency's credentials. n8n names the type of a credential if a node has several. */
export const CREDENTIAL_LABEL = 'Credential for ChatDash API';

/** How long n8n's editor may take to load, in milliseconds. On a machine under load, the first page takes longest. */
const LOAD_PATIENCE_MS = 90_000;

/** How long a list may take to contain the expected entries, in milliseconds. */
const LIST_PATIENCE_MS = 20_000;

/** How long the canvas has to stay the same until it counts as at rest, in milliseconds. */
const CANVAS_REST_MS = 250;

/** The attribute of the page that counts interactions. */
const INTERACTIONS = 'data-interactions';

/** The space around nodes in the window, in pixels. */
const GROUND = 24;

/** The space around a node for its mark, its name, and the plus sign of its output, at the canvas's full size. */
const AROUND_A_NODE = { left: 64, right: 124, below: 56 };

/** A window in which the names in a wide workflow are large enough to read. */
const WIDE_WINDOW = { width: 2240, height: 1400 };

/**
 * The position of something in the window.
 *
 * @throws Error if it isn't visible
 */
export async function boxOf(what: Locator): Promise<Box> {
	const box = await what.boundingBox();
	if (box === null) throw new Error(`${String(what)} is not visible`);
	return box;
}

/** The upper part of something tall. */
export function topOf({ height, ...box }: Box, most: number): Box {
	return { ...box, height: Math.min(height, most) };
}

/** n8n's editor in a browser window. */
export class Editor {
	constructor(
		readonly page: Page,
		/** The address of n8n. */
		private readonly origin: string,
	) {}

	async logIn({ email, password }: Owner): Promise<void> {
		await this.page.goto(`${this.origin}/signin`);
		await this.see('emailOrLdapLoginId').locator('input').fill(email);
		await this.see('password').locator('input').fill(password);
		await this.see('form-submit-button').click();
		// Where n8n leads from here depends on its existing data.
		await this.page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'));
	}

	/** Opens a workflow and waits until it is on the canvas. */
	async openWorkflow(address: string): Promise<void> {
		await this.page.goto(address, { waitUntil: 'commit', timeout: LOAD_PATIENCE_MS });
		await this.see('execute-workflow-button').waitFor({ timeout: LOAD_PATIENCE_MS });
	}

	/** Opens a workflow without nodes, and waits until its canvas offers to add the first one. */
	async openEmptyWorkflow(address: string): Promise<void> {
		await this.page.goto(address, { waitUntil: 'commit', timeout: LOAD_PATIENCE_MS });
		await this.see('canvas-add-button').waitFor({ timeout: LOAD_PATIENCE_MS });
	}

	/** Opens the search for the first node of an empty workflow. */
	async openFirstNodesPanel(): Promise<void> {
		await this.see('canvas-add-button').click();
		await this.see('node-creator-search-bar').waitFor();
	}

	/** Opens the search with the plus sign after the last node. */
	async openNodesPanel(): Promise<void> {
		await this.see('canvas-handle-plus').click();
		await this.see('node-creator-search-bar').waitFor();
	}

	/** Searches for a node, and waits until it is found and the results of an earlier search are gone. */
	async findNode(words: string, name: string): Promise<void> {
		const search = this.see('node-creator-search-bar');
		await search.fill('');
		await this.nodesPanelEntry(name).waitFor({ state: 'hidden' });
		await search.fill(words);
		await this.nodesPanelEntry(name).waitFor();
	}

	/** An entry of the nodes panel: a node, or one of a node's actions. */
	nodesPanelEntry(name: string): Locator {
		return this.see('item-iterator-item').filter({
			has: this.page.getByText(name, { exact: true }),
		});
	}

	/** A node on the canvas. */
	nodeOnCanvas(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Opens a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.nodeOnCanvas(name).dblclick();
		await this.nodePanel.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.locator(line.closeNode).click();
		await this.nodePanel.waitFor({ state: 'hidden' });
	}

	/**
	 * Makes the window large and fits the workflow into it while something happens, usually a screenshot. Afterwards, the
	 * window has its size again.
	 *
	 * @param names of the nodes and headings of the notes to show; all nodes and notes if it's empty
	 * @param use gets the part of the window with these nodes, with some space around them
	 */
	async withLargeWorkflow(
		names: readonly string[],
		use: (box: Box) => Promise<void>,
	): Promise<void> {
		const size = this.page.viewportSize();
		await this.page.setViewportSize(WIDE_WINDOW);
		await this.see('zoom-to-fit').click();
		await use(await this.stableBoxOf(names));
		if (size !== null) await this.page.setViewportSize(size);
	}

	/** The part of the window with these nodes, once the canvas doesn't move anymore. */
	private async stableBoxOf(names: readonly string[]): Promise<Box> {
		let box = await this.boxOfNodes(names);
		for (;;) {
			await pause(CANVAS_REST_MS);
			const earlier = box;
			box = await this.boxOfNodes(names);
			if (JSON.stringify(box) === JSON.stringify(earlier)) return box;
		}
	}

	private async boxOfNodes(names: readonly string[]): Promise<Box> {
		const zoom = await this.page
			.locator('.vue-flow__transformationpane')
			.evaluate((pane) => new DOMMatrix(getComputedStyle(pane).transform).a);
		const onCanvas = this.page.locator('.vue-flow__node');
		const found =
			names.length === 0
				? await onCanvas.all()
				: names.map((name) =>
						onCanvas.filter({ has: this.nodeOnCanvas(name).or(this.noteOnCanvas(name)) }),
					);
		const boxes = await Promise.all(
			found.map(async (element) => {
				const { x, y, width, height } = await boxOf(element);
				const isNote = (await element.getByTestId('sticky').count()) > 0;
				const scale = isNote ? 0 : zoom;
				return {
					left: x - AROUND_A_NODE.left * scale,
					top: y,
					right: x + width + AROUND_A_NODE.right * scale,
					bottom: y + height + AROUND_A_NODE.below * scale,
				};
			}),
		);
		const x = Math.min(...boxes.map(({ left }) => left)) - GROUND;
		const y = Math.min(...boxes.map(({ top }) => top)) - GROUND;
		const right = Math.max(...boxes.map((box) => box.right)) + GROUND;
		const bottom = Math.max(...boxes.map((box) => box.bottom)) + GROUND;
		return { x, y, width: right - x, height: bottom - y };
	}

	/** A note on the canvas, by its heading. */
	private noteOnCanvas(heading: string): Locator {
		const title = this.page.getByRole('heading', { name: heading, exact: true });
		return this.see('sticky').filter({ has: title });
	}

	/** Clears the selection with a click next to the nodes. */
	async selectNothing(): Promise<void> {
		await this.see('canvas').click({ position: { x: 20, y: 100 } });
	}

	/** Presses *Execute workflow* and waits until the node has its mark, green or red. */
	async executeWorkflow(lastNode: string): Promise<void> {
		await this.see('execute-workflow-button').click();
		await this.markOf(lastNode).waitFor();
	}

	/** The small green or red mark of a node after a run. */
	markOf(node: string, kind: Mark = ''): Locator {
		return this.nodeOnCanvas(node).locator(line.marks[kind]);
	}

	/** The open node: input on the left, parameters in the middle, output on the right. */
	get nodePanel(): Locator {
		return this.see('ndv');
	}

	/** The visible parameters of the open node. */
	get parameters(): Locator {
		return this.see('parameter-item');
	}

	/** Waits until the open node shows this picture as its icon, fully loaded. */
	async iconIs(file: string): Promise<void> {
		const icon = this.nodePanel.locator(`img[src$="/${file}"]`).first();
		await icon.waitFor();
		await icon.evaluate(async (image) => {
			if (image instanceof HTMLImageElement) await image.decode();
		});
	}

	get inputPanel(): Locator {
		return this.see('ndv-input-panel');
	}

	get outputPanel(): Locator {
		return this.see('output-panel');
	}

	/** Shows the output of the open node in another of n8n's views. */
	async showOutputAs(view: 'Schema' | 'Table' | 'JSON'): Promise<void> {
		const views = this.outputPanel.getByTestId('ndv-run-data-display-mode');
		await views.getByText(view, { exact: true }).click();
	}

	/** Presses *Execute step* in the open node. */
	async executeStep(): Promise<void> {
		await this.see('node-execute-button').click();
	}

	/** Presses *Execute previous nodes*, so that the input shows the items. */
	async executePreviousNodes(): Promise<void> {
		await this.see('execute-previous-node').click();
		await this.inputPanel.getByTestId('run-data-schema-item').first().waitFor();
	}

	/** Drags a field of the input onto a parameter, which then takes its value from each item. */
	async mapField(field: string, parameter: string): Promise<void> {
		const pill = this.inputPanel
			.getByTestId('run-data-schema-node-name')
			.filter({ hasText: field });
		await pill.hover();
		await this.page.mouse.down();
		// In n8n 1, the preview of the previous field may cover this one. While dragging, that doesn't matter.
		await this.parameter(parameter).hover({ force: true });
		await this.page.mouse.up();
		await this.parameter(parameter).getByText(`{{ $json.${field} }}`).waitFor();
		if (!line.suggestsAfterDrop) return;
		const suggestions = this.page.locator('.cm-tooltip-autocomplete');
		await suggestions.waitFor();
		await this.parameter(parameter).locator('.cm-content').press('Escape');
		await suggestions.waitFor({ state: 'hidden' });
	}

	/** A parameter's field in the open node, or a field of the credential. */
	parameter(name: string): Locator {
		return this.see(`parameter-input-${name}`);
	}

	/** The visible labels in the open node from top to bottom. */
	async labels(): Promise<string[]> {
		// In n8n 1, the switch between a fixed value and an expression consists of labels too.
		const labels = await this.see('node-parameters')
			.locator('label:visible:not([role="radio"])')
			.allInnerTexts();
		// There may be buttons next to a label, which appear and disappear with the mouse.
		return labels.map((text) => text.split('\n', 1)[0]?.trim() ?? '');
	}

	/** Waits until n8n marks a required field as empty and names it. */
	async isMarkedEmpty(parameter: string, label: string): Promise<void> {
		const mark = this.parameter(parameter).getByTestId('parameter-issues');
		await mark.waitFor();
		if (!line.namesEmptyField) await mark.hover();
		await this.page.getByText(`Parameter "${label}" is required.`).first().waitFor();
	}

	async fill(parameter: string, text: string): Promise<void> {
		await this.parameter(parameter).locator('input').fill(text);
	}

	/** Opens a drop-down. */
	async openChoices(parameter: string): Promise<void> {
		// While n8n loads the entries, the drop-down can't be opened.
		await this.parameter(parameter).locator('input:enabled').first().waitFor();
		await this.parameter(parameter).click();
		await this.choices.first().waitFor();
	}

	/** The entries of the open drop-down. */
	get choices(): Locator {
		return this.page.locator('.el-select-dropdown__item:visible');
	}

	async choose(parameter: string, choice: string): Promise<void> {
		await this.openChoices(parameter);
		await this.choices.filter({ has: this.page.getByText(choice, { exact: true }) }).click();
	}

	/** Chooses several entries of a drop-down that takes several, and closes it. */
	async chooseSeveral(parameter: string, ...names: readonly string[]): Promise<void> {
		await this.openChoices(parameter);
		for (const name of names) {
			await this.choices.filter({ has: this.page.getByText(name, { exact: true }) }).click();
		}
		await this.closeChoices();
	}

	/** The names of the entries that a drop-down offers, without their descriptions. */
	async namesOfChoices(parameter: string): Promise<string[]> {
		await this.openChoices(parameter);
		const texts = await this.choices.allInnerTexts();
		await this.closeChoices();
		return texts.map((text) => text.trim().split('\n', 1)[0] ?? '');
	}

	private async closeChoices(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.choices.first().waitFor({ state: 'hidden' });
	}

	/** What n8n shows next to a drop-down whose entries can't be loaded. */
	async whyNoChoices(parameter: string): Promise<string> {
		await this.parameter(parameter).getByTestId('parameter-issues').hover();
		const reason = this.page.getByText('There was a problem loading the parameter options').first();
		await reason.waitFor();
		return await reason.innerText();
	}

	/** Types a date and time, as in `2026-03-01 00:00:00`. */
	async fillDate(parameter: string, text: string): Promise<void> {
		const input = this.parameter(parameter).locator('input');
		await input.fill(text);
		await input.press('Enter');
	}

	/** Adds a row to a list of fields. */
	async addRow(parameter: string): Promise<void> {
		await this.see(`fixed-collection-${parameter}`).getByTestId('fixed-collection-add').click();
	}

	/**
	 * Makes a field of the last row an expression.
	 *
	 * @param result of the expression, which n8n shows once it has taken the expression over
	 */
	async fillExpressionInLastRow(parameter: string, code: string, result: string): Promise<void> {
		const field = this.parameter(parameter).last();
		// n8n makes an expression of a text as soon as it starts with an equals sign.
		await field.locator('textarea').fill('=');
		const editor = field.locator('.cm-content');
		await editor.fill(code);
		await editor.blur();
		await this.see('parameter-input-hint').filter({ hasText: result }).last().waitFor();
	}

	/** A parameter that chooses a record. */
	private chooser(parameter: string): Locator {
		return this.see(`resource-locator-${parameter}`);
	}

	/** Opens the list of a chooser and waits until it is loaded. */
	async openList(parameter: string): Promise<void> {
		await this.chooser(parameter).getByTestId('rlc-input').click();
		await this.listEntry('').first().waitFor();
	}

	/** Types into the search of the open list. */
	async searchList(words: string): Promise<void> {
		await this.page.locator('[data-test-id="rlc-search"]:visible').fill(words);
	}

	/** An entry of the open list that has this text. */
	listEntry(text: string): Locator {
		return this.page.locator('[data-test-id="rlc-item"]:visible').filter({ hasText: text });
	}

	/**
	 * The entries of the open list, once they are the expected ones. n8n empties the list on each request.
	 *
	 * @returns the entries at the end, if they never become the expected ones
	 */
	async listed(...expected: readonly string[]): Promise<string[]> {
		const entries = this.listEntry('');
		const deadline = Date.now() + LIST_PATIENCE_MS;
		for (;;) {
			const texts = await entries.allInnerTexts();
			if (texts.join('\n') === expected.join('\n') || Date.now() > deadline) return texts;
			await pause(100);
		}
	}

	/** Scrolls the open list to its end, which makes n8n load the next page. */
	async scrollList(): Promise<void> {
		await this.listEntry('').last().scrollIntoViewIfNeeded();
	}

	/** The modes in which a record can be chosen. */
	async modes(parameter: string): Promise<string[]> {
		await this.chooser(parameter).getByTestId('rlc-mode-selector').click();
		await this.choices.first().waitFor();
		const modes = await this.choices.allInnerTexts();
		await this.closeChoices();
		return modes;
	}

	/** The record chosen from a list, as the closed list shows it; empty if nothing is chosen. */
	async chosen(parameter: string): Promise<string> {
		return await this.chooser(parameter).getByTestId('rlc-input').inputValue();
	}

	/** Opens a list that can't be loaded, and reads what is shown instead, line by line. */
	async whyNotListed(parameter: string): Promise<string[]> {
		await this.chooser(parameter).getByTestId('rlc-input').click();
		const reason = this.page.locator('[data-test-id="rlc-error-container"]:visible');
		await reason.waitFor();
		return (await reason.innerText()).split('\n').filter((line) => line.trim() !== '');
	}

	/** Chooses a record with another mode than the list. */
	async chooseBy(parameter: string, mode: string, text: string): Promise<void> {
		await this.chooser(parameter).getByTestId('rlc-mode-selector').click();
		await this.choices.filter({ has: this.page.getByText(mode, { exact: true }) }).click();
		await this.choices.first().waitFor({ state: 'hidden' });
		await this.fillChooser(parameter, text);
	}

	/** Types an ID or a name if the record isn't chosen from the list. */
	async fillChooser(parameter: string, text: string): Promise<void> {
		await this.chooser(parameter).getByTestId('rlc-input').fill(text);
	}

	/** A collection of optional fields, by its label. */
	collection(label: string): Locator {
		return this.see('parameter-item').filter({ has: this.page.getByText(label, { exact: true }) });
	}

	/** Opens the menu of a collection. */
	private async openMenu(collection: Locator): Promise<Locator> {
		await collection.locator(line.addField).click();
		const entries = this.page.locator('[data-test-id="collection-parameter-option"]:visible');
		await entries.first().waitFor();
		return entries;
	}

	/** The fields that a collection offers, in their order. */
	async offered(collection: Locator): Promise<string[]> {
		const entries = await this.openMenu(collection);
		const names = await entries.allInnerTexts();
		await this.page.keyboard.press('Escape');
		await entries.first().waitFor({ state: 'hidden' });
		return names;
	}

	/** Adds a field from a collection. */
	async addField(collection: Locator, name: string): Promise<void> {
		const entries = await this.openMenu(collection);
		await entries.filter({ has: this.page.getByText(name, { exact: true }) }).click();
		await entries.first().waitFor({ state: 'hidden' });
	}

	/** The small text under a field. */
	hint(text: string): Locator {
		return this.see('node-parameters').getByText(text);
	}

	/** The upper part of the parameters of the open node, with what is above them, in the window. */
	async boxOfParameters(height: number): Promise<Box> {
		const { x, y, width } = await boxOf(this.see('node-parameters'));
		return { x, y, width, height };
	}

	/** The title of the red text in the output. */
	get errorTitle(): Locator {
		return this.outputPanel.getByTestId('node-error-message');
	}

	/** The text under it. */
	get errorDescription(): Locator {
		return this.outputPanel.getByTestId('node-error-description');
	}

	/** The credential's window. */
	get credentialWindow(): Locator {
		return this.see('editCredential-modal');
	}

	/** The labels of the drop-downs with the credentials, if the node has more than one kind of credential. */
	async credentialLabels(): Promise<string[]> {
		return await this.nodePanel.getByText(/^Credential for /).allInnerTexts();
	}

	/** Chooses an existing credential in the drop-down with this label. */
	async chooseCredential(label: string, name: string): Promise<void> {
		const field = this.see('credentials-label').filter({ hasText: label });
		await field.getByTestId('node-credentials-select').click();
		await this.choices.filter({ hasText: name }).click();
		await this.choices.first().waitFor({ state: 'hidden' });
	}

	/** Starts a credential from a node that has none yet. n8n names the credential, and can't save it before. */
	async newCredential(service: string): Promise<void> {
		await line.newCredential(this.page, service);
		await this.see('credential-name')
			.getByTestId('inline-edit-preview')
			.filter({ hasText: `${service} account` })
			.waitFor();
	}

	async saveCredential(): Promise<void> {
		await this.see('credential-save-button').click();
	}

	/** Saves a valid credential, and waits until n8n has tested it and its window is closed. */
	async saveWorkingCredential(): Promise<void> {
		await this.saveCredential();
		if (!line.closesWorkingCredential) {
			await this.credentialIsGreen();
			await this.closeCredential();
		}
		await this.credentialWindow.waitFor({ state: 'hidden' });
	}

	/** Opens the node's credential again, which makes n8n test it again. */
	async editCredential(): Promise<void> {
		await this.see('credential-edit-button').click();
		await this.credentialWindow.waitFor();
	}

	/** Waits for the green message that n8n has tested the credential. */
	async credentialIsGreen(): Promise<void> {
		await this.credentialWindow.getByText('Connection tested successfully').waitFor();
		const retry = this.credentialWindow.getByRole('button', { name: 'Retry' });
		await retry.locator('.n8n-spinner').waitFor({ state: 'hidden' });
	}

	async closeCredential(): Promise<void> {
		await this.credentialWindow.getByRole('button', { name: 'Close this dialog' }).click();
		await this.credentialWindow.waitFor({ state: 'hidden' });
	}

	/**
	 * Counts what a person does in the page from now on: each click, and each field that's typed into.
	 *
	 * @returns a function that returns the count so far
	 */
	async countInteractions(): Promise<() => Promise<number>> {
		// No function in here has a name: the compiler's mark for it doesn't exist in the page.
		await this.page.evaluate((attribute) => {
			const root = document.documentElement;
			const typedInto: Array<EventTarget | null> = [];
			root.setAttribute(attribute, '0');
			for (const type of ['click', 'input']) {
				document.addEventListener(
					type,
					({ isTrusted, target }) => {
						// A click that a script makes, such as that of a label on its field, isn't a person's.
						if (type === 'click' ? !isTrusted : typedInto.at(-1) === target) return;
						if (type === 'input') typedInto.push(target);
						root.setAttribute(attribute, String(Number(root.getAttribute(attribute)) + 1));
					},
					{ capture: true },
				);
			}
		}, INTERACTIONS);
		return async () => Number(await this.page.locator('html').getAttribute(INTERACTIONS));
	}

	/** The element that n8n's own tests find by this ID. */
	see(testId: string): Locator {
		return this.page.getByTestId(testId);
	}
}
