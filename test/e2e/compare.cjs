// A node that reads its parameters twice for each item, from n8n and with the package's shortcuts, and outputs the
// differences. expressions.test.mts loads it into n8n.
const { COMPARE_WITH: evaluator = '', COMPARE_COUNT: count = '0' } = process.env;
const { Expressions } = require(evaluator);

const names = Array.from({ length: Number(count) }, (_, index) => `e${index}`);

const given = (read) => {
	try {
		return { value: read() };
	} catch (thrown) {
		return { throws: thrown.message };
	}
};

const asText = ({ value, throws }) =>
	JSON.stringify([
		typeof value,
		Object.is(value, -0) ? '-0' : typeof value === 'number' ? String(value) : value,
		throws,
	]);

class Compare {
	description = {
		displayName: 'Compare',
		name: 'compare',
		group: ['transform'],
		version: 1,
		description: 'Compares',
		defaults: { name: 'Compare' },
		inputs: ['main'],
		outputs: ['main'],
		properties: names.map((name) => ({ displayName: name, name, type: 'string', default: '' })),
	};

	async execute() {
		const inputs = this.getInputData();
		const { parameters } = this.getNode();
		const everyValue = (read) =>
			inputs.flatMap((_, item) => names.map((name) => given(() => read(name, item))));

		let alone = 0;
		let together = 0;
		const all = new Expressions(
			Object.create(this, {
				getNodeParameter: { value: (...of) => (alone++, this.getNodeParameter(...of)) },
				evaluateExpression: {
					value: (...of) => {
						const list = this.evaluateExpression(...of);
						if (Array.isArray(list)) together += list.length;
						return list;
					},
				},
			}),
			inputs,
		);
		const readers = new Map(names.map((name) => [name, all.reader(name, parameters[name])]));
		const shortcut = everyValue((name, item) => readers.get(name)(item));
		const askedAlone = alone;
		const truth = everyValue((name, item) => this.getNodeParameter(name, item, null));
		const differences = truth.flatMap((value, index) =>
			asText(value) === asText(shortcut[index])
				? []
				: [
						{
							expression: parameters[names[index % names.length]],
							item: inputs[Math.floor(index / names.length)].json,
							alone: asText(value),
							shortcut: asText(shortcut[index]),
						},
					],
		);
		return [[{ json: { compared: truth.length, askedAlone, together, differences } }]];
	}
}

module.exports = { Compare };
