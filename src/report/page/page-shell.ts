/**
 * What every page of ours is: one file that needs nothing else. The pictures are in the page; where scripts run, living charts
 * take their places. The page may load nothing: its Content-Security-Policy says so, and there is nothing to load.
 *
 * @module
 */
import type { ChartSpec, Json } from '../spec.ts';
import { type Html, html, NOTHING, scriptJson, trusted } from './html-text.ts';
import { tableHtml } from './page-parts.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface PageOptions {
  /** A data URI (PNG or SVG) by chart name; a chart without one is drawn by script, and is a table without scripts. */
  readonly pictures: ReadonlyMap<string, string>;
  /** The texts of chart.js (UMD) and of its annotation plugin; undefined for a page without scripts. */
  readonly scripts: { readonly chartJs: string; readonly annotation: string } | undefined;
}

const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface Page {
  readonly title: string;
  readonly version: string;
  readonly head: Html;
  readonly main: Html;
  readonly footer: string;
  readonly charts: readonly ChartSpec[];
}

/** A whole page as text. */
export function pageText({ title, version, head, main, footer, charts }: Page, options: PageOptions): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="quotasim ${version}">
<title>${title} · quotasim</title>
<style>${trusted(PAGE_STYLE)}</style></head>
<body>${head}
<main>${main}</main>
<footer>${footer}</footer>
${scriptsHtml(charts, options)}</body></html>
`;
  return page.html;
}

/** A chart with its picture, and the same in numbers. */
export function figureHtml(spec: ChartSpec, { pictures, scripts }: PageOptions): Html {
  const picture = pictures.get(spec.name);
  const image =
    picture === undefined
      ? NOTHING
      : html`<img src="${picture}" alt="${spec.describe}" width="${spec.width}" height="${spec.height}">`;
  const open = picture === undefined && scripts === undefined ? trusted(' open') : NOTHING;
  return html`<figure data-chart="${spec.name}"><figcaption class="${picture === undefined ? 'shown' : 'hidden'}">${spec.title}</figcaption>
<div class="picture">${image}</div>
<details${open}><summary>the same in numbers</summary>${tableHtml(spec.table)}</details></figure>
`;
}

function scriptsHtml(charts: readonly ChartSpec[], { scripts }: PageOptions): Html {
  if (scripts === undefined) return NOTHING;
  const data = charts.map(({ name, describe, width, height, config, time }): Json => {
    const more = time === undefined ? {} : { time };
    return { name, describe, width, height, config: config as unknown as Json, ...more };
  });
  return html`<script type="application/json" id="charts">${scriptJson(data)}</script>
<script>${trusted(scripts.chartJs)}</script>
<script>${trusted(scripts.annotation)}</script>
<script>${trusted(PAGE_SCRIPT)}</script>
`;
}
