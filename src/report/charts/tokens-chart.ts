/**
 * Who used each token: per supply a bar of 100 %, from the tasks that took tokens to what nobody could use.
 *
 * @module
 */

import type { SupplyReport } from '../../judge/report/report.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, Json, JsonObject } from '../spec.ts';
import { amountText, shareText } from '../text/amount-text.ts';
import { CHART_WIDTH, headHeight, legendHeight, shorten, textWidth } from '../text/text-fit.ts';
import type { World } from '../world.ts';
import { frame, note, rowScale, valueScale } from './frame.ts';

const ROW = 74;

interface Part {
  readonly label: string;
  readonly colour: string;
  readonly ink: string;
  /** Tokens by supply, in the order of the rows. */
  readonly tokens: readonly number[];
}

/** The use of every supply over all replications. */
export function tokensChart(world: World, name: string): ChartSpec {
  const supplies = Object.entries(world.world.supplies);
  const parts = partsOf(world, supplies);
  const totals = supplies.map((_, row) => parts.reduce((sum, part) => sum + part.tokens[row]!, 0));
  const title = titleOf(world, supplies, totals);
  const subtitle =
    supplies.length === 1 ? `of ${amountText(totals[0] ?? 0)} tokens in all runs` : 'of the tokens in all runs';
  const labelWidth = Math.max(...supplies.map(([supply]) => textWidth(shorten(supply), 14)), 0);
  return {
    name,
    title,
    describe: `Share of each supply's tokens by who used them. ${sentences(supplies, parts, totals).join(' ')}`,
    width: CHART_WIDTH,
    height:
      ROW * Math.max(1, supplies.length) +
      headHeight(title, subtitle) +
      44 +
      legendHeight(parts.map(({ label }) => label)),
    config: {
      type: 'bar',
      data: {
        labels: supplies.map(([supply]) => shorten(supply)),
        datasets: parts.map((part) => bars(part, totals)),
      },
      options: {
        ...frame({
          title,
          subtitle,
          scales: {
            x: { ...valueScale({ min: 0, max: 1, step: 0.2 }, ''), stacked: true, ...percentTicks() },
            y: {
              ...rowScale(
                supplies.map(([supply]) => shorten(supply)),
                [],
              ),
              stacked: true,
            },
          },
          annotations: partLabels(parts, totals, CHART_WIDTH - 70 - labelWidth),
          legendForward: true,
          interaction: { mode: 'nearest', intersect: true },
        }),
        indexAxis: 'y',
        parsing: true,
      },
    },
    table: {
      columns: ['supply', ...parts.map(({ label }) => label)],
      rows: supplies.map(([supply], row) => [supply, ...parts.map((part) => cell(part.tokens[row]!, totals[row]!))]),
    },
  };
}

/** A task may be called `constructor`: what a record inherits is not what it holds. */
function usedBy(supply: SupplyReport, task: string): number {
  return Object.hasOwn(supply.usedBy, task) ? supply.usedBy[task]! : 0;
}

function percentTicks(): JsonObject {
  return {
    ticks: {
      stepSize: 0.2,
      color: INK.quiet,
      font: { size: 13 },
      format: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 0 },
    },
  };
}

function partsOf(world: World, supplies: readonly (readonly [string, SupplyReport])[]): Part[] {
  const of = (read: (supply: SupplyReport) => number): number[] =>
    supplies.map(([, supply]) => Math.max(0, read(supply)));
  const tasks = world.tasks.map((task) => ({
    label: shorten(task),
    colour: world.colour(task),
    ink: '#ffffff',
    tokens: of((supply) => usedBy(supply, task)),
  }));
  const rest = [
    { label: 'looks at the balance', colour: INK.poll, ink: '#ffffff', tokens: of(({ pollTokens }) => pollTokens) },
    { label: 'wasted while full', colour: INK.waste, ink: INK.text, tokens: of(({ wasted }) => wasted) },
    { label: 'left at the end', colour: INK.left, ink: INK.text, tokens: of(({ left }) => left) },
  ];
  return [...tasks, ...rest].filter(({ tokens }) => tokens.some((amount) => amount > 0));
}

function bars(part: Part, totals: readonly number[]): JsonObject {
  const data: Json[] = part.tokens.map((tokens, row) =>
    totals[row]! > 0 ? Math.round((tokens / totals[row]!) * 1e5) / 1e5 : 0,
  );
  return {
    label: part.label,
    data,
    backgroundColor: part.colour,
    borderColor: '#ffffff',
    borderWidth: 1,
    barThickness: 46,
    pointStyle: 'rect',
  };
}

/** A text inside each part that has room for one. */
function partLabels(parts: readonly Part[], totals: readonly number[], plotWidth: number): JsonObject {
  const entries: [string, JsonObject][] = [];
  for (const [row, total] of totals.entries()) {
    let from = 0;
    for (const [index, part] of parts.entries()) {
      const share = total > 0 ? part.tokens[row]! / total : 0;
      const middle = from + share / 2;
      from += share;
      const text = [`${part.label} ${shareText(share)}`, shareText(share)].find(
        (candidate) => textWidth(candidate, 12) + 12 < share * plotWidth,
      );
      if (text === undefined || share === 0) continue;
      entries.push([
        `part${row}-${index}`,
        { ...note(text, { colour: part.ink, bold: true }), xValue: middle, yValue: row },
      ]);
    }
  }
  return Object.fromEntries(entries);
}

function cell(tokens: number, total: number): string {
  return total > 0 ? `${amountText(tokens)} (${shareText(tokens / total)})` : amountText(tokens);
}

/** The two largest uses of the only supply; neutral where there are several. */
function titleOf(
  world: World,
  supplies: readonly (readonly [string, SupplyReport])[],
  totals: readonly number[],
): string {
  const [only] = supplies;
  if (only === undefined || supplies.length > 1) return 'Who used the tokens';
  const [name, supply] = only;
  if (!(totals[0]! > 0)) return `${shorten(name, 40)} had no tokens to use`;
  const uses = world.tasks
    .map((task) => ({ text: `${shorten(task, 40)} takes`, tokens: usedBy(supply, task) }))
    .concat({ text: 'looking at the balance eats', tokens: supply.pollTokens })
    .filter(({ tokens }) => tokens > 0)
    .sort((left, right) => right.tokens - left.tokens);
  const [first, second] = uses;
  if (first === undefined) return `Nobody uses the tokens of ${shorten(name, 40)}`;
  const share = (tokens: number): string => shareText(tokens / totals[0]!);
  const more = second === undefined ? '' : `, ${second.text} ${share(second.tokens)}`;
  return `${first.text} ${share(first.tokens)} of the tokens of ${shorten(name, 40)}${more}`;
}

function sentences(
  supplies: readonly (readonly [string, SupplyReport])[],
  parts: readonly Part[],
  totals: readonly number[],
): string[] {
  return supplies.map(([supply], row) => {
    const shares = parts
      .filter((part) => part.tokens[row]! > 0)
      .map((part) => `${part.label} ${shareText(part.tokens[row]! / totals[row]!)}`);
    return `${supply}: ${shares.length === 0 ? 'nothing used' : shares.join(', ')}.`;
  });
}
