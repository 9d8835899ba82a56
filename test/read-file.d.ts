/** Returns the text of a file. The path is relative to the package's folder. */
export function readPackageFile(path: string): string;

/** Returns the bytes of a file. The path is relative to the package's folder. */
export function readPackageBytes(path: string): Buffer;

/** Returns the names of the files and folders in a folder of the package, in alphabetical order. */
export function listPackageFolder(path: string): string[];
