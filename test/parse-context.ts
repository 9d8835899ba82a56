/** What tests of single fields pass on to a field's parser, as a run does. */
import type { ParseContext } from '../nodes/ChatDash/fields/field';

export const CONTEXT: ParseContext = { timezone: 'Europe/Berlin' };
