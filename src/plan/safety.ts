/**
 * Whether a setting can starve a task that must not starve: by findings, which cost nothing, and otherwise by exploring every
 * state.
 *
 * @module
 */
import { type ClaimByRule, claimsByRule, evidenceOf } from '../analysis/findings/claims.ts';
import { servedBounds } from '../analysis/findings/served-bound.ts';
import { shareText } from '../analysis/words/amount-text.ts';
import { durationText } from '../analysis/words/duration-text.ts';
import { whyNot } from '../judge/words/proof-text.ts';
import type { Goal, Scenario, World } from '../scenarios/scenario.ts';
import { compare, toNumber } from '../sim/numbers/rational.ts';
import type { WorldVerification } from '../verify/verification.ts';
import type { VerifyOptions } from '../verify/verify.ts';
import { verifyWorld } from '../verify/verify.ts';
import type { Look, Safety } from './job.ts';

export interface SafetyOptions {
  readonly statesMax: number;
  readonly stepsMax: number;
  /** Chances are weighed: whether a starvation has probability 0. */
  readonly weighs: boolean;
  /** Goals that a proof can judge are to be judged by one. */
  readonly goals: boolean;
}

export interface Assessed extends Pick<Look, 'safety' | 'by' | 'why' | 'byDraws' | 'states' | 'worstMs'> {
  /** Of the worlds that were explored, by index. */
  readonly verified: readonly (WorldVerification | undefined)[];
  /** Goals that some run violates, or that ask for more than there is. */
  readonly violated: readonly Violated[];
}

/** A goal about every run that some run does not keep, or about a share that is more than there is. */
export interface Violated {
  readonly of: string;
  readonly text: string;
  /** How far it goes beyond what is allowed: 0 where it is just kept, 1 for ever. */
  readonly over: number;
}

/** The worst first. */
const ORDER: readonly Safety[] = ['unsafe', 'open', 'almost', 'safe'];

/** The safety of a scenario: that of its worst world. Worlds after one that is unsafe are not looked at. */
export function assess(scenario: Scenario, options: SafetyOptions): Assessed {
  const worlds: WorldSafety[] = [];
  const share = shareOf(options, scenario.worlds.length);
  // What findings know comes first in every world: it costs nothing.
  const ruled = scenario.worlds.map((world) => byRules(world));
  const doomed = ruled.findIndex((one) => one?.safety === 'unsafe' && !(options.weighs && one.byDraws));
  if (doomed >= 0) return { ...ruled[doomed]!, verified: [], violated: [] };
  // Goals are judged by proofs of every world, or by none.
  const suffices = scenario.worlds.every(
    (world, index) => ruled[index]?.safety === 'safe' && !(options.goals && hasProvable(world)),
  );
  for (const [index, world] of scenario.worlds.entries()) {
    const known = ruled[index];
    const found = suffices ? known! : withRule(explored(world, share), known);
    worlds.push(found);
    if (found.safety === 'unsafe') break;
  }
  const worst = worlds.reduce((one, other) => (ORDER.indexOf(other.safety) < ORDER.indexOf(one.safety) ? other : one));
  const { verified: _, violated: __, ...told } = worst;
  const states = worlds.reduce((sum, world) => sum + (world.states ?? 0), 0);
  return {
    ...told,
    ...(worlds.some((world) => world.states !== undefined) && { states }),
    ...worstOf(worlds),
    verified: worlds.map(({ verified }) => verified),
    violated: [
      ...worlds.flatMap(({ violated }) => violated),
      ...(options.goals ? scenario.worlds.flatMap(tooMuch) : []),
    ],
  };
}

/**
 * Goals about a share that no setting of the rest can keep in the long run: a horizon may be too short to show it, and what was
 * there at its beginning is spent once.
 */
function tooMuch({ goals, model }: World): readonly Violated[] {
  if (!goals.some(({ goal, accepted }) => goal === 'served' && accepted === undefined)) return [];
  const bounds = servedBounds(evidenceOf(model));
  return goals.flatMap((goal) => {
    const bound = bounds[model.tasks.findIndex(({ name }) => name === goal.of)];
    if (goal.goal !== 'served' || goal.accepted !== undefined || bound === undefined) return [];
    if (compare(bound.share, goal.exact) >= 0) return [];
    const most = toNumber(bound.share);
    const text = `served ${shareText(goal.share)}: at most ${shareText(most)} in the long run, as ${bound.because} (by rule)`;
    return [{ of: goal.of, text, over: 1 - most / goal.share }];
  });
}

type WorldSafety = Pick<Look, 'safety' | 'by' | 'why' | 'byDraws' | 'states' | 'worstMs'> & {
  readonly verified?: WorldVerification;
  readonly violated: Assessed['violated'];
};

/** Tasks that must not starve. */
function counted({ goals }: World): readonly Goal[] {
  return goals.filter(({ goal, accepted }) => goal === 'neverStarves' && accepted === undefined);
}

function hasProvable({ goals }: World): boolean {
  return goals.some(({ goal, accepted }) => accepted === undefined && (goal === 'progressWithin' || goal === 'served'));
}

