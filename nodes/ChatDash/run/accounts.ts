// Which account each item goes to. n8n resolves a credential for each item, because its fields can be expressions. Reading it
// costs a database read, so a credential that is the same for all items is read once.
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeParameters,
} from 'n8n-workflow';

import { isObject } from '../../transport/json';
import { type Result, err, ok } from '../../transport/result';
import { CREDENTIAL_NAME, type Connection, parseConnection } from '../../transport/credentials';
import { isExpression } from '../expressions/evaluator';
import { stringsIn } from '../fields/json';

/** An account of ChatDash, from a credential. */
export interface Account {
	readonly connection: Connection;
	/** As n8n returned it. It's passed to n8n with each request. */
	readonly credential: ICredentialDataDecryptedObject;
}

/** The accounts of a run, by item. Items with the same key and address share one object. */
export type Accounts =
	/** All items go to the same one, or can't be sent for the same reason. */
	| { readonly isShared: true; readonly account: Result<Account> }
	| { readonly isShared: false; readonly accounts: ReadonlyArray<Result<Account>> };

/**
 * Reads the credential, once a run or once an item.
 *
 * @param items how many there are, at least one
 */
export async function readAccounts(context: IExecuteFunctions, items: number): Promise<Accounts> {
	const watch = watchCredential(context);
	const first = await accountFor(watch?.context ?? context, 0);
	if (items === 1 || watch?.isSameForAllItems() === true) return { isShared: true, account: first };

	const byKey = new Map<string, Result<Account>>();
	const accounts: Array<Result<Account>> = [];
	for (let item = 0; item < items; item++) {
		const account = item === 0 ? first : await accountFor(context, item);
		if (!account.ok) {
			accounts.push({ ...account, note: FROM_EXPRESSION });
			continue;
		}
		const { apiKey, baseUrl } = account.value.connection;
		const key = JSON.stringify([baseUrl, apiKey]);
		const known = byKey.get(key) ?? account;
		byKey.set(key, known);
		accounts.push(known);
	}
	return { isShared: false, accounts };
}

const FROM_EXPRESSION =
	'The ChatDash credential uses an expression. Check what it returns for this item.';

async function accountFor(context: IExecuteFunctions, item: number): Promise<Result<Account>> {
	try {
		const credential = await context.getCredentials(CREDENTIAL_NAME, item);
		const connection = parseConnection(credential);
		return connection.ok ? ok({ connection: connection.value, credential }) : connection;
	} catch (error) {
		return err(
			error instanceof Error ? error.message : "Couldn't read the credential",
			'Select a ChatDash credential in the node, or save the credential again.',
		);
	}
}

/** A context that sees the credential as it's stored, with its expressions, while n8n resolves it. */
interface Watch {
	readonly context: IExecuteFunctions;
	/** Whether the resolved credential can't differ between items; `false` as well if nothing was seen. */
	readonly isSameForAllItems: () => boolean;
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

	let isSame = false;
	const watching = new Proxy(expression, {
		get: (target, name) => {
			if (name !== 'getParameterValue') return Reflect.get(target, name, target);
			return (stored: INodeParameters, ...others: readonly unknown[]): unknown => {
				isSame = stringsIn(stored).every(isSameForAllItems);
				return Reflect.apply(evaluate, target, [stored, ...others]);
			};
		},
	});
	return {
		context: Object.create(context, {
			workflow: { value: Object.create(workflow, { expression: { value: watching } }) },
		}),
		isSameForAllItems: () => isSame,
	};
}

/** A plain text, or an expression that reads nothing but n8n's variables and external secrets. */
const isSameForAllItems = (text: string) =>
	!isExpression(text) || /^=\s*\{\{\s*\$(vars|secrets)(\.\w+)+\s*\}\}\s*$/.test(text);

const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown =>
	typeof value === 'function';
