/**
 * Replays a script that was read from a file on the scenario it belongs to, and says what it shows.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal, Scenario, World } from '../../scenarios/scenario.ts';
import { assemble } from '../../sim/machine.ts';
import { VERSION } from '../../sim/version.ts';
import { confirm, timeOf } from '../../verify/script/confirm.ts';
import { modelHash } from '../../verify/script/evidence.ts';
import type { Shown } from '../../verify/script/script.ts';
import { levelsOf, type StoryLine, storyOf } from '../../verify/script/story.ts';
import { ScriptError, type ScriptFile, scriptOf } from './script-file.ts';
import { sentenceDifference } from './script-sentence.ts';

/** Plain data, ready to be printed as JSON. */
export interface Replayed {
  readonly quotasim: string;
  readonly confirmed: boolean;
  /** Why not, and at which step, counted from 0; absent where every step can be followed. */
  readonly reason?: string;
  readonly step?: number;
  readonly script: string;
  readonly scenario: string;
  readonly model: string;
  readonly says: string;
  readonly shows: Shown;
  /** The goals that this run does not keep. */
  readonly violates: readonly string[];
  readonly cycle: { readonly fromMs: number; readonly durationMs: number } | null;
  /** The whole run; empty where the steps cannot be followed. */
  readonly story: readonly StoryLine[];
}

/**
 * Replays `file` on its world of `scenario`; `paths` are for messages.
 *
 * @throws {ScriptError} when the scenario is another one.
 * @example
 * replayScript(readScript(text, path), scenario, { script: path, scenario: 'prod.yaml' }).confirmed; // true
 */
export function replayScript(
  file: ScriptFile,
  scenario: Scenario,
  paths: { readonly script: string; readonly scenario: string },
): Replayed {
  const world = worldFor(file, scenario, paths);
  const machine = assemble(world.model);
  const script = scriptOf(file);
  const deviation: { step?: number; reason?: string } = {};
  const confirmed = confirm(machine, script, (index, state) => {
    if (deviation.reason !== undefined) return;
    const levels = levelsOf(machine, state);
    const reason = differenceOf(file.steps[index]!.levels, levels);
    if (reason !== undefined) Object.assign(deviation, { step: index, reason });
  });
  const verdict = confirmed.kind === 'refuted' ? confirmed : deviation;
  const { step } = verdict;
  const reason = verdict.reason ?? sentenceDifference(machine, script, file);
  const followed = confirmed.kind === 'confirmed' || confirmed.step === undefined;
  return {
    quotasim: VERSION,
    confirmed: reason === undefined,
    ...(reason !== undefined && { reason }),
    ...(step !== undefined && { step }),
    script: paths.script,
    scenario: paths.scenario,
    model: file.model,
    says: file.says,
    shows: file.shows,
    violates: reason === undefined ? violated(file.shows, world.goals) : [],
    cycle: cycleIn(file),
    story: followed ? storyOf(machine, script) : [],
  };
}

function worldFor(
  { world: set, model }: ScriptFile,
  { worlds }: Scenario,
  paths: { readonly script: string; readonly scenario: string },
): World {
  const text = (values: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(values).sort());
  const world = worlds.find((one) => text(one.set) === text(set));
  if (world === undefined) {
    const facts = Object.entries(set).map(([name, value]) => `${name} ${value}`);
    throw new ScriptError(
      `${paths.script}: it plays in the world ${facts.join(', ')}, which ${paths.scenario} does not have`,
    );
  }
  const hash = modelHash(world.model);
  if (hash !== model) {
    throw new ScriptError(
      `${paths.script}: it was written for another scenario than ${paths.scenario} is now\n  model ${model} in the script, ${hash} in the scenario: it has changed since, or is another file`,
    );
  }
  return world;
}

/** "keepa stands at 10, not 12"; undefined where all levels are as written. */
function differenceOf(
  written: Readonly<Record<string, number>>,
  levels: Readonly<Record<string, number>>,
): string | undefined {
  const names = [...new Set([...Object.keys(written), ...Object.keys(levels)])];
  const name = names.find((one) => written[one] !== levels[one]);
  return name === undefined
    ? undefined
    : `${name} stands at ${levels[name] ?? 'nothing'}, not ${written[name] ?? 'nothing'}`;
}

function cycleIn({ steps, cycleFrom }: ScriptFile): Replayed['cycle'] {
  if (cycleFrom === undefined) return null;
  const fromMs = timeOf(steps, cycleFrom);
  return { fromMs, durationMs: timeOf(steps, steps.length) - fromMs };
}

/** The goals a confirmed script violates, by name. */
function violated(shows: Shown, goals: readonly Goal[]): readonly string[] {
  const tasks = 'tasks' in shows ? shows.tasks : [shows.task];
  return goals
    .filter((goal) => tasks.includes(goal.of) && breaks(shows, goal))
    .map((goal) => `${goal.of} ${nameOf(goal)}`);
}

function breaks(shows: Shown, goal: Goal): boolean {
  switch (shows.kind) {
    case 'starvation':
    case 'stuck':
    case 'zeno':
      return goal.goal === 'neverStarves' || goal.goal === 'progressWithin';
    case 'longest-wait':
      return goal.goal === 'progressWithin' && shows.waitMs > goal.limitMs;
    case 'served-share':
      return goal.goal === 'served' && shows.served < goal.share * shows.due;
  }
}

function nameOf(goal: Goal): string {
  const name = goal.goal === 'progressWithin' ? `progress within ${durationText(goal.limitMs)}` : goal.goal;
  const shown = goal.goal === 'neverStarves' ? 'never starves' : name;
  return goal.accepted === undefined ? shown : `${shown} (accepted: ${goal.accepted})`;
}