/** Undefined where findings leave it open. */
function byRules(world: World): WorldSafety | undefined {
  const { model } = world;
  const claims = claimsByRule(model);
  const must = counted(world).map(({ of }) => of);
  const about = ({ task }: ClaimByRule): string => model.tasks[task]!.name;
  const bad = claims.filter((one) => must.includes(about(one)) && one.claim !== 'live');
  const certain = bad.find(({ claim }) => claim !== 'starvable');
  const worst = certain ?? bad[0];
  if (worst !== undefined) {
    const draws = certain === undefined && model.sources.some(({ taken }) => taken !== true);
    const why = `${worst.text} (${worst.code})`;
    return { safety: 'unsafe', by: 'finding', why, ...(draws && { byDraws: true as const }), violated: [] };
  }
  const live = (of: string): boolean =>
    claims.some((one) => about(one) === of && one.claim === 'live') &&
    // Of several runs at a time one may wait for ever while the others make the task's progress.
    model.tasks.some(({ name, whenBusy }) => name === of && whenBusy !== 'allow');
  return must.every(live) ? { safety: 'safe', by: 'finding', violated: [] } : undefined;
}

/** What limits of an exploration leave open, a rule may know. */
function withRule(found: WorldSafety, known: WorldSafety | undefined): WorldSafety {
  if (found.safety !== 'open' || known?.safety !== 'safe') return found;
  const { why: _, ...rest } = found;
  return { ...rest, safety: 'safe', by: 'finding' };
}

function explored(world: World, options: SafetyOptions): WorldSafety {
  const verified = verifyWorld(world, { ...limitsOf(options), shows: false });
  const { states } = verified;
  const must = counted(world);
  const { weighs } = options;
  const own = verified.goals.filter(({ of, goal }) => goal === 'neverStarves' && must.some((one) => one.of === of));
  const bad = own.filter(({ verdict }) => verdict === 'violated');
  const violated = violatedGoals(world, verified);
  const shared = { states, verified, violated, ...worstWaits(verified) };
  if (bad.length > 0) {
    const forgiven = bad.every(({ of }) => {
      const isImplicit = must.some((goal) => goal.of === of && goal.implicit);
      return isImplicit && verified.tasks.some(({ task, almostSafe }) => task === of && almostSafe === true);
    });
    const why = `${bad.map(({ of }) => of).join(' and ')} can starve`;
    const byDraws = !weighs && world.model.sources.length > 0 ? { byDraws: true as const } : {};
    if (!forgiven) return { safety: 'unsafe', by: 'proof', why, ...byDraws, ...shared };
    return { safety: 'almost', by: 'proof', why: `${why}, with probability 0`, ...shared };
  }
  if (own.length === must.length && own.every(({ verdict }) => verdict === 'proved')) {
    return { safety: 'safe', by: 'proof', ...shared };
  }
  return { safety: 'open', by: 'none', why: whyOpen(verified), ...shared };
}

function limitsOf({ statesMax, stepsMax, weighs }: SafetyOptions): VerifyOptions {
  return { statesMax, stepsMax, startsMax: stepsMax, ...(weighs && { chances: 'almost-safe' }) };
}

/** What was verified, with the runs that show who can starve, for whoever tells of them. */
export function withRuns({ worlds }: Scenario, { verified }: Assessed, options: SafetyOptions): Assessed['verified'] {
  return verified.map((found, index) =>
    found?.tasks.some(({ claim }) => claim === 'starvable' || claim === 'starved')
      ? verifyWorld(worlds[index]!, limitsOf(shareOf(options, worlds.length)))
      : found,
  );
}

/** What each of so many worlds may take. */
function shareOf(options: SafetyOptions, worlds: number): SafetyOptions {
  return { ...options, stepsMax: Math.ceil(options.stepsMax / worlds) };
}

/** Goals about every run, other than not to starve, that some run does not keep. */
function violatedGoals({ goals }: World, verified: WorldVerification): Assessed['violated'] {
  return verified.goals.flatMap((one) => {
    if (one.goal !== 'progressWithin' || one.verdict !== 'violated') return [];
    const written = goals.find(({ of, goal }) => of === one.of && goal === one.goal);
    if (written === undefined || written.accepted !== undefined) return [];
    const longest = Number.isFinite(one.longestMs) ? { longestMs: one.longestMs } : {};
    return [{ of: one.of, text: waitText(one.limitMs, longest), over: 1 - one.limitMs / one.longestMs }];
  });
}

function waitText(limitMs: number, { longestMs }: { readonly longestMs?: number }): string {
  const limit = durationText(limitMs);
  return longestMs === undefined
    ? `progress within ${limit}: it may wait for ever`
    : `progress within ${limit}: it may wait ${durationText(longestMs)}`;
}

function whyOpen(verified: WorldVerification): string {
  const { stopped, zeno, tasks } = verified;
  if (stopped !== 'complete' || zeno !== undefined) return `not proved: ${whyNot(verified)}`;
  const open = tasks.filter(({ claim }) => claim === 'unknown').map(({ task }) => task);
  return `what is proved does not say whether ${open.length > 0 ? open.join(' and ') : 'each run of a task'} goes on`;
}

function worstWaits({ tasks }: WorldVerification): Pick<Look, 'worstMs'> {
  const known = tasks.flatMap(({ task, worst }) =>
    worst === undefined ? [] : [[task, Math.max(worst.firstMs, worst.betweenMs)] as const],
  );
  return known.length === 0 ? {} : { worstMs: Object.fromEntries(known) };
}

function worstOf(worlds: readonly WorldSafety[]): Pick<Look, 'worstMs'> {
  const names = [...new Set(worlds.flatMap(({ worstMs = {} }) => Object.keys(worstMs)))];
  const known = names.filter((name) => worlds.every(({ worstMs = {} }) => worstMs[name] !== undefined));
  if (known.length === 0) return {};
  return {
    worstMs: Object.fromEntries(known.map((name) => [name, Math.max(...worlds.map(({ worstMs }) => worstMs![name]!))])),
  };
}
