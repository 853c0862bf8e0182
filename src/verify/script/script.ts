/**
 * A script: one run, told as the answer to every question the model leaves open, from the start on. It can be saved,
 * sent, and replayed step by step; where it ends in a cycle, the cycle goes on for ever.
 *
 * @module
 */

import { assert } from '../../sim/assert.ts';
import type { Chooser } from '../../sim/chooser.ts';
import { begin, step } from '../../sim/engine.ts';
import type { StuckKind } from '../../sim/future/stuck.ts';
import type { Model } from '../../sim/model.ts';
import type { Graph } from '../graph/explore.ts';
import type { Explorer } from '../graph/explorer.ts';
import { Ranks } from './ranks.ts';

/** The answer to one question. Amounts of tokens and times are as the model has them: in grains and milliseconds. */
export type Choice =
  /** The value of something that is `any` at the start. */
  | { readonly start: string; readonly value: number }
  /** What was drawn, and for which task and purpose. */
  | { readonly draw: string; readonly value: number }
  /** Whose turn it was, and its index among those who could go on; of several runs of the task, by its rank (see `ranks.ts`). */
  | { readonly turn: string; readonly index: number; readonly rank?: number | undefined };

/** One instant: how long after the one before, and what was chosen in it. */
export interface ScriptStep {
  readonly afterMs: number;
  readonly choices: readonly Choice[];
}

export interface Script {
  /** The version of this form. */
  readonly quotasimScript: 1;
  readonly scenario: string;
  /** Of the compiled model: a script fits only the model it was written for. */
  readonly model: string;
  /** The values of the world's unsure facts. */
  readonly world: Readonly<Record<string, string>>;
  /** What it shows. */
  readonly shows: Shown;
  readonly starts: readonly Choice[];
  readonly steps: readonly ScriptStep[];
  /** Steps from this one on are a cycle that repeats for ever; absent: it ends after the last step. */
  readonly cycleFrom?: number;
}

export type Shown =
  /** On the cycle the task never progresses. */
  | { readonly kind: 'starvation'; readonly task: string }
  /** On the cycle this share of the task's due starts is served, and there is no worse one. */
  | { readonly kind: 'served-share'; readonly task: string; readonly served: number; readonly due: number }
  /** After the last step runs of these tasks can never go on again, whatever happens. */
  | { readonly kind: 'stuck'; readonly because: StuckKind; readonly tasks: readonly string[] }
  /** From step `fromStep` on (0: from the start) the task waits `waitMs` for progress, the longest there is. */
  | { readonly kind: 'longest-wait'; readonly task: string; readonly waitMs: number; readonly fromStep: number }
  /** The last step never ends: it loops without letting time pass. */
  | { readonly kind: 'zeno'; readonly task: string };

/** Where an edge comes from: a start, a state, or a state as a run came to it, with every copy of a task where it is. */
export type Origin = { readonly start: number } | { readonly state: number } | { readonly words: Uint32Array };

/** A way through the graph, edge by edge; the label is checked where it matters which of two edges is meant. */
export interface Walk {
  readonly root: number;
  readonly states: readonly number[];
  /** Labels that an edge into `states[index]` may have; any, where there is none. */
  readonly allows?: ((index: number, label: number) => boolean) | undefined;
}

/** What was chosen on a walk: at the start, then in each instant. The last step may stand still (`dead` states). */
export function choicesOf(graph: Graph, walk: Walk): Pick<Script, 'starts' | 'steps'> {
  const { starts, steps } = gone(graph, walk);
  return { starts, steps };
}

/** The same, with where it leads. */
export function gone(graph: Graph, walk: Walk): Pick<Script, 'starts' | 'steps'> & { readonly end: Origin } {
  const { roots } = graph;
  const start = roots.start(walk.root);
  let from: Origin = { start };
  const steps = walk.states.map((target, index): ScriptStep => {
    const wanted = index === 0 ? roots.label(walk.root) : undefined;
    const before = walk.states[index - 1];
    const { words, ...step } = follow(graph, { from, before, target }, (label) =>
      wanted === undefined ? (walk.allows?.(index, label) ?? true) : label === wanted,
    );
    from = { words };
    return step;
  });
  return { starts: startChoices(graph.explorer, start), steps, end: from };
}

/** An edge: from where, between which states (`before` is undefined at a start). */
interface Edge {
  readonly from: Origin;
  readonly before: number | undefined;
  readonly target: number;
}

