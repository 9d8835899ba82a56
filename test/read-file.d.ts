/** A text file of the package, whole; the path starts at the package's folder. */
export function readPackageFile(path: string): string;

/** The names of what is in a folder of the package, in alphabetical order. */
export function listPackageFolder(path: string): string[];
