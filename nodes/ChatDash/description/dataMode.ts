// The parameter *Data Mode*, and the notice about the names of fields that Auto-Map reads.
import type { INodeProperties } from 'n8n-workflow';

import type { Field, Fields } from '../fields/field';
import type { Resource } from '../operation/resource';

/** The parameter that chooses between Auto-Map and a mapping for each field, and a notice about the field names. */
export function dataMode(
	resource: Resource,
	fields: Fields,
	autoMapped: readonly string[],
): INodeProperties[] {
	const conditions = autoMapped.flatMap((name) => conditionOf(name, fields));
	// An item doesn't need a field that only counts for some choices, such as a password.
	const names = autoMapped.filter((name) => fields[name]?.showFor === undefined).join(', ');
	const [example = ''] = autoMapped.map((name) => fields[name]?.property.displayName ?? name);
	return [
		{
			displayName: 'Data Mode',
			name: 'dataMode',
			type: 'options',
			// The fields below depend on it. If an input field was dropped on it, the editor would remove all their values.
			noDataExpression: true,
			options: [
				{
					name: 'Auto-Map Input Data to Fields',
					value: 'autoMapInputData',
					description: `Use when the incoming items already have fields named ${names}`,
				},
				{
					name: 'Map Each Field Manually',
					value: 'defineBelow',
					description: 'Enter or map a value for each field',
				},
			],
			default: 'defineBelow',
			description: `How to set the fields of the ${resource.name.toLowerCase()}`,
		},
		{
			displayName: `In this mode, the incoming fields must be named ${[names, ...conditions].join(', and ')}. Spellings like ${example} work, too. If yours have other names, rename them with an Edit Fields node before this one.`,
			name: 'autoMapNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { dataMode: ['autoMapInputData'] } },
		},
	];
}

/** For which choices a field counts, as in `password if 'Password Source' is 'Enter Manually'`. */
function conditionOf(name: string, fields: Fields): string[] {
	const conditions = Object.entries(fields[name]?.showFor ?? {}).map(([other, values]) => {
		const chooser = fields[other];
		const labels = values.map((value) => `'${labelOf(chooser, value)}'`);
		return `'${chooser?.property.displayName ?? other}' is ${labels.join(' or ')}`;
	});
	return conditions.length === 0 ? [] : [`${name} if ${conditions.join(' and ')}`];
}

function labelOf(chooser: Field<unknown> | undefined, value: string | boolean): string {
	const option = chooser?.property.options?.find((one) => 'value' in one && one.value === value);
	return option?.name ?? String(value);
}
