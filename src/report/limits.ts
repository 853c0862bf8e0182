/**
 * The levels that matter, as lines with a label each: what tasks wait for, and the capacity. Labels stand to the right
 * of the plot and are pushed apart where levels lie close.
 *
 * @module
 */
import { amountText } from './amount-text.ts';
import type { ValueAxis } from './axis.ts';
import { note, shorten } from './frame.ts';
import { INK } from './palette.ts';
import type { JsonObject } from './spec.ts';
import type { Sample } from './thin.ts';
import { gatesOf, type World } from './world.ts';

export interface Limit {
  readonly tokens: number;
  readonly text: string;
  /** A task's, where the limit is one task's alone. */
  readonly colour: string;
  readonly dash: readonly number[];
}

export interface Limits {
  readonly shown: readonly Limit[];
  /** Says which limit lies so far above the line that drawing it would squash the picture. */
  readonly remark: string;
}

const LABEL_HEIGHT = 17;

/** The limits of `supply` worth a line in a picture of `line`. */
export function limitsOf(world: World, supply: string, line: readonly Sample[]): Limits {
  const numbers = world.world.supplies[supply];
  if (numbers === undefined) return { shown: [], remark: '' };
  const gates = gatesOf(numbers).map(({ tokens, tasks }) => ({
    tokens,
    text: `${amountText(tokens)}: ${shorten(tasks[0]!, 18)}${tasks.length > 1 ? ` +${tasks.length - 1}` : ''} waits`,
    colour: tasks.length === 1 ? world.colour(tasks[0]!) : INK.limit,
    dash: [6, 4],
  }));
  const pair = gatesOf(numbers).filter(({ tasks }) => tasks.length > 1 && tasks.join(', ').length <= 17);
  const named = gates.map((gate) => {
    const both = pair.find(({ tokens }) => tokens === gate.tokens);
    return both === undefined ? gate : { ...gate, text: `${amountText(gate.tokens)}: ${both.tasks.join(', ')} wait` };
  });
  let high = 0;
  for (const { y } of line) high = Math.max(high, y);
  const visible = Math.max(
    high,
    ...gates.filter(({ tokens }) => tokens <= numbers.capacity).map(({ tokens }) => tokens),
    1,
  );
  const capacity = {
    tokens: numbers.capacity,
    text: `${amountText(numbers.capacity)}: capacity`,
    colour: INK.quiet,
    dash: [],
  };
  const above = [...named.filter(({ tokens }) => tokens > visible * 2.5)];
  const shown = named.filter(({ tokens }) => tokens <= visible * 2.5);
  if (numbers.capacity <= visible * 2 || above.length > 0) shown.push(capacity);
  else above.push(capacity);
  const remark = above.map(({ text }) => text.replace(': ', ' tokens: ')).join(', ');
  return { shown, remark: remark === '' ? '' : `above the picture: ${remark}` };
}

/** A line and a label per limit. `plotHeight` in CSS pixels tells which labels would touch, `right` is where the plot ends. */
export function limitLabels(
  limits: readonly Limit[],
  values: ValueAxis,
  plotHeight: number,
  right: number,
): JsonObject {
  const pixels = plotHeight / (values.max - values.min);
  const entries: [string, JsonObject][] = [];
  let above = Number.POSITIVE_INFINITY;
  // From the top: each label at its line, or as far below it as the label above demands.
  for (const [index, limit] of [...limits].sort((low, high) => high.tokens - low.tokens).entries()) {
    const wished = (values.max - limit.tokens) * pixels;
    const place = Math.max(wished, above === Number.POSITIVE_INFINITY ? wished : above + LABEL_HEIGHT);
    above = place;
    const line = { type: 'line', yMin: limit.tokens, yMax: limit.tokens, borderColor: limit.colour };
    entries.push([
      `limit${index}`,
      { ...line, borderWidth: 1.5, borderDash: limit.dash, drawTime: 'beforeDatasetsDraw' },
    ]);
    entries.push([
      `text${index}`,
      {
        ...note(limit.text, { colour: limit.colour, bold: true }),
        xValue: right,
        yValue: limit.tokens,
        position: { x: 'start', y: 'center' },
        xAdjust: 8,
        yAdjust: Math.round(place - wished),
      },
    ]);
  }
  return Object.fromEntries(entries);
}
