/**
 * Which part of a long run to show large, so that one can see the mechanism and not only a band of ink.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import { longestSpan, starving, type World } from '../world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LENGTHS: readonly TimeMs[] = [
  ...[1, 2, 5, 10, 20, 60, 120, 300, 600].map((seconds) => seconds * 1000),
  ...[0.5, 1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 28, 90, 360].map((days) => days * DAY),
];
/** About as many spends can be told apart side by side. */
const LEGIBLE = 45;

export interface Window {
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  /** e.g. "the first 12 h", "where the longest wait begins". */
  readonly text: string;
}

/**
 * A window of about 45 spends: from the start, or where a starving wait begins. Undefined where the whole run is that
 * legible already.
 */
export function detailWindow(world: World): Window | undefined {
  const { trace } = world;
  const events = Math.max(trace.spends.filter((spend) => spend.kind === 'spend').length, trace.progress.length);
  const endMs = trace.recordedUntilMs;
  if (events < LEGIBLE * 2 || endMs <= 0) return undefined;
  const wished = (endMs * LEGIBLE) / events;
  const lengthMs = LENGTHS.filter((length) => length <= wished * 1.5).at(-1);
  if (lengthMs === undefined || lengthMs > endMs / 2) return undefined;
  const begins = starvingFrom(world);
  const fromMs = begins === undefined ? 0 : roundDown(Math.max(0, begins - lengthMs * 0.4), lengthMs / 12);
  if (fromMs <= 0 || fromMs + lengthMs > endMs) return { fromMs: 0, toMs: lengthMs, text: 'the first part, in detail' };
  return { fromMs, toMs: fromMs + lengthMs, text: 'where the longest wait begins' };
}

function starvingFrom(world: World): TimeMs | undefined {
  for (const task of world.tasks) {
    for (const supply of world.trace.supplies) {
      const span = longestSpan(world.trace, task, supply.name);
      if (starving(world, span)) return span.fromMs;
    }
  }
  return undefined;
}

function roundDown(timeMs: TimeMs, stepMs: number): TimeMs {
  return Math.floor(timeMs / stepMs) * stepMs;
}
