// The fields of a client, the same ones whether it is created or changed.
import { requiredText } from '../../fields/field';

export const clientName = requiredText({
	displayName: 'Client Name',
	placeholder: 'e.g. Acme Dental',
	description: 'The company as it appears in your ChatDash dashboard',
});
