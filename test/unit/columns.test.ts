/** Which fields of an item a parameter is read from. */
import fc from 'fast-check';

import { ColumnFinder } from '../../nodes/ChatDash/run/columns';

const NAMES = ['clientName', 'email'];

const columnsOf = (keys: readonly string[], finder = new ColumnFinder(NAMES)) =>
	Object.fromEntries(finder.columnsOf(Object.fromEntries(keys.map((key) => [key, key]))));

test('Each parameter has its fields, the exact name first, the others in the order of the item', () => {
	expect(columnsOf(['CLIENT NAME', 'other', 'client_name', 'clientName', 'E-Mail'])).toEqual({
		clientName: ['clientName', 'CLIENT NAME', 'client_name'],
		email: ['E-Mail'],
	});
});

test('Inherited object properties match no parameter', () => {
	expect(columnsOf(['constructor', 'toString', '', ' ', '__proto'])).toEqual({});
});

test('The result for one item is never used for an item with other fields', () => {
	const key = fc.constantFrom(
		'clientName',
		'Client Name',
		'a',
		'b',
		'a,b',
		'a","b',
		'email',
		'["a"',
	);
	const keys = fc.uniqueArray(key, { maxLength: 4 });
	fc.assert(
		fc.property(fc.array(keys, { maxLength: 8 }), (items) => {
			const finder = new ColumnFinder(NAMES);
			for (const item of items) expect(columnsOf(item, finder)).toEqual(columnsOf(item));
		}),
	);
});
