// The fields of a client, for creating and updating it.
import { requiredText } from '../../fields/text';

export const clientName = requiredText({
	displayName: 'Client Name',
	placeholder: 'e.g. Acme Dental',
	description: "The client's name as shown in your ChatDash dashboard, usually the company",
});
