/* Sends the events that a test or the page asks for: to which subscriptions, in which order, how often and when. */
import { sleep } from 'n8n-workflow';
import { withoutToken } from './addresses';
import type { Agency } from './agency';
import { Cuts } from './cuts';
import { type EventDelivery, post } from './deliveries';
import { type EventRequest, RETRIES, TIMEOUT_MS } from './event-request';
import { type PhoneCall, newCall, payloadOf } from './events';
import { callerWith } from './keys';
import { merge } from './merge';
import type { Subscription, WebhookEvent } from './subscriptions';

/** A subscription, and those of the requested events that it has. */
interface Recipient {
	agency: Agency;
	subscription: Subscription;
	events: readonly WebhookEvent[];
}

export class EventSender {
	private readonly cuts = new Cuts();

	private readonly running = new Set<Promise<unknown>>();

	/** The last call of each agent. */
	private readonly lastCalls = new WeakMap<Agency, Map<string, PhoneCall>>();

	/** @param agencies by their keys */
	constructor(private readonly agencies: ReadonlyMap<string, Agency>) {}

	/**
	 * Sends what a request asks for. Each delivery is also recorded in its agency.
	 * @returns the deliveries when all have ended: by subscription, and then in the order in which they were sent
	 * @throws Error if nothing has the requested key, or the requested ID of a subscription
	 */
	async send(request: EventRequest): Promise<EventDelivery[]> {
		const recipients = recipientsOf(request, this.agencies);
		const sending = this.sendLater(recipients, request);
		this.running.add(sending);
		return await sending.finally(() => this.running.delete(sending));
	}

	/** Cuts requests and pauses. Resolves when none is left. */
	async close(): Promise<void> {
		this.cuts.close();
		await Promise.allSettled(this.running);
	}

	private async sendLater(
		recipients: readonly Recipient[],
		request: EventRequest,
	): Promise<EventDelivery[]> {
		if (!(await this.pause(request.delayMs))) return [];
		const callOf = this.callsFor(request);
		const sent = await Promise.all(
			recipients.map(async (recipient) => await this.sendTo(recipient, callOf(recipient), request)),
		);
		return sent.flat();
	}

	/** Finds the call of each recipient: one for each agent. */
	private callsFor({ sameCall = false }: EventRequest): (recipient: Recipient) => PhoneCall {
		const madeNow = new Set<PhoneCall>();
		return ({ agency, subscription: { agentId } }) => {
			const calls = this.lastCalls.get(agency) ?? new Map<string, PhoneCall>();
			const last = calls.get(agentId);
			if (last !== undefined && (sameCall || madeNow.has(last))) return last;
			const call = newCall(agentId, agency.conversations, Date.now());
			madeNow.add(call);
			this.lastCalls.set(agency, calls.set(agentId, call));
			return call;
		};
	}

	private async sendTo(
		{ agency, subscription, events }: Recipient,
		call: PhoneCall,
		request: EventRequest,
	): Promise<EventDelivery[]> {
		const { times = 1, gapMs = 0 } = request;
		const deliveries: EventDelivery[] = [];
		for (const [index, event] of events.entries()) {
			if (!(await this.pause(index === 0 ? 0 : gapMs))) break;
			const body = bodyOf(event, call, request);
			const repeats = Array.from({ length: times }, async (_, repeat) =>
				(await this.pause(repeat * gapMs))
					? await this.deliver(agency, subscription, { event, body }, request)
					: [],
			);
			deliveries.push(...(await Promise.all(repeats)).flat());
		}
		return deliveries;
	}

	/** One event to one address, again and again if that's requested. */
	private async deliver(
		agency: Agency,
		{ _id: subscriptionId, webhookUrl }: Subscription,
		{ event, body }: Pick<EventDelivery, 'event' | 'body'>,
		{ withoutToken: bare = false, timeoutMs = TIMEOUT_MS, retryUntilOk = false }: EventRequest,
	): Promise<EventDelivery[]> {
		const address = bare ? withoutToken(webhookUrl) : webhookUrl;
		const { attempts, gapMs } = retriesOf(retryUntilOk);
		const deliveries: EventDelivery[] = [];
		for (let attempt = 1; attempt <= attempts; attempt++) {
			if (!(await this.pause(attempt === 1 ? 0 : gapMs))) break;
			const at = Date.now();
			const started = performance.now();
			const ending = await this.cuts.during(
				async (request) => await post(address, body, timeoutMs, request),
			);
			const ms = performance.now() - started;
			const delivery = { subscriptionId, event, attempt, at, ms, ...ending, body };
			agency.noteDelivery(delivery);
			deliveries.push(delivery);
			if (isOk(delivery) || delivery.error === 'not sent') break;
		}
		return deliveries;
	}

	/** Resolves to whether the sandbox is still open. */
	private async pause(ms = 0): Promise<boolean> {
		if (ms > 0) {
			await this.cuts.during(async ({ signal }) => await sleep(ms, signal).catch(() => undefined));
		}
		return !this.cuts.isClosed;
	}
}

function recipientsOf(
	{ subscriptionId, apiKey, agentId, event, reverse = false }: EventRequest,
	agencies: ReadonlyMap<string, Agency>,
): Recipient[] {
	const listed = typeof event === 'string' ? [event] : event;
	const wanted = reverse ? listed.toReversed() : listed;
	const found = visibleTo(apiKey, agencies).filter(
		({ subscription }) => subscriptionId === undefined || subscription._id === subscriptionId,
	);
	if (subscriptionId !== undefined && found.length === 0) {
		throw new Error('No agency has a webhook subscription with this ID');
	}
	return found
		.filter(({ subscription }) => agentId === undefined || subscription.agentId === agentId)
		.map(({ agency, subscription }) => ({
			agency,
			subscription,
			events: wanted.filter((each) => subscription.events.includes(each)),
		}));
}

/** The subscriptions of an agency or of a client, or all of them without a key. */
function visibleTo(apiKey: string | undefined, agencies: ReadonlyMap<string, Agency>) {
	const caller = apiKey === undefined ? undefined : callerWith(apiKey, agencies);
	if (apiKey !== undefined && caller === undefined) {
		throw new Error('No agency and no client has this key');
	}
	return (caller === undefined ? [...agencies.values()] : [caller.agency])
		.flatMap((agency) => agency.subscriptions.all.map((subscription) => ({ agency, subscription })))
		.filter(
			({ subscription }) =>
				caller?.clientId === undefined || subscription.clientId === caller.clientId,
		);
}

function bodyOf(event: WebhookEvent, call: PhoneCall, request: EventRequest): unknown {
	return 'body' in request ? request.body : merge(payloadOf(event, call), request.changes ?? {});
}

function retriesOf(retryUntilOk: NonNullable<EventRequest['retryUntilOk']>) {
	if (retryUntilOk === false) return { attempts: 1, gapMs: 0 };
	return { ...RETRIES, ...(retryUntilOk === true ? {} : retryUntilOk) };
}

const isOk = ({ status = 0 }: EventDelivery) => status >= 200 && status < 300;
