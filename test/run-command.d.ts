export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/**
 * Runs a program, also one of the development dependencies, until it ends.
 *
 * @param options the folder to run it in, by default the package's; a folder that programs are looked for in first; and
 *   more environment variables
 */
export function runCommand(
	program: string,
	args: readonly string[],
	options?: {
		readonly folder?: string;
		readonly path?: string;
		readonly env?: Readonly<Record<string, string>>;
	},
): Promise<Ended>;

/** Makes a temporary folder with these files, by path, and returns its path. Texts that start with #! are programs. */
export function makeFolder(files?: Readonly<Record<string, string>>): string;

/** Returns the text of a file in such a folder. */
export function readFolderFile(folder: string, path: string): string;

export function removeFolder(folder: string): void;
