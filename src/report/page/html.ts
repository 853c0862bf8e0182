/**
 * report.html: the verdict, the pictures that tell the story, what it rests on, and the numbers.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Report, Result, WorldReport } from '../../judge/report/report.ts';
import { chartsOf } from '../charts/charts.ts';
import { isExample, isExampleOf } from '../charts/example-charts.ts';
import { despiteSentences } from '../despite.ts';
import { leadSentences } from '../lead.ts';
import type { ChartSpec } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { backlogsTable } from '../text/backlog-text.ts';
import { lockRemarks } from '../text/locks-text.ts';
import { worldCount, worstWorld } from '../world.ts';
import { flipsHtml, worldName } from './flips.ts';
import { type Html, html, NOTHING, trusted } from './html-text.ts';
import {
  chip,
  claimsTable,
  fairnessHtml,
  goalsTable,
  locksTable,
  suppliesTable,
  tableHtml,
  tableSection,
  tasksTable,
} from './page-parts.ts';
import { figureHtml, type PageOptions, pageText } from './page-shell.ts';
import { counterexamplesHtml, fixHtml, neighboursHtml, proofHtml } from './proof-html.ts';
import { recurrenceHtml } from './recurrence-html.ts';
import { spansTable } from './spans-table.ts';

export interface HtmlOptions extends PageOptions {
  /** The charts of each world, where they were made already. */
  readonly charts?: readonly (readonly ChartSpec[])[];
  /** The page beside it of the plan that chose these settings. */
  readonly plan?: string | undefined;
}

type Body = Omit<WorldReport, 'set'>;

/**
 * The report as a page. The same result and options give the same bytes.
 *
 * @example
 * const page = renderHtml(simulate(scenario));
 */
export function renderHtml(result: Result, options: HtmlOptions): string {
  const { report } = result;
  const charts = options.charts ?? Array.from({ length: worldCount(result) }, (_, index) => chartsOf(result, index));
  const main = html`${report.worlds === undefined ? worldHtml(report, report, charts[0] ?? [], options) : worldsHtml(report, charts, options)}
${parametersHtml(report)}`;
  const title = `${report.verdict.toUpperCase()} ${report.scenario.name}`;
  const footer = `quotasim ${report.quotasim} · scenario ${report.scenario.hash} · seed ${report.seed}`;
  const page = {
    title,
    version: report.quotasim,
    head: headHtml(report, options.plan),
    main,
    footer,
    charts: charts.flat(),
  };
  return pageText(page, options);
}

function headHtml(report: Report, plan: string | undefined): Html {
  const { scenario, replications, seed, verdict } = report;
  const runs = replications === 1 ? 'one run' : `${replications} runs`;
  const warmup = scenario.warmupMs > 0 ? `, the first ${durationText(scenario.warmupMs)} not counted` : '';
  const leads = [...leadSentences(report), ...despiteSentences(report, report.scenario)];
  return html`<header class="top"><p class="eyebrow">${scenario.name}</p>
<h1><span class="badge ${verdict}">${verdict.toUpperCase()}</span><span>${scenario.title}</span></h1>
${leads.map((lead) => html`<p class="lead">${lead}</p>`)}
${plan === undefined ? NOTHING : html`<p class="meta"><a href="${plan}">the plan: which settings there are, and why these</a></p>`}
<p class="meta">${proofText(report)}${runs} of ${durationText(scenario.horizonMs)}${warmup} · seed ${seed}${report.worlds === undefined ? '' : ` · the worst of ${report.worlds.length} worlds`}</p></header>`;
}

function proofText({ proof }: Report): string {
  if (proof === undefined || proof.states === 0) return '';
  return `${proof.stopped === 'complete' ? 'proof' : 'unfinished proof'} of ${amountText(proof.states)} states · `;
}

function worldsHtml(report: Report, charts: readonly (readonly ChartSpec[])[], options: HtmlOptions): Html {
  const worlds = report.worlds ?? [];
  const worst = worstWorld(report);
  const links = worlds.map((world, index) => html`<a href="#world-${index + 1}">${worldName(world)}</a>`);
  // The page leads with the worst world, so that is the one that stands open.
  const sections = worlds.map(
    (
      world,
      index,
    ) => html`<details class="world" id="world-${index + 1}"${index === worst ? trusted(' open') : NOTHING}>
<summary><h2>${worldName(world)} ${chip(world.verdict)}</h2></summary>
${leadSentences(world).map((lead) => html`<p>${lead}</p>`)}
${worldHtml(report, world, charts[index] ?? [], options)}</details>`,
  );
  return html`${flipsHtml(worlds)}<nav aria-label="worlds">${links}</nav>${sections}`;
}

/** The pictures that tell the story, what it rests on, how to repeat it; then distributions and numbers. */
function worldHtml(report: Report, body: Body, charts: readonly ChartSpec[], options: HtmlOptions): Html {
  const later = (chart: ChartSpec): boolean => /(^|-)(waits|served)$/.test(chart.name);
  const figures = (specs: readonly ChartSpec[]): Html[] => specs.map((spec) => figureHtml(spec, options));
  const examples = charts.filter(isExample);
  return html`${fixHtml(body)}${counterexamplesHtml(report, body, (script) => figures(examples.filter((chart) => isExampleOf(chart, script))))}
<section>${figures(charts.filter((chart) => !later(chart) && !isExample(chart)))}</section>
<section><h2>What the verdict rests on</h2>${restsHtml(body)}</section>
<section><h2>Again</h2><pre>${report.again}</pre></section>
<section><h2>Waits and starts</h2>${figures(charts.filter(later))}</section>
${proofHtml(body)}${recurrenceHtml(body)}
${neighboursHtml(body)}
<section><h2>Goals</h2><div class="card">${goalsTable(body)}</div></section>
<section><h2>Numbers</h2>
${tableSection('Claims', claimsTable(body))}
${tableSection('Tasks', tasksTable(body))}
${fairnessHtml(body)}
${tableSection('Waits, latencies and ages', spansTable(body))}
${tableSection('Supplies, tokens over all runs', suppliesTable(body), 1)}
${tableSection('Locks and pools', locksTable(body))}
${lockRemarks(body, report.replications).map((remark) => html`<p>${remark}.</p>`)}
${tableSection('Backlogs, items over all runs', backlogsTable(body), 1)}
${findingsHtml(body)}</section>`;
}

function restsHtml(body: Body): Html {
  if (body.restsOn.length === 0) return html`<p>On nothing but the scenario: no fact was left open.</p>`;
  const items = body.restsOn.map(
    ({ name, text, flips }) =>
      html`<li>${text}${flips === undefined ? '' : `: ${flips}`} <span class="quiet">${name}</span></li>`,
  );
  return html`<div class="card"><ul class="plain">${items}</ul></div>`;
}

function findingsHtml(body: Body): Html {
  const rows = body.findings.map(({ code, severity, message, change, at }) => [
    code,
    severity,
    change === undefined ? message : `${message}. To change: ${change}`,
    at,
  ]);
  return tableSection('Findings', { columns: ['code', 'severity', 'message', 'at'], rows });
}

function parametersHtml({ scenario }: Report): Html {
  const rows = Object.entries(scenario.parameters);
  if (rows.length === 0) return NOTHING;
  return html`<section><h2>Parameters and facts</h2><div class="card">${tableHtml({ columns: ['name', 'value'], rows })}</div></section>`;
}
