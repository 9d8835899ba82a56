/* The conversations, leads and tags of `npm start` before its first run. */
import type { SeedConversation } from './conversations';

/** The agents that have had conversations. */
export const RECEPTION = 'a6e27b3000000000000000a1';
export const QUALIFIER = 'a6e27b3000000000000000a5';

export const TAGS = {
	interested: { _id: '7a90000000000000000000f1', label: 'Interested' },
	callBack: { _id: '7a90000000000000000000f2', label: 'Call Back' },
};

export const LEADS = {
	ella: { _id: '1ead000000000000000000e1', phone: '+12025550161' },
	hugo: { _id: '1ead000000000000000000e2', phone: '+12025550162', tags: [TAGS.callBack._id] },
	nora: { _id: '1ead000000000000000000e3', phone: '+12025550163' },
};

const HOUR_MS = 60 * 60 * 1000;

/** What people say about a topic, and what the agent replies. */
const TALKS: Readonly<Record<string, readonly [string, string]>> = {
	Booking: ['Can I come by on Thursday?', 'Yes, Thursday at 10 is free.'],
	Prices: ['What does a first meeting cost?', 'The first meeting is free.'],
	Offer: ['I’d like an offer for my shop.', 'Great, when can we call you?'],
};

interface Talk {
	readonly agentId: string;
	readonly hoursAgo: number;
	readonly name?: string;
	readonly phone: string;
	/** Without a topic, the person said nothing. Then nothing is recorded. */
	readonly topic?: string;
	readonly cost?: number;
	readonly leadId?: string;
	readonly isSuccess?: boolean;
}

/** Carter Consulting's calls, which are at least a day old. So a report about the last seven days has all of them. */
const CALLS: Talk[] = [
	{ hoursAgo: 121, name: 'Omar Haddad', topic: 'Prices', cost: 0.6, isSuccess: false },
	{ hoursAgo: 75, name: 'Lena Fox', topic: 'Booking', cost: 0.9, isSuccess: true },
	{ hoursAgo: 50 },
	{ hoursAgo: 49, name: 'Sam Reed', topic: 'Booking', cost: 1, isSuccess: true },
	{ hoursAgo: 25, name: 'Kim Tran', topic: 'Prices', cost: 0.7, isSuccess: true },
].map((talk, index) => ({ ...talk, agentId: RECEPTION, phone: `+1202555014${index + 1}` }));

const ELLA = { name: 'Ella Brandt', phone: LEADS.ella.phone, leadId: LEADS.ella._id };
const HUGO = { name: 'Hugo Silva', phone: LEADS.hugo.phone, leadId: LEADS.hugo._id };
const NORA = { name: 'Nora Lind', phone: LEADS.nora.phone, leadId: LEADS.nora._id };

/** Two leads of the last day are interested, one of them in two conversations. */
const CHATS: Talk[] = [
	{ hoursAgo: 73, ...HUGO, topic: 'Prices', cost: 0.2, isSuccess: false },
	{ hoursAgo: 26, ...NORA, topic: 'Prices', cost: 0.3, isSuccess: false },
	{ hoursAgo: 12, ...ELLA, topic: 'Offer', cost: 0.4, isSuccess: true },
	{ hoursAgo: 9, ...HUGO, topic: 'Prices', cost: 0.2, isSuccess: false },
	{ hoursAgo: 7, phone: '+12025550164', topic: 'Booking', cost: 0.3, isSuccess: true },
	{ hoursAgo: 5, ...NORA, topic: 'Offer', cost: 0.5, isSuccess: true },
	{ hoursAgo: 4, ...HUGO },
	{ hoursAgo: 2, ...ELLA, topic: 'Booking', cost: 0.3, isSuccess: true },
].map((talk) => ({ ...talk, agentId: QUALIFIER }));

/** The conversations of the week that ends now. */
export const conversationsUntil = (now: Date): SeedConversation[] =>
	[...CALLS, ...CHATS].map((talk) => conversationOf(talk, now));

function conversationOf({ hoursAgo, topic, isSuccess, ...talk }: Talk, now: Date) {
	const createdAt = new Date(now.getTime() - hoursAgo * HOUR_MS).toISOString();
	const [question, reply] = TALKS[topic ?? ''] ?? [];
	const said = question !== undefined && reply !== undefined;
	return {
		...talk,
		createdAt,
		record: said,
		interacted: said,
		channel: talk.agentId === RECEPTION ? 'phone' : 'Webchat',
		...(topic !== undefined && { topic }),
		...(isSuccess !== undefined && { evaluation: { isSuccess } }),
		messages: said
			? [
					{ sender: 'user' as const, type: 'text', content: { text: question }, createdAt },
					{ sender: 'bot' as const, type: 'text', content: { text: reply }, createdAt },
				]
			: [],
	};
}
