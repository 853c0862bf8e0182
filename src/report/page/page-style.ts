/**
 * How report.html looks: quiet, legible in light and dark and on paper. Charts keep their white paper in the dark.
 *
 * @module
 */
import { NARROW_MAX } from './narrow-script.ts';

export const PAGE_STYLE = `
:root { color-scheme: light dark; --page: #f4f6f8; --card: #ffffff; --text: #1f2933; --quiet: #5b6673; --line: #dfe4ea;
  --pass: #00664b; --fail: #a63a00; --unknown: #5b4a00; --pass-soft: #dcf3eb; --fail-soft: #fde6da; --unknown-soft: #fdf1c7; }
@media (prefers-color-scheme: dark) { :root { --page: #14181d; --card: #1d232a; --text: #e8ecf0; --quiet: #a3adb8;
  --line: #333c46; --pass: #6fd6b3; --fail: #ff9d6b; --unknown: #f1d36a; --pass-soft: #12382d; --fail-soft: #47230f;
  --unknown-soft: #3b3210; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--page); color: var(--text); line-height: 1.5;
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; overflow-wrap: anywhere; }
main, header.top, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header.top { padding-top: 40px; }
.eyebrow { color: var(--quiet); margin: 0 0 12px; font-size: 14px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0; display: flex; gap: 16px; align-items: center; flex-wrap: wrap; }
h2 { font-size: 20px; margin: 48px 0 12px; }
h3 { font-size: 16px; margin: 28px 0 8px; }
.badge { display: inline-block; border-radius: 8px; padding: 4px 14px; color: #fff; font-weight: 700; letter-spacing: .04em; }
.badge.pass { background: #00664b; } .badge.fail { background: #a63a00; } .badge.unknown { background: #6b5800; }
.lead { font-size: 19px; margin: 16px 0 4px; max-width: 62em; } .lead + .lead { margin-top: 4px; }
.meta { color: var(--quiet); margin: 4px 0 20px; }
.chip { display: inline-block; border-radius: 999px; padding: 1px 10px; font-size: 14px; font-weight: 600; white-space: nowrap; }
.chip.met, .chip.pass { color: var(--pass); background: var(--pass-soft); }
.chip.missed, .chip.fail { color: var(--fail); background: var(--fail-soft); }
.chip.unknown, .chip.accepted { color: var(--unknown); background: var(--unknown-soft); }
.card, figure { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin: 0 0 20px; }
.card { padding: 8px 20px; overflow-x: auto; }
figure { padding: 12px; }
figure .picture { background: #fff; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
figure img { display: block; width: 100%; height: auto; }
figure .canvas { position: relative; width: 100%; min-width: 900px; }
figure.live img { display: none; }
figcaption { padding: 4px 8px; font-weight: 600; }
figcaption.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
details { margin: 4px 8px; } summary { cursor: pointer; color: var(--quiet); font-size: 14px; }
details.world { margin: 0; } details.world > summary { list-style-position: outside; color: var(--text); margin: 48px 0 16px; }
details.world > summary h2 { display: inline; margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums; }
figure table { font-size: 14px; }
th, td { text-align: left; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td, tr:last-child th[scope=row] { border-bottom: 0; }
thead th { color: var(--quiet); font-weight: 600; font-size: 13px; } tbody th { font-weight: 600; }
td.number, th.number { text-align: right; }
/* A sentence is not squeezed into a column of words: its card scrolls. */
td:last-child:not(.number):not(:nth-child(2)) { min-width: 16em; }
table { overflow-wrap: normal; } th[scope=row] { overflow-wrap: break-word; max-width: 22em; }
pre, code { font-family: ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace; font-size: 14px; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; overflow-x: auto; white-space: pre-wrap; }
ul.plain { list-style: none; margin: 0; padding: 0; } ul.plain li { padding: 6px 0; border-bottom: 1px solid var(--line); }
tr.cycle th, tr.cycle td { background: var(--unknown-soft); } tr.cycle th { padding-left: 8px; }
ul.plain li:last-child { border: 0; } .quiet { color: var(--quiet); }
nav { margin: 8px 0 0; display: flex; gap: 8px 20px; flex-wrap: wrap; font-size: 15px; } a { color: inherit; }
footer { color: var(--quiet); font-size: 14px; padding-bottom: 48px; padding-top: 24px; }
/* A living chart is drawn anew for a phone; its picture, all there is without scripts, scrolls rather than be too small to read. */
@media (max-width: ${NARROW_MAX}px) { main, header.top, footer { padding: 0 12px; } figure { padding: 6px; } .card { padding: 4px 10px; }
  figure img { min-width: 720px; } figure .canvas { min-width: 0; } table { font-size: 14px; } th, td { padding: 5px 10px 5px 0; } h1 { font-size: 24px; } }
@media print, (min-width: ${NARROW_MAX + 1}px) and (max-width: 960px) { figure.live.drawn .canvas { display: none; } figure.live.drawn img { display: block; } }
@media print { :root { --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #ccc; } body { font-size: 12px; }
  figure, .card { break-inside: avoid; border-color: #ccc; } figure details { display: none; } nav { display: none; }
  .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
