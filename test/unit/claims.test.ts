/** What only one item of a run can have: who gets it, and which later item is a repeat or a conflict. */
import type { Claim } from '../../nodes/ChatDash/operation/operation';
import { Claims } from '../../nodes/ChatDash/run/claims';
import { err } from '../../nodes/transport/result';

const claim = (key: Claim['key'], holder?: string): Claim => ({
	key,
	...(holder !== undefined && { holder }),
	conflict: (item) => err(`Taken by item ${item}`, ''),
});

const taken = (...wanted: readonly Claim[]) => {
	const claims = new Claims();
	return wanted.map((each, item) => {
		const claimed = claims.take(each, item);
		return claimed.kind === 'conflict' ? claimed.error.message : claimed.kind;
	});
};

test('The first item has it, and another one can’t', () => {
	expect(taken(claim('a'), claim('b'), claim('a'))).toEqual(['first', 'first', 'Taken by item 0']);
});

test('A later item of the same holder asks for the same', () => {
	expect(taken(claim('a', 'x'), claim('a', 'x'), claim('a', 'y'))).toEqual([
		'first',
		'repeat',
		'Taken by item 0',
	]);
});

test('An item that wants several things gets all of them or none', () => {
	expect(
		taken(claim(['a', 'b']), claim(['c', 'b']), claim('c'), claim(['d', 'a', 'c']), claim('d')),
	).toEqual(['first', 'Taken by item 0', 'first', 'Taken by item 0', 'first']);
});
