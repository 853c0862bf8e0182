/**
 * Runs that show what can go wrong, ready to be told, drawn like any run, and saved.
 *
 * @module
 */
import { durationText } from '../analysis/duration-text.ts';
import { Tracer } from '../analysis/tracer.ts';
import type { Machine } from '../sim/machine.ts';
import type { Trace } from '../sim/trace.ts';
import { timeOf } from '../verify/confirm.ts';
import { replay } from '../verify/replay.ts';
import type { Script } from '../verify/script.ts';
import { clockText, levelsOf, storyOf } from '../verify/story.ts';
import type { TaskVerification, WorldVerification } from '../verify/verification.ts';
import type { Counterexample } from './counterexample.ts';
import { cycleOf } from './cycle.ts';
import { starvingText } from './cycle-text.ts';
import { fileNames } from './file-names.ts';
import { foldStory } from './fold-story.ts';
import type { CounterexampleReport } from './proof-schema.ts';

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
  const names = fileNames(verified.tasks.map(({ task }) => task));
  const shown = verified.tasks.map((task) => {
    const script = task.counterexample?.script ?? tooLong(verified, task) ?? zenoOf(verified, task);
    if (script === undefined) return undefined;
    const file = `${prefix}${names.get(task.task)}.script.json`;
    const report = reportOf({ machine, verified: task, script, file });
    const levels = levelsAfter(machine, script);
    return { world: index, task: task.task, script, levels, report, trace: traceOf(machine, script, report) };
  });
  return shown.filter((one) => one !== undefined);
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

interface Telling {
  readonly machine: Machine;
  readonly verified: TaskVerification;
  readonly script: Script;
  readonly file: string;
}

function reportOf(telling: Telling): CounterexampleReport {
  const { machine, verified, script, file } = telling;
  const story = verified.counterexample?.story ?? storyOf(machine, script);
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

function textOf({ machine, verified, script }: Telling): string {
  const { shows, steps } = script;
  const task = machine.model.tasks.findIndex(({ name }) => name === verified.task);
  if (shows.kind === 'longest-wait') {
    const from = shows.fromStep === 0 ? 'from the start' : `from ${clockText(timeOf(steps, shows.fromStep))} on`;
    return `${verified.task} can wait ${durationText(shows.waitMs)} for progress, ${from}`;
  }
  if (shows.kind === 'zeno') {
    return `${verified.task} goes round at ${clockText(timeOf(steps, steps.length))} without any time passing`;
  }
  const cycle = cycleOf(machine, script, task);
  return starvingText({ machine, task, always: verified.claim === 'starved', cycle, stuck: verified.stuck });
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
