/**
 * plan.html: the best setting and why, how far it is from trouble, and what else there is.
 *
 * @module
 */
import type { PlanReport, SettingReport } from '../../plan/report.ts';
import type { ChartSpec } from '../spec.ts';
import {
  changesText,
  choiceText,
  differenceText,
  doesText,
  edgeText,
  effectText,
  effortText,
  factText,
  figureText,
  headText,
  presentText,
  rangeText,
  standingText,
  valuesText,
  whyText,
} from '../text/plan-words.ts';
import { type Html, html, NOTHING } from './html-text.ts';
import { chip, tableHtml } from './page-parts.ts';
import { figureHtml, type PageOptions, pageText } from './page-shell.ts';

export interface PlanPageOptions extends PageOptions {
  /** The page beside it of how the best setting runs; the present one where none is to be had. */
  readonly run?: string | undefined;
}

/** The plan as a page. The same plan, charts and options give the same bytes. */
export function renderPlan(report: PlanReport, charts: readonly ChartSpec[], options: PlanPageOptions): string {
  const { scenario, verdict, quotasim, seed, again } = report;
  const head = html`<header class="top"><p class="eyebrow">plan</p>
<h1>${chip(verdict)} <span>${scenario.title}</span></h1>
<p class="lead">${headText(report)}</p>
${runHtml(report, options.run)}
<p class="meta">${effortText(report)}</p></header>`;
  const main = html`${choiceHtml(report)}
${charts.map((chart) => figureHtml(chart, options))}
${frontHtml(report)}
${factsHtml(report)}
${valuesHtml(report)}
${report.remarks.length === 0 ? NOTHING : section('To know', report.remarks)}
<section><h2>Again</h2><pre>${again}</pre></section>`;
  const footer = `quotasim ${quotasim} · ${scenario.name} ${scenario.hash} · seed ${seed}`;
  return pageText({ title: `Plan of ${scenario.title}`, version: quotasim, head, main, footer, charts }, options);
}

function runHtml({ chosen }: PlanReport, run: string | undefined): Html {
  if (run === undefined) return NOTHING;
  const which = chosen === null ? 'the present setting' : 'the best setting';
  return html`<p class="meta"><a href="${run}">how ${which} runs, hour by hour</a></p>`;
}

function section(title: string, sentences: readonly string[]): Html {
  const told = sentences.filter((text) => text !== '');
  if (told.length === 0) return NOTHING;
  return html`<section><h2>${title}</h2><div class="card">${told.map((text) => html`<p>${text}</p>`)}</div></section>`;
}

function choiceHtml({ chosen, present, nearestMiss, ...rest }: PlanReport): Html {
  const report = { chosen, present, nearestMiss, ...rest };
  const now = present === null ? NOTHING : section('As it is now', [presentText(present)]);
  if (chosen === null) {
    const near =
      nearestMiss === null ? [] : [valuesText(nearestMiss.values), whyText(nearestMiss), doesText(nearestMiss)];
    return html`${section('What comes nearest', near)}${now}`;
  }
  return html`${section('The best setting', [changesText(chosen), whyText(chosen), doesText(chosen), choiceText(report)])}
${section('How far it is from trouble', chosen.margin.edges.map(edgeText))}
${chosen.changes.length === 0 ? NOTHING : now}
${section('What changes', chosen.difference.map(differenceText))}`;
}

function frontHtml({ front }: PlanReport): Html {
  if (front.length < 2) return NOTHING;
  const columns = ['setting', ...front[0]!.figures.map(({ target }) => target), ''];
  const rows = front.map((one) => [valuesText(one.values), ...one.figures.map(figureCell), standingText(one.standing)]);
  return html`<section><h2>Settings of which none is better in everything</h2><div class="card">${tableHtml({ columns, rows })}</div></section>`;
}

function figureCell({ target, mean, interval }: SettingReport['figures'][number]): string {
  if (mean === null) return '–';
  return figureText(target, mean) + rangeText(interval, (value) => figureText(target, value));
}

function factsHtml({ robustness }: PlanReport): Html {
  return section('If the facts are a little different', robustness.map(factText));
}

function valuesHtml({ effects, measure }: PlanReport): Html {
  return section(
    'What each parameter matters',
    effects.map((effect) => effectText(effect, measure)),
  );
}
