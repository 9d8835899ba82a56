// Filters that several lists of an account have.
import { filterField } from '../../fields/collection';
import { UNIX_SECONDS, requiredDate } from '../../fields/date';
import { parseIdentifier } from '../../fields/parseText';
import { requiredText } from '../../fields/text';

/** An empty date would list everything, so it's invalid. */
export const createdFilters = {
	createdAfter: filterField(
		requiredDate(UNIX_SECONDS, {
			displayName: 'Created After',
			description: 'Only those that were created at this time or later',
		}),
	),
	createdBefore: filterField(
		requiredDate(UNIX_SECONDS, {
			displayName: 'Created Before',
			description: 'Only those that were created at this time or earlier',
		}),
	),
};

/** An empty ID would list everything, so it's invalid. */
export const customerFilter = filterField(
	requiredText(
		{
			displayName: 'Customer ID',
			placeholder: 'e.g. cus_QXg1jPkZ0nW2Yb',
			description: 'Only those of this customer in Stripe',
		},
		parseIdentifier,
	),
);
