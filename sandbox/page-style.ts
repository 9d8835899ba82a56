/* The style of the page, in light and in dark. */

export const STYLE = `
:root {
	color-scheme: light dark;
	--ground: #f6f5f2; --card: #fff; --text: #1d1d1f; --soft: #6b6a67; --line: #e3e1db;
	--accent: #5b4bd6; --fresh: #e9e5ff; --good: #1c7c4a; --bad: #b3261e; --warn: #fdecea;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #161618; --card: #202024; --text: #ececee; --soft: #a0a0a6; --line: #34343a;
		--accent: #a99dff; --fresh: #36306b; --good: #6fd39b; --bad: #ff9a90; --warn: #3d211f;
	}
}
* { box-sizing: border-box; }
body {
	margin: 0; background: var(--ground); color: var(--text);
	font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.125rem; }
h2 small, .soft { color: var(--soft); font-weight: 400; font-size: .875rem; }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
header p { margin: .25rem 0 0; color: var(--soft); }
#lost { color: var(--bad); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: .75rem; align-items: start; }
.card { padding: .875rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .625rem; }
.card.fresh { animation: arrive 4s ease-out; }
@keyframes arrive { 0%, 40% { background: var(--fresh); border-color: var(--accent); } }
.members { list-style: none; margin: .5rem 0 0; padding: .5rem 0 0; border-top: 1px solid var(--line); }
form.send { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0 0; }
select, button { font: inherit; font-size: .875rem; padding: .25rem .625rem; border-radius: .375rem; }
select { border: 1px solid var(--line); background: var(--ground); color: inherit; }
button { border: 1px solid var(--accent); background: none; color: var(--accent); cursor: pointer; }
button:disabled { opacity: .5; cursor: default; }
.owner { margin: .25rem 0 0; overflow-wrap: anywhere; }
.members li { overflow-wrap: anywhere; }
.tag {
	display: inline-block; margin-left: .375rem; padding: .0625rem .4375rem; border-radius: 1rem;
	background: var(--line); font-size: .75rem; font-weight: 400;
}
.empty { padding: 1.5rem; border: 1px dashed var(--line); border-radius: .625rem; color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); }
th, td { padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.path { font-family: ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.good { color: var(--good); }
.bad { color: var(--bad); }
#violations { margin-top: 1.5rem; padding: .875rem 1rem; border-radius: .625rem; background: var(--warn); }
#violations h2 { margin: 0 0 .25rem; }
#violations ul { margin: 0; padding-left: 1.125rem; overflow-wrap: anywhere; }
`;
