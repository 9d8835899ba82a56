// The names that saved workflows contain, by operation. Once they are published, none of them may change.
import type { INodeProperties } from 'n8n-workflow';

/** Names of parameters by the operation that they belong to. */
type SavedNames = Readonly<Record<string, readonly string[]>>;

/** What the trigger's names are stored under. It has no operations. */
const TRIGGER = 'trigger';

/**
 * @param properties of the node, as n8n shows them
 * @param triggerProperties those of the trigger
 */
export const allSavedNames = (
	properties: readonly INodeProperties[],
	triggerProperties: readonly INodeProperties[],
): SavedNames => ({
	...savedNames(properties),
	[TRIGGER]: namesOfAll(triggerProperties, () => true),
});

/**
 * @param properties of the node, as n8n shows them
 * @returns the names of the parameters, by "resource/operation" and in the order of the editor; those in a collection follow
 *   its name and a dot, and those in a row follow the names of its fixed collection and of its rows
 */
export function savedNames(properties: readonly INodeProperties[]): SavedNames {
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.flatMap((option) =>
				'value' in option
					? [
							{
								resource: String(displayOptions?.show?.['resource']?.[0]),
								value: String(option.value),
							},
						]
					: [],
			),
		);
	return Object.fromEntries(
		operations.map(({ resource, value }) => {
			const own = properties.filter(({ name }) => !['resource', 'operation'].includes(name));
			const names = namesOfAll(own, (property) => isFor(property, resource, value));
			return [`${resource}/${value}`, names];
		}),
	);
}

/** The names of those parameters that are shown, each once. */
function namesOfAll(
	properties: readonly INodeProperties[],
	isShown: (property: INodeProperties) => boolean,
): readonly string[] {
	// A notice is only a text, so n8n saves nothing of it.
	const shown = properties.filter((property) => property.type !== 'notice' && isShown(property));
	const names = shown.flatMap((property) =>
		property.type === 'collection'
			? (property.options ?? [])
					.filter((option) => 'type' in option)
					.filter(isShown)
					.flatMap((member) => namesOf(member).map((name) => `${property.name}.${name}`))
			: namesOf(property),
	);
	return [...new Set(names)];
}

/** A parameter's name, and those of the parameters in its rows if it's a fixed collection. */
const namesOf = ({ name, options = [] }: INodeProperties): string[] => [
	name,
	...options.flatMap((rows) =>
		'values' in rows ? rows.values.map((inner) => `${name}.${rows.name}.${inner.name}`) : [],
	),
];

/** Whether a parameter, or one inside a collection, can be shown for an operation. */
export function isFor(
	{ displayOptions = {} }: INodeProperties,
	resource: string,
	operation: string,
): boolean {
	const { show = {} } = displayOptions;
	const resources = show['resource'] ?? show['/resource'] ?? [resource];
	const operations = show['operation'] ?? show['/operation'] ?? [operation];
	return resources.includes(resource) && operations.includes(operation);
}
