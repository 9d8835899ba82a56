// Which account each item goes to. n8n resolves a credential for each item, because its fields can be expressions. Reading it
// costs a database read, so a credential that is the same for all items is read once.
import { type IExecuteFunctions, type INodeParameters, UnexpectedError } from 'n8n-workflow';

import { type Account, isSelected, readAccount } from '../../transport/account';
import { CREDENTIALS, type CredentialKind } from '../../transport/credentials';
import { isObject } from '../../transport/json';
import type { Result } from '../../transport/result';
import { isExpression } from '../expressions/evaluator';
import { stringsIn } from '../fields/json';

/** The account of each item, or why it has none. */
export interface Accounts {
	/** Whether all items go to the same one, or can't be sent for the same reason. */
	readonly isShared: boolean;
	for(item: number): Result<Account>;
}

/**
 * Reads the credential, once a run or once an item.
 *
 * @param items how many there are, at least one
 */
export async function readAccounts(
	context: IExecuteFunctions,
	kind: CredentialKind,
	items: number,
): Promise<Accounts> {
	const watch = watchCredential(context);
	const first = await readAccount(watch?.context ?? context, kind, 0);
	const canDiffer = watch?.canDiffer();
	if (items === 1 || !isSelected(context, kind) || canDiffer === false) {
		return { isShared: true, for: () => first };
	}

	const note = `The ${CREDENTIALS[kind].noun} uses an expression. Check what it returns for this item.`;
	const accounts: Array<Result<Account>> = [];
	for (let item = 0; item < items; item++) {
		const account = item === 0 ? first : await readAccount(context, kind, item);
		accounts.push(account.ok || canDiffer !== true ? account : { ...account, note });
	}
	return {
		isShared: false,
		for: (item) => {
			const account = accounts[item];
			if (account === undefined) throw new UnexpectedError(`Item ${item} has no account`);
			return account;
		},
	};
}

/** A context that sees the credential as it's stored, with its expressions, while n8n resolves it. */
interface Watch {
	readonly context: IExecuteFunctions;
	/** Whether the resolved credential can differ between items; `undefined` if n8n resolved none. */
	readonly canDiffer: () => boolean | undefined;
}

/**
 * Comparing the values of some items proves nothing: an expression may fall back to a key for all items but one. What
 * proves it is that there's no expression, or none that can look at an item. n8n hands the stored credential to the
 * workflow's evaluator of expressions, so that's where to look. If n8n does it in another way, nothing is seen, and the
 * credential is read for each item.
 */
function watchCredential(context: IExecuteFunctions): Watch | undefined {
	const workflow: unknown = Reflect.get(context, 'workflow');
	if (!isObject(workflow)) return undefined;
	const expression: unknown = Reflect.get(workflow, 'expression');
	if (!isObject(expression)) return undefined;
	const evaluate: unknown = Reflect.get(expression, 'getParameterValue');
	if (!isFunction(evaluate)) return undefined;

	let canDiffer: boolean | undefined;
	const watching = new Proxy(expression, {
		get: (target, name) => {
			if (name !== 'getParameterValue') return Reflect.get(target, name, target);
			return (stored: INodeParameters, ...others: readonly unknown[]): unknown => {
				canDiffer = !stringsIn(stored).every(isSameForAllItems);
				return Reflect.apply(evaluate, target, [stored, ...others]);
			};
		},
	});
	return {
		context: Object.create(context, {
			workflow: { value: Object.create(workflow, { expression: { value: watching } }) },
		}),
		canDiffer: () => canDiffer,
	};
}

/** A plain text, or an expression that reads nothing but n8n's variables and external secrets. */
const isSameForAllItems = (text: string) =>
	!isExpression(text) || /^=\s*\{\{\s*\$(vars|secrets)(\.\w+)+\s*\}\}\s*$/.test(text);

const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown =>
	typeof value === 'function';
