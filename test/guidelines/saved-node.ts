// What n8n makes of a saved node: parameters that the node's description doesn't have, or no longer has, are dropped
// without a word.
import {
	type INode,
	type INodeParameters,
	type INodeTypeDescription,
	NodeHelpers,
	deepCopy,
	isResourceLocatorValue,
} from 'n8n-workflow';

/** The parameters that n8n keeps of a saved node, with the defaults of those that it doesn't have. */
export const keptOf = (node: INode, description: INodeTypeDescription): INodeParameters | null =>
	NodeHelpers.getNodeParameters(
		description.properties,
		deepCopy(node.parameters),
		true,
		false,
		node,
		description,
	);

/** Expects that the node accepts every parameter that the workflow saved, with its mode and its options. */
export function expectAccepted(node: INode, description: INodeTypeDescription): void {
	expect([description.version].flat()).toContain(node.typeVersion);
	const kept = keptOf(node, description);
	expect(kept).toMatchObject(node.parameters);
	for (const [name, value] of Object.entries(node.parameters)) {
		const options = description.properties
			.filter((property) => property.name === name)
			.filter((property) => NodeHelpers.displayParameter(kept ?? {}, property, node, description));
		expect([name, options.length]).toEqual([name, 1]);
		const [shown] = options;
		if (isResourceLocatorValue(value)) {
			expect(shown?.modes?.map((mode) => mode.name)).toContain(value.mode);
		}
		if (shown?.type === 'collection' && typeof value === 'object' && value !== null) {
			const known = (shown.options ?? []).map((option) => option.name);
			expect(known).toEqual(expect.arrayContaining(Object.keys(value)));
		}
	}
}
