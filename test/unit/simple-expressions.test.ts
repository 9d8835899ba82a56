import { parseTemplate } from '../../nodes/ChatDash/expressions/template';
import { UNKNOWN, compile } from '../../nodes/ChatDash/expressions/compile';

const lookOf = (expression: string) => {
	const template = parseTemplate(expression);
	return template && compile(template);
};

const deal = {
	company: { name: ' Acme ', size: 0, open: false, owner: null },
	'First Name': 'Nathan',
	email: 'N@Example.com',
	tags: ['won'],
	at: new Date(0),
};

test.each([
	['={{ $json.email }}', 'N@Example.com'],
	['={{$json.company.name}}', ' Acme '],
	['={{ $json["company"][\'name\'] }}', ' Acme '],
	['={{ $json["First Name"] }}', 'Nathan'],
	['={{ $json.company.size }}', 0],
	['={{ $json.company.open }}', false],
	['={{ $json.company.owner }}', null],
	['={{ $json.phone }}', undefined],
	['={{ $json.company.phone }}', undefined],
	['={{ $json.phone?.number.country }}', undefined],
	['={{ $json.company?.["name"]?.trim() }}', 'Acme'],
	['={{ $json.phone?.trim() || "none" }}', 'none'],
	['={{ $json.email.toLowerCase() }}', 'n@example.com'],
	['={{ $json.company.name.trim().toUpperCase() }}', 'ACME'],
	["={{ $json.phone || $json.fax || 'none' }}", 'none'],
	['={{ $json.company.size || 12.5 }}', 12.5],
	['={{ $json.company.size ?? 12 }}', 0],
	['={{ $json.company.owner ?? $json.phone ?? "x" }}', 'x'],
	['={{ ($json.company.name + $json["First Name"]).trim() }}', 'Acme Nathan'],
	["={{ $json['First Name'] + ' ' + $json.company.size }}", 'Nathan 0'],
	['={{ $json.phone || $json.email + "!" }}', 'N@Example.com!'],
	['={{ ($json.phone || "a") + "b" }}', 'ab'],
	['=Dr. {{ $json["First Name"] }} ({{ $json.company.name.trim() }})', 'Dr. Nathan (Acme)'],
	['={{ $json.company.size }} of {{ $json.company.open }}', '0 of false'],
	['={{ $json.email }} ', 'N@Example.com '],
])('%s is read from the item', (expression, value) => {
	const look = lookOf(expression);
	expect(look).toBeDefined();
	expect(look?.(deal)).toBe(value);
});

test.each([
	['a JavaScript expression that throws', '={{ $json.phone.number }}'],
	['a method of undefined', '={{ $json.phone.trim() }}'],
	['a method of a number', '={{ $json.company.size.trim() }}'],
	['brackets that end the optional chain', '={{ ($json.phone?.number).country }}'],
	['a record', '={{ $json.company }}'],
	['a list', '={{ $json.tags }}'],
	['a list where a text is expected', '={{ $json.tags || "none" }}'],
	['the length of a list', '={{ $json.tags.length }}'],
	['the length of a text', '={{ $json.email.length }}'],
	['a date', '={{ $json.at }}'],
	['undefined in a text', '=Dear {{ $json.phone }}'],
	['undefined plus a text', '={{ $json.phone + "x" }}'],
	['a sum of numbers', '={{ $json.company.size + 1 }}'],
])('%s is left to n8n: %s', (_what, expression) => {
	const look = lookOf(expression);
	expect(look).toBeDefined();
	expect(look?.(deal)).toBe(UNKNOWN);
});

test.each([
	...['={{ $json }}{', '={{ $json.tags[0] }}', '={{ $json["a\\"b"] }}', '={{ $json.email; 1 }}'],
	...['={{ $json.__proto__ }}', '={{ $json["constructor"] }}', '={{ $json.email.toString }}'],
	...['={{ $json.mainModule }}', '={{ $json.email.trim( ) }}', '={{ $json.email.isEmail() }}'],
	...['={{ $json.email.replace("a", "b") }}', '={{ $json.a || $json.b ?? $json.c }}'],
	...['={{ $json.a ?? $json.b || $json.c }}', '={{ $json.a && $json.b }}', '={{ $json.a || }}'],
	...['={{ $json.a + + $json.b }}', '={{ $json.a ++ }}', '={{ $json.a ||= "x" }}', '={{ "x" }}'],
	...['={{ ($json.a }}', '={{ $json.a) }}', '={{ $json.a "x" }}', '={{ $json.a 7 }}', '={{ 7 }}'],
	...['={{ $json.a || 010 }}', '={{ $json.a || 1n }}', '={{ $json.a || 1e3 }}', '={{ $jsonx.a }}'],
	...[
		'={{ $json.größe }}',
		'={{ $input.item.json.a }}',
		'={{ $json.a // b }}',
		'={{ $json.a?.5:1 }}',
	],
	...[
		'={{ [$json.a] }}',
		'={{ -$json.a }}',
		'={{ $json.a }}{{ $json.b.at(0) }}',
		'={{ }}',
		'=text',
	],
])('%s is not read from the item', (expression) => {
	expect(lookOf(expression)).toBeUndefined();
});
