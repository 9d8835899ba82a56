// Lists what keeps a Node.js process alive, for tests. It's plain JavaScript, because n8n's rules forbid `process` in
// every .ts file.

/** The type of each open handle, like a timer or a socket. */
exports.openHandles = () => process.getActiveResourcesInfo().sort();
