/**
 * Runs that show what can go wrong, ready to be told, drawn like any run, and saved.
 *
 * @module
 */

import { Tracer } from '../../analysis/meters/tracer.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Trace } from '../../sim/listen/trace.ts';
import type { Machine } from '../../sim/machine.ts';
import { timeOf } from '../../verify/script/confirm.ts';
import { replay } from '../../verify/script/replay.ts';
import type { Script } from '../../verify/script/script.ts';
import { clockText, levelsOf, type StoryLine, storyOf } from '../../verify/script/story.ts';
import type { TaskVerification, WorldVerification } from '../../verify/verification.ts';
import { fileNames } from '../report/file-names.ts';
import type { CounterexampleReport } from '../report/proof-schema.ts';
import { starvingText } from '../words/cycle-text.ts';
import { foldStory } from '../words/fold-story.ts';
import type { Counterexample } from './counterexample.ts';
import { type Cycle, cycleOf } from './cycle.ts';
import { mechanismOf } from './mechanism.ts';

/** Lines of a story that a report holds; the script has all of it. */
const STORY_MAX = 200;
/** Steps of the cycle that are drawn at least, in whole rounds, and rounds at the most. */
const STEPS_DRAWN = 24;
const ROUNDS_MAX = 12;

/** The run for each task that can starve, or can wait longer than a goal allows; and one that never ends an instant. */
export function counterexamplesOf(
  machine: Machine,
  verified: WorldVerification,
  { index, prefix }: { readonly index: number; readonly prefix: string },
): readonly Counterexample[] {
  const names = verified.tasks.map(({ task }) => task);
  const shown = verified.tasks.map((task) => {
    const script = task.counterexample?.script ?? tooLong(verified, task) ?? zenoOf(verified, task);
    if (script === undefined) return undefined;
    const story = task.counterexample?.story;
    const always = task.claim === 'starved';
    return exampleOf(
      machine,
      { task: task.task, script, story, always },
      { index, file: scriptFile(names, task.task, prefix) },
    );
  });
  return shown.filter((one) => one !== undefined);
}

/** What the file of a task's script is called; `prefix` tells worlds apart. */
export function scriptFile(tasks: readonly string[], task: string, prefix: string): string {
  return `${prefix}${fileNames(tasks).get(task)}.script.json`;
}

/** A script that shows what can go wrong for a task. */
interface Showing {
  readonly task: string;
  readonly script: Script;
  readonly story?: readonly StoryLine[] | undefined;
  /** Whether every run starves it, and not just this one. */
  readonly always: boolean;
}

/** A script with its levels, its story and its drawing; `index` is that of its world. */
export function exampleOf(
  machine: Machine,
  showing: Showing,
  { index, file }: { readonly index: number; readonly file: string },
): Counterexample {
  const { task, script } = showing;
  const subject = machine.model.tasks.findIndex(({ name }) => name === task);
  const cycle = script.shows.kind === 'starvation' ? cycleOf(machine, script, subject) : undefined;
  const report = reportOf({ machine, file, subject, cycle, ...showing });
  const levels = levelsAfter(machine, script);
  const mechanism = cycle && { mechanism: mechanismOf(cycle, subject) };
  return { world: index, task, script, levels, report, ...mechanism, trace: traceOf(machine, script, report) };
}

/** The sentence for a script that can be followed. */
export function exampleText(machine: Machine, showing: Pick<Showing, 'task' | 'script' | 'always'>): string {
  const { task, script } = showing;
  const subject = machine.model.tasks.findIndex(({ name }) => name === task);
  const cycle = script.shows.kind === 'starvation' ? cycleOf(machine, script, subject) : undefined;
  return textOf({ machine, subject, cycle, ...showing });
}

/** Tokens in each supply after each step; an instant that never ends has no level after it. */
function levelsAfter(machine: Machine, script: Script): readonly Readonly<Record<string, number>>[] {
  const levels = script.steps.map((): Readonly<Record<string, number>> => ({}));
  replay(machine, script, {
    onStep(index, state) {
      levels[index] = levelsOf(machine, state);
    },
  });
  return levels;
}

function zenoOf({ zeno }: WorldVerification, { task }: TaskVerification): Script | undefined {
  return zeno?.script.shows.kind === 'zeno' && zeno.script.shows.task === task ? zeno.script : undefined;
}

/** A run with the longest wait, where a goal forbids that wait. */
function tooLong({ goals }: WorldVerification, { task, longestWait }: TaskVerification): Script | undefined {
  const missed = goals.some(
    (goal) => goal.of === task && goal.goal === 'progressWithin' && goal.verdict === 'violated',
  );
  return missed ? longestWait : undefined;
}

interface Telling extends Showing {
  readonly machine: Machine;
  readonly file: string;
  /** Index of the task. */
  readonly subject: number;
  readonly cycle: Cycle | undefined;
}

function reportOf(telling: Telling): CounterexampleReport {
  const { machine, script, file } = telling;
  const story = telling.story ?? storyOf(machine, script);
  const { kind } = script.shows;
  const lines = story.map((line) => ({ ...line, sentences: [...line.sentences], levels: { ...line.levels } }));
  const { story: told, omitted } = foldStory(lines, STORY_MAX);
  return {
    shows: kind === 'longest-wait' || kind === 'zeno' ? kind : 'starvation',
    script: file,
    text: textOf(telling),
    cycle: roundOf(script),
    story: [...told],
    omitted,
  };
}

function roundOf({ steps, cycleFrom }: Script): CounterexampleReport['cycle'] {
  if (cycleFrom === undefined) return null;
  const fromMs = timeOf(steps, cycleFrom);
  return { fromMs, durationMs: timeOf(steps, steps.length) - fromMs };
}

function textOf({ machine, task, script, subject, cycle, always }: Omit<Telling, 'file'>): string {
  if (cycle !== undefined) return starvingText({ machine, task: subject, always, cycle });
  const { shows, steps } = script;
  if (shows.kind === 'longest-wait') {
    const from = shows.fromStep === 0 ? 'from the start' : `from ${clockText(timeOf(steps, shows.fromStep))} on`;
    return `${task} can wait ${durationText(shows.waitMs)} for progress, ${from}`;
  }
  return `${task} goes round at ${clockText(timeOf(steps, steps.length))} without any time passing`;
}

function traceOf(machine: Machine, script: Script, { cycle, shows }: CounterexampleReport): Trace {
  const steps = script.steps.length - (script.cycleFrom ?? 0);
  const laps = cycle === null ? 1 : Math.max(2, Math.min(ROUNDS_MAX, Math.ceil(STEPS_DRAWN / steps)));
  let tracer: Tracer | undefined;
  const replayed = replay(machine, script, {
    laps,
    observer(state) {
      tracer = new Tracer(machine, state);
      return tracer;
    },
  });
  const endMs =
    replayed.kind === 'replayed' && shows !== 'zeno' ? replayed.atMs : timeOf(script.steps, script.steps.length);
  return { ...tracer!.trace(endMs), horizonMs: endMs };
}
