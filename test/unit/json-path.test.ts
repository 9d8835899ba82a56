import { jsonPathIn, readPath } from '../../nodes/ChatDash/run/jsonPath';

test.each([
	['={{ $json.company }}', ['company']],
	['={{$json.company.name}}', ['company', 'name']],
	['={{ $json["First Name"] }}', ['First Name']],
	["={{ $json.properties['a.b'].value }}", ['properties', 'a.b', 'value']],
])('%s is a path', (expression, names) => {
	expect(jsonPathIn(expression)).toEqual(names);
});

test.each([
	'={{ $json }}',
	'={{ $json.company }} ',
	'=Mr {{ $json.company }}',
	'={{ $json.company }}{{ $json.name }}',
	'={{ $json.company.trim() }}',
	'={{ $json.list[0] }}',
	'={{ $json["a\\"b"] }}',
	'={{ $json?.company }}',
	'={{ $json.company; 1 }}',
	'={{ $json.__proto__ }}',
	'={{ $json["constructor"] }}',
	'={{ $json.company.toString }}',
	'={{ $json.mainModule }}',
	'={{ $input.item.json.company }}',
	'$json.company',
])('%s is left to n8n', (expression) => {
	expect(jsonPathIn(expression)).toBeUndefined();
});

test('a plain value at the end of a path is known, nothing there too', () => {
	const json = { company: { name: 'Acme', size: 0, open: false, owner: null } };
	for (const name of ['name', 'size', 'open', 'owner'] as const) {
		expect(readPath(json, ['company', name])).toEqual({ known: true, value: json.company[name] });
	}
	expect(readPath(json, ['company', 'phone'])).toEqual({ known: true, value: undefined });
	expect(readPath(json, ['phone'])).toEqual({ known: true, value: undefined });
});

test('what n8n may make something else of is not known', () => {
	const json = { company: { name: 'Acme' }, list: ['a'], at: new Date(0), owner: null };
	for (const names of [
		['company'],
		['list'],
		['list', 'length'],
		['at'],
		['at', 'x'],
		['owner', 'name'],
		['phone', 'number'],
		['company', 'name', 'length'],
	]) {
		expect(readPath(json, names)).toEqual({ known: false });
	}
});
