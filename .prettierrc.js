// n8n's own settings, so that code looks the same as in n8n's repository.
module.exports = {
	semi: true,
	trailingComma: 'all',
	bracketSpacing: true,
	useTabs: true,
	tabWidth: 2,
	arrowParens: 'always',
	singleQuote: true,
	quoteProps: 'as-needed',
	endOfLine: 'lf',
	printWidth: 100,
	overrides: [
		{ files: '*.md', options: { proseWrap: 'never', useTabs: false } },
		{ files: ['*.json', '*.yaml', '*.yml'], options: { useTabs: false } },
	],
};
