// Draws the chart for docs/performance.md: one bar for each way, CPU time per item, HTTP Request = 1.

import { type CpuRow } from './cpu.mjs';
import { ratio } from './numbers.mjs';

const WIDTH = 760;
const LEFT = 250;
const RIGHT = 60;
const ROW = 34;
const BAR = 20;
const TOP = 56;

/** @returns an SVG that is readable on light and dark pages */
export function chart(rows: readonly CpuRow[], title: string): string {
	const longest = Math.max(...rows.map(({ cpuRatio }) => cpuRatio.median));
	const height = TOP + rows.length * ROW + 12;
	const bars = rows.map(({ way, cpuRatio }, index) => {
		const y = TOP + index * ROW;
		const width = Math.max(2, (cpuRatio.median / longest) * (WIDTH - LEFT - RIGHT));
		const ours = way.name.startsWith('ChatDash');
		const middle = y + BAR / 2 + 5;
		return `  <text x="${LEFT - 12}" y="${middle}" text-anchor="end">${way.name}</text>
  <rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3" fill="${ours ? '#4f6bed' : '#9aa0ab'}"/>
  <text x="${(LEFT + width + 8).toFixed(1)}" y="${middle}" font-weight="600">${ratio(cpuRatio.median)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
  <style>text { font: 14px system-ui, sans-serif; fill: #57606a } @media (prefers-color-scheme: dark) { text { fill: #c9d1d9 } }</style>
  <text x="12" y="26" font-weight="600">${title}</text>
${bars.join('\n')}
</svg>
`;
}
