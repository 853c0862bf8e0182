/**
 * The levels that matter, as lines with a label each: what tasks wait for, and the capacity. Labels stand to the right
 * of the plot and are pushed apart where levels lie close.
 *
 * @module
 */

import type { SupplyReport } from '../../judge/report/report.ts';
import { INK } from '../palette.ts';
import type { JsonObject } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { shorten } from '../text/text-fit.ts';
import { gatesOf, type World } from '../world.ts';
import type { ValueAxis } from './axis.ts';
import { note } from './frame.ts';
import type { Sample } from './thin.ts';

export interface Limit {
  readonly tokens: number;
  /** Lines of the label. */
  readonly text: readonly string[];
  /** The limit within a sentence. */
  readonly phrase: string;
  /** A task's, where the limit is one task's alone. */
  readonly colour: string;
  readonly dash: readonly number[];
}

export interface Limits {
  readonly shown: readonly Limit[];
  /** Says which limit lies so far above the line that drawing it would squash the picture. */
  readonly remark: string;
}

export interface LabelRoom {
  readonly values: ValueAxis;
  /** CSS pixels: tells which labels would touch. */
  readonly plotHeight: number;
  /** The position on the x axis at which the plot ends. */
  readonly right: number;
}

const LINE_HEIGHT = 15;
/** More limits than this do not all get a label of their own. */
const LABELS_APART = 4;

/** The limits of `supply` worth a line in a picture of `line`. */
export function limitsOf(world: World, supply: string, line: readonly Sample[]): Limits {
  const numbers = world.world.supplies[supply];
  if (numbers === undefined) return { shown: [], remark: '' };
  const gates = [...gatesOf(numbers).map((gate) => gateLimit(gate, world.colour)), ...refusedLimits(numbers)];
  let visible = 1;
  for (const { y } of line) visible = Math.max(visible, y);
  for (const { tokens } of gates) if (tokens <= numbers.capacity) visible = Math.max(visible, tokens);
  const shown = gates.filter(({ tokens }) => tokens <= visible * 2.5);
  const above = gates.filter(({ tokens }) => tokens > visible * 2.5);
  // A gate above the capacity is the story: then the capacity is shown, whatever that costs.
  const near = numbers.capacity <= visible * 2 || gates.some(({ tokens }) => tokens > numbers.capacity);
  (near ? shown : above).push(capacityLimit(numbers));
  const remark = above.length === 0 ? '' : `above the picture: ${above.map(({ phrase }) => phrase).join(', ')}`;
  return { shown, remark };
}

function gateLimit(
  { tokens, tasks }: { readonly tokens: number; readonly tasks: readonly string[] },
  colour: (task: string) => string,
): Limit {
  const level = amountText(tokens);
  const [first = '', second = ''] = tasks.map((task) => shorten(task, 15));
  const several =
    tasks.length === 2
      ? [`${level}: ${first},`, `${second} wait`]
      : [`${level}: ${first}`, `and ${tasks.length - 1} more wait`];
  return {
    tokens,
    text: tasks.length === 1 ? [`${level}: ${first} waits`] : several,
    phrase: `${level} that ${first} waits for`,
    colour: tasks.length === 1 ? colour(tasks[0]!) : INK.limit,
    dash: [6, 4],
  };
}

/** What a task waits for once it was refused, where its margin asks for more than its gate does. */
function refusedLimits({ gates }: SupplyReport): Limit[] {
  const plain = new Set(gates.map(({ tokens }) => tokens));
  const levels = [...new Set(gates.flatMap(({ refusedTokens }) => refusedTokens ?? []))];
  return levels
    .filter((tokens) => !plain.has(tokens))
    .map((tokens) => {
      const text = `${amountText(tokens)}: once refused`;
      return { tokens, text: [text], phrase: `${amountText(tokens)} once refused`, colour: INK.limit, dash: [2, 4] };
    });
}

function capacityLimit({ capacity }: SupplyReport): Limit {
  const text = amountText(capacity);
  return {
    tokens: capacity,
    text: [`${text}: capacity`],
    phrase: `the capacity of ${text}`,
    colour: INK.quiet,
    dash: [],
  };
}

/** A line per limit and a label for each, or for those that lie too close together, as annotations. */
export function limitLabels(limits: readonly Limit[], room: LabelRoom): JsonObject {
  const pixels = room.plotHeight / (room.values.max - room.values.min);
  const sorted = [...limits].sort((low, high) => high.tokens - low.tokens);
  const entries: [string, JsonObject][] = sorted.map(({ tokens, colour, dash }, index) => [
    `limit${index}`,
    {
      type: 'line',
      yMin: tokens,
      yMax: tokens,
      borderColor: colour,
      borderWidth: 1.5,
      borderDash: dash,
      drawTime: 'beforeDatasetsDraw',
    },
  ]);
  let free = Number.NEGATIVE_INFINITY;
  // From the top: each label at its line, or as far below it as the label above demands.
  for (const [index, limit] of (sorted.length > LABELS_APART ? joined(sorted, pixels) : sorted).entries()) {
    const half = (limit.text.length * LINE_HEIGHT) / 2;
    const wished = (room.values.max - limit.tokens) * pixels;
    const place = Math.max(wished, free + half);
    free = place + half + 2;
    const at = { xValue: room.right, yValue: limit.tokens, xAdjust: 8, yAdjust: Math.round(place - wished) };
    const label = note(limit.text, { colour: limit.colour, bold: true });
    entries.push([`text${index}`, { ...label, ...at, position: { x: 'start', y: 'center' } }]);
  }
  return Object.fromEntries(entries);
}

/** Neighbours whose labels would touch share one: "20 to 35: 12 limits". */
function joined(sorted: readonly Limit[], pixels: number): Limit[] {
  const groups: Limit[][] = [];
  for (const limit of sorted) {
    const last = groups.at(-1);
    if (last !== undefined && (last.at(-1)!.tokens - limit.tokens) * pixels < 2 * LINE_HEIGHT) last.push(limit);
    else groups.push([limit]);
  }
  return groups.map((group) => {
    const [first, last] = [group[0]!, group.at(-1)!];
    if (group.length === 1) return first;
    const text = [`${amountText(last.tokens)} to ${amountText(first.tokens)}:`, `${group.length} levels waited for`];
    return { ...first, tokens: (first.tokens + last.tokens) / 2, text, colour: INK.limit };
  });
}
