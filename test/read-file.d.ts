/** A text file of the package, whole; the path starts at the package's folder. */
export function readPackageFile(path: string): string;
