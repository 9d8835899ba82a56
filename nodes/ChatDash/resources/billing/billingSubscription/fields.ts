// The tax fields of a subscription.
import { booleanField } from '../../../fields/options';
import { requiredText } from '../../../fields/text';
import { parseIdentifier } from '../../../fields/parseText';

export const taxEnabled = booleanField({
	displayName: 'Tax Enabled',
	default: true,
	description: 'Whether tax is added to the price',
});

export const taxCountry = requiredText(
	{
		displayName: 'Tax Country',
		placeholder: 'e.g. US',
		description: 'The country that decides the tax',
	},
	parseIdentifier,
);

export const taxPostalCode = requiredText(
	{
		displayName: 'Tax Postal Code',
		placeholder: 'e.g. 94107',
		description: 'The postal code that decides the tax',
	},
	parseIdentifier,
);
