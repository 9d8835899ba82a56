/** The type of each open handle, like a timer or a socket. */
export function openHandles(): string[];
