// The tax fields of a subscription.
import { booleanField } from '../../../fields/options';
import { requiredText } from '../../../fields/text';
import { parseIdentifier } from '../../../fields/parseText';

export const taxEnabled = booleanField({
	displayName: 'Tax Enabled',
	default: true,
	description: 'Whether tax is calculated for the subscription',
});

export const taxCountry = requiredText(
	{
		displayName: 'Tax Country',
		placeholder: 'e.g. US',
		description: 'The country that the tax is calculated for',
	},
	parseIdentifier,
);

export const taxPostalCode = requiredText(
	{
		displayName: 'Tax Postal Code',
		placeholder: 'e.g. 94107',
		description: 'The postal code that the tax is calculated for',
	},
	parseIdentifier,
);
