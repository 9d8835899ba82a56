// What keeps a Node.js process awake, for tests. In plain JavaScript, for n8n's rules keep `process` out of every .ts file.

/** The kinds of timers, sockets and other handles that are open, each as often as there are such. */
exports.openHandles = () => process.getActiveResourcesInfo().sort();
