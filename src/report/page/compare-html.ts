/**
 * compare.html: results side by side, with what differs for certain in front.
 *
 * @module
 */
import type { ComparedFigure, ComparedWorld, Comparison } from '../../judge/compare/comparison.ts';
import { COMPARE_CHART_NAME } from '../charts/compare-charts.ts';
import type { ChartSpec } from '../spec.ts';
import { changeText, differenceText, figureName, figureText } from '../text/compare-text.ts';
import { goalName, intervalText, measuredText } from '../text/goal-text.ts';
import { worldLabel } from '../text/text-worlds.ts';
import { type Html, html, NOTHING } from './html-text.ts';
import { chip, tableHtml } from './page-parts.ts';
import { figureHtml, type PageOptions, pageText } from './page-shell.ts';

/** The comparison as a page. The same comparison, charts and options give the same bytes. */
export function renderComparison(comparison: Comparison, charts: readonly ChartSpec[], options: PageOptions): string {
  const { sides, worlds, quotasim, seed, again } = comparison;
  const names = sides.map(({ label }) => label).join(' | ');
  const head = html`<header class="top"><p class="eyebrow">side by side</p>
<h1><span>${names}</span></h1>
${leads(comparison).map((lead) => html`<p class="lead">${lead}</p>`)}
<p class="meta">${sides.map(({ replications }) => replications).join(', ')} runs · seed ${seed} · run by run with the same random numbers</p></header>`;
  const main = html`${changedHtml(comparison)}
${worlds.map((world, index) => worldHtml(comparison, world, chartsOf(charts, worlds.length > 1 ? `world-${index + 1}-` : ''), options))}
<section><h2>Again</h2><pre>${again}</pre></section>`;
  const footer = `quotasim ${quotasim} · ${sides.map(({ scenario, hash }) => `${scenario} ${hash}`).join(' · ')} · seed ${seed}`;
  return pageText({ title: names, version: quotasim, head, main, footer, charts }, options);
}

function chartsOf(charts: readonly ChartSpec[], prefix: string): readonly ChartSpec[] {
  return charts.filter(({ name }) => (COMPARE_CHART_NAME.exec(name)?.[1] ?? '') === prefix);
}

/** A sentence for each side after the first: what is better and what is worse for certain. */
function leads({ sides, worlds }: Comparison): string[] {
  return sides.slice(1).map(({ label }, index) => {
    const figures = worlds.flatMap(({ figures: all }) =>
      all.map((figure) => ({ figure, at: figure.sides[index + 1]! })),
    );
    const told = (change: 'better' | 'worse') =>
      figures
        .filter(({ at }) => at.change === change)
        .map(
          ({ figure, at }) => `${figure.of} ${figureName(figure)} ${differenceText(figure, at).replace(/ \(.*$/, '')}`,
        );
    const parts = (['worse', 'better'] as const).flatMap((change) => {
      const all = told(change);
      return all.length === 0 ? [] : [`${change}: ${[...new Set(all)].join(', ')}`];
    });
    return `${label} against ${sides[0]!.label}: ${parts.length === 0 ? 'no difference is certain' : parts.join('; ')}.`;
  });
}

function changedHtml({ changed, sides }: Comparison): Html {
  if (changed.length === 0) return NOTHING;
  const columns = ['setting', ...sides.map(({ label }) => label)];
  const rows = changed.map(({ name, values }) => [name, ...values.map((value) => value ?? '–')]);
  return html`<section><h2>What is set differently</h2><div class="card">${tableHtml({ columns, rows })}</div></section>`;
}

function worldHtml(
  comparison: Comparison,
  world: ComparedWorld,
  charts: readonly ChartSpec[],
  options: PageOptions,
): Html {
  const label = worldLabel(world);
  return html`<section>${label === '' ? NOTHING : html`<h2>${label}</h2>`}
<div class="card">${goalsHtml(comparison, world)}</div>
${charts.map((chart) => figureHtml(chart, options))}
<h3>Differences</h3><div class="card">${figuresHtml(comparison, world)}</div></section>`;
}

function goalsHtml({ sides }: Comparison, { verdicts, claims, goals }: ComparedWorld): Html {
  const claim = Object.entries(claims).map(
    ([task, all]) => html`<tr><th scope="row">${task}</th>${all.map((one) => html`<td>${one ?? '–'}</td>`)}</tr>`,
  );
  const rows = goals.map(({ of, sides: all }) => {
    const [first] = all.filter((goal) => goal !== null);
    const cells = all.map((goal) =>
      goal === null ? html`<td>–</td>` : html`<td>${chip(goal.verdict)} ${measuredText(goal)}</td>`,
    );
    return html`<tr><th scope="row">${of} ${goalName(first!)}</th>${cells}</tr>`;
  });
  return html`<table><thead><tr><th scope="col"></th>${sides.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody><tr><th scope="row">verdict</th>${verdicts.map((verdict) => html`<td>${chip(verdict)}</td>`)}</tr>${claim}${rows}</tbody></table>`;
}

function figuresHtml({ sides }: Comparison, { figures }: ComparedWorld): Html {
  const rows = figures.flatMap((figure) => figure.sides.map((at, side) => rowOf(figure, at, sides[side]!.label)));
  return tableHtml({ columns: ['figure', 'side', 'mean', 'difference from the first', ''], rows });
}

function rowOf(figure: ComparedFigure, at: ComparedFigure['sides'][number], label: string): string[] {
  const text = figureText(figure);
  const mean = at.measured === null ? 'no data' : text(at.measured.mean) + intervalText(at.measured.interval, text);
  return [`${figure.of} ${figureName(figure)}`, label, mean, differenceText(figure, at), changeText(at)];
}
