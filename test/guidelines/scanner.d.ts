// n8n's scanner has no types; these describe the parts that are used here.
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	import type { Linter } from 'eslint';

	export const SOURCE_FILE_PATTERNS: string[];
	export const buildScanConfig: () => Promise<Linter.Config[]>;
	export const analyzePackage: (
		folder: string,
		filePatterns?: string[],
	) => Promise<{ passed: boolean; message?: string }>;
}