/** The choices that lead from a state, or a start, to `target` by a label that is allowed, and the state they lead to. */
function follow(
  graph: Graph,
  { from, before, target }: Edge,
  allows: (label: number) => boolean,
): ScriptStep & { readonly words: Uint32Array } {
  const { explorer, labels, table } = graph;
  const { packer, state, words, meter } = explorer;
  if ('words' in from && before === target && isDead(explorer, graph, target)) {
    return { afterMs: explorer.space.machine.model.gridMs, choices: [], words: from.words };
  }
  for (const { afterMs, choices, repeats, stopped } of turnsFrom(graph, from)) {
    if (repeats || stopped === 'zeno') continue;
    assert(packer.pack(state, words), 'a stored edge leads to a state that can be written');
    const label = labels.add(afterMs, meter.happened);
    if (holds(table.chunkOf(target), table.placeOf(target), words) && allows(label)) {
      packer.packAsIs(state, words);
      return { afterMs, choices, words: words.slice() };
    }
  }
  assert(false, 'a stored edge can be followed again', { before, target });
}

/** What was chosen in an instant that never ends, and before it where it is the first. */
export function zenoChoices(graph: Graph, from: Origin): Pick<Script, 'starts' | 'steps'> {
  for (const { choices, stopped, afterMs } of turnsFrom(graph, from)) {
    if (stopped !== 'zeno') continue;
    const starts = 'start' in from ? startChoices(graph.explorer, from.start) : [];
    // What is asked in such an instant repeats itself; the last of it was cut off.
    return { starts, steps: [{ afterMs, choices: [...choices] }] };
  }
  assert(false, 'an instant without end can be found again', { from });
}

interface Turn {
  readonly afterMs: number;
  readonly choices: readonly Choice[];
  readonly repeats: boolean;
  readonly stopped: string;
}

/** Every way through the next instant, with what was chosen; the explorer's state is then at its end. */
export function* turnsFrom(graph: Graph, from: Origin): Generator<Turn> {
  const { space, starts, packer, state, odometer, meter } = graph.explorer;
  const { table } = graph;
  const ranks = new Ranks(space, packer.marks);
  odometer.reset();
  do {
    packer.shrink(state);
    if ('start' in from) {
      starts.set(state, from.start);
      packer.marks.fill(0);
    } else if ('words' in from) packer.unpack(from.words, 0, state);
    else packer.unpack(table.chunkOf(from.state), table.placeOf(from.state), state);
    const beforeMs = state.nowMs;
    const choices: Choice[] = [];
    odometer.rewind();
    meter.clear();
    meter.before(state);
    const { stopped } = step(space.machine, state, noting(graph.explorer, ranks, choices), meter.observer);
    if (stopped !== 'zeno') meter.after(state);
    yield { afterMs: state.nowMs - beforeMs, choices, repeats: odometer.repeats, stopped };
  } while (odometer.advance());
}

function isDead({ packer, state }: Explorer, { table }: Graph, id: number): boolean {
  packer.unpack(table.chunkOf(id), table.placeOf(id), state);
  return state.dueMs.every((dueMs) => dueMs === Infinity);
}

function holds(chunk: Uint32Array, at: number, words: Uint32Array): boolean {
  return words.every((word, index) => chunk[at + index] === word);
}

/** A chooser that notes what the odometer answers. */
function noting({ odometer: choose, space, state }: Explorer, ranks: Ranks, choices: Choice[]): Chooser {
  const { sources, tasks } = space.machine.model;
  return {
    start: (choice, count) => choose.start(choice, count),
    amount(source, run) {
      const value = choose.amount(source, run);
      choices.push({ draw: drawName(sources[source]!, tasks), value });
      return value;
    },
    turn(count) {
      const index = choose.turn(count);
      const rank = ranks.rankOf(state, index, count);
      choices.push({ turn: tasks[state.task[state.ready[index]!]!]!.name, index, ...(rank !== undefined && { rank }) });
      return index;
    },
    began: () => undefined,
  };
}

export function drawName({ task, purpose }: Model['sources'][number], tasks: Model['tasks']): string {
  return task < 0 ? purpose : `${tasks[task]!.name} ${purpose}`;
}

/** What was chosen before the first instant. */
function startChoices({ space, starts }: Explorer, start: number): readonly Choice[] {
  const { machine, outcomes } = space;
  const { model } = machine;
  const answers = starts.answers(start);
  const choices: Choice[] = [];
  let asked = 0;
  begin(machine, {
    start(choice) {
      const answer = answers[asked++]!;
      const { label, from, step: by } = model.starts[choice]!;
      choices.push({ start: label, value: from + by * answer });
      return answer;
    },
    amount(source) {
      const value = outcomes[source]![answers[asked++]!]!;
      choices.push({ draw: drawName(model.sources[source]!, model.tasks), value });
      return value;
    },
    turn: () => 0,
    began: () => undefined,
  });
  return choices;
}
