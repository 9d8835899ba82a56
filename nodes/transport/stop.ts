// Whether requests are still sent. Whoever learns that no more can be sent calls `stop` once; everyone else only looks.
import { AbortScope } from './abort';

/** Why no more requests are sent. */
export interface StopReason {
	readonly message: string;
	/** Of the response that stopped them, if one did. */
	readonly status: number | undefined;
	/** What to do about it, if there is more to say than the status does. */
	readonly advice?: string;
}

export class StopState {
	/** Aborted when the requests are stopped, or when the user stops the execution. */
	readonly scope: AbortScope;

	private readonly controller = new AbortController();
	private ownReason: StopReason | undefined;

	/**
	 * @param cancel aborted when the user stops the execution
	 * @param parent stops this one, too, when it is stopped
	 */
	constructor(
		cancel: AbortScope,
		private readonly parent?: StopState,
	) {
		this.scope = new AbortScope(this.controller.signal);
		cancel.onAbort(() => this.controller.abort());
		parent?.scope.onAbort(() => this.controller.abort());
	}

	/** The first reason wins; `undefined` while requests are sent. */
	get reason(): StopReason | undefined {
		return this.ownReason ?? this.parent?.reason;
	}

	get isStopped(): boolean {
		return this.reason !== undefined;
	}

	/** Stops the requests: those under way end, no other one starts, and waits are cut short. */
	stop(reason: StopReason): void {
		this.ownReason ??= reason;
		this.controller.abort();
	}
}
