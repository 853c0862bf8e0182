/**
 * One world of a result as the charts read it: the numbers, the trace, and what both say together.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { Report, Result, SupplyReport, WorldReport } from '../judge/report/report.ts';
import { assert } from '../sim/assert.ts';
import type { Span, Trace } from '../sim/listen/trace.ts';
import type { TimeMs } from '../sim/time.ts';
import { taskColour } from './palette.ts';

export interface World {
  readonly report: Report;
  readonly world: Omit<WorldReport, 'set'>;
  readonly set: Readonly<Record<string, string>>;
  readonly trace: Trace;
  /** Where the pictures end: the horizon, or where the recording stopped well before it. */
  readonly endMs: TimeMs;
  readonly tasks: readonly string[];
  /** The colour of a task; the same in every chart and world. */
  readonly colour: (task: string) => string;
  /** Where the pictures show a counterexample and not a run by chance. */
  readonly example?: Example;
}

/** What the pictures of a counterexample say and mark. */
export interface Example {
  readonly title: string;
  readonly subtitle: string;
  /** The first round of the cycle, to be marked. */
  readonly cycle: { readonly fromMs: TimeMs; readonly toMs: TimeMs } | undefined;
}

/** How many worlds a result has; one where nothing is unsure. */
export function worldCount(result: Result): number {
  return result.report.worlds?.length ?? 1;
}

/** The world at `index`, in the order of `report.worlds`. */
export function worldAt(result: Result, index: number): World {
  const { report, traces } = result;
  const trace = traces[index];
  const world = report.worlds === undefined ? report : report.worlds[index];
  assert(trace !== undefined && world !== undefined, 'a world has its numbers and its trace', { index });
  const tasks = Object.keys(world.tasks);
  const set = 'set' in world ? world.set : {};
  const cut = trace.recordedUntilMs > 0 && trace.recordedUntilMs < trace.horizonMs * 0.9;
  const endMs = cut ? trace.recordedUntilMs : trace.horizonMs;
  return { report, world, set, trace, endMs, tasks, colour: (task) => taskColour(Math.max(0, tasks.indexOf(task))) };
}

/** The index of the world that the top level of the report repeats: the first of the worst. */
export function worstWorld(report: Report): number {
  const worlds = report.worlds ?? [];
  const goals = JSON.stringify(report.goals);
  const same = worlds.findIndex((world) => world.verdict === report.verdict && JSON.stringify(world.goals) === goals);
  return Math.max(0, same >= 0 ? same : worlds.findIndex((world) => world.verdict === report.verdict));
}

/** The levels of a supply that tasks wait for, lowest first; tasks with the same level share a row. */
export function gatesOf(supply: SupplyReport): { readonly tokens: number; readonly tasks: readonly string[] }[] {
  const levels = [...new Set(supply.gates.map((gate) => gate.tokens))].sort((low, high) => low - high);
  return levels.map((tokens) => ({
    tokens,
    tasks: [...new Set(supply.gates.filter((gate) => gate.tokens === tokens).map((gate) => gate.task))],
  }));
}

/** The longest span in which a run of the task waited for `supply`, as traced. */
export function longestSpan(trace: Trace, task: string, supply: string): Span | undefined {
  let longest: Span | undefined;
  for (const lane of trace.lanes) {
    if (lane.task !== task) continue;
    for (const span of lane.spans) {
      if (span.doing !== 'supply' || (span.name ?? supply) !== supply) continue;
      if (longest === undefined || span.toMs - span.fromMs > longest.toMs - longest.fromMs) longest = span;
    }
  }
  return longest;
}

/** The highest level of a supply between two times, both included; undefined where nothing was recorded. */
export function peakBetween(trace: Trace, supply: string, fromMs: number, toMs: number): number | undefined {
  const corners = trace.supplies.find((candidate) => candidate.name === supply)?.level ?? [];
  let peak: number | undefined;
  for (const corner of corners) {
    if (corner.atMs < fromMs || corner.atMs > toMs) continue;
    if (peak === undefined || corner.tokens > peak) peak = corner.tokens;
  }
  return peak;
}

/** What a picture has to say when it does not show the whole run; empty otherwise. */
export function recordedText({ trace }: World): string {
  if (trace.recordedUntilMs >= trace.horizonMs) return '';
  return `recorded until ${durationText(trace.recordedUntilMs)} of ${durationText(trace.horizonMs)}`;
}

/** A wait so long that it is the story: it fills a quarter of what is shown. */
export function starving(world: World, span: Span | undefined): span is Span {
  return span !== undefined && span.toMs - span.fromMs >= world.endMs / 4;
}
