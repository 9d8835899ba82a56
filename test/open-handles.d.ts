/** The kinds of timers, sockets and other handles that are open, each as often as there are such. */
export function openHandles(): string[];
