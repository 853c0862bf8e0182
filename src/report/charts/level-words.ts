/**
 * The level's picture in words and rows.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { ChartTable } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { recordedText, type World } from '../world.ts';
import { extremes } from './level-line.ts';
import type { Drop } from './strokes.ts';
import type { Sample } from './thin.ts';
import type { Window } from './window.ts';

/** The quiet line below the title. */
export function subtitleOf(world: World, supply: string): string {
  if (world.example !== undefined) return world.example.subtitle;
  const numbers = world.world.supplies[supply];
  const mean = numbers === undefined ? '' : `one run; mean of all runs ${amountText(numbers.level.mean)} tokens`;
  return [mean, recordedText(world)].filter((part) => part !== '').join(' · ');
}

/** How to read a dense picture, and what is left out of it. */
export function denseRemark(drops: readonly Drop[], dense: boolean): string {
  const looks = drops.filter(({ kind }) => kind === 'poll').length;
  if (!dense) return '';
  const marks = 'a mark is the level at which a task takes tokens';
  return looks > 0 ? `${marks}; ${amountText(looks)} paid looks at the balance are not drawn` : marks;
}

/** The picture in one sentence. */
export function describeLevel(
  world: World,
  supply: string,
  line: readonly Sample[],
  window: Window | undefined,
): string {
  const span =
    window === undefined ? 'the whole run' : `${durationText(window.fromMs)} to ${durationText(window.toMs)}`;
  const [range] = extremes(line, []);
  const moves =
    range === undefined
      ? 'nothing was recorded'
      : `between ${amountText(range.low)} and ${amountText(range.high)} tokens`;
  const gates = (world.world.supplies[supply]?.gates ?? []).map(
    (gate) => `${gate.task} waits for ${amountText(gate.tokens)}`,
  );
  return `Level of ${supply} against time, ${span}: ${moves}${gates.length > 0 ? `; ${gates.join(', ')}` : ''}.`;
}

/** Who took how much in the run that is drawn, within the window. */
export function levelTable({ world }: World, supply: string, drops: readonly Drop[]): ChartTable {
  const numbers = world.supplies[supply];
  const rows = [...new Set(drops.map(({ task, kind }) => JSON.stringify([task, kind])))].map((key) => {
    const [task, kind] = JSON.parse(key) as [string, string];
    const own = drops.filter((drop) => drop.task === task && drop.kind === kind);
    const sum = own.reduce((total, drop) => total + drop.tokens, 0);
    return [
      kind === 'poll' ? `looks by ${task}` : `spends by ${task}`,
      `${own.length} times, ${amountText(sum)} tokens`,
    ];
  });
  if (numbers === undefined) return { columns: ['in the time shown', ''], rows };
  const { min, mean, max } = numbers.level;
  const level = ['level over all runs', `${amountText(min)} to ${amountText(max)}, mean ${amountText(mean)} tokens`];
  return {
    columns: ['in the time shown', ''],
    rows: [level, ['capacity', `${amountText(numbers.capacity)} tokens`], ...rows],
  };
}
