// The fields of a product, for creating and updating it.
import { requiredText } from '../../../fields/text';

export const productName = requiredText({
	displayName: 'Product Name',
	placeholder: 'e.g. Chat Pro',
	description: 'The name of the product, which customers see in Stripe',
});

export const productDescription = requiredText({
	displayName: 'Product Description',
	placeholder: 'e.g. AI chat with 1,000 conversations a month',
	description: 'What the product is',
});
