/*
 * The page at `/`: shows the agencies of the sandbox and the requests they received, for a person who watches a
 * workflow run. It can also send the events of webhook subscriptions. The page loads only `/sandbox/state`, once a
 * second, and it never treats a value as HTML (see page-cards.ts). As a second defense, its content security policy
 * blocks every script but its own.
 */
import { createHash } from 'crypto';
import { CARDS } from './page-cards';
import { UPDATES } from './page-updates';
import { STYLE } from './page-style';

const SCRIPT = `
'use strict';${CARDS}${UPDATES}`;

/** The whole page. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ChatDash sandbox</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>ChatDash sandbox</h1>
<p>A local stand-in for ChatDash. Nothing here reaches your real account.</p>
<p id="lost" hidden>Can’t reach the sandbox. Retrying every second.</p>
</header>
<section id="violations" hidden>
<h2>Doesn’t match the ChatDash API description</h2>
<ul id="violation-list"></ul>
</section>
<div id="agencies"></div>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

/** The page's `Content-Security-Policy`: only its own style, its own script and its own server. */
export const PAGE_POLICY = [
	"default-src 'none'",
	"connect-src 'self'",
	'img-src data:',
	"style-src 'unsafe-inline'",
	`script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');
