/**
 * What a verdict rests on, tried: each assumption is turned the other way once, and those that would change what is claimed
 * of a task say so. Worlds of unsure facts are compared with each other; the rest is verified within limits that count steps.
 *
 * @module
 */
import type { Assumption, Scenario, World } from '../scenarios/scenario.ts';
import type { Claim, TaskVerification, Verification } from '../verify/verification.ts';
import { type VerifyOptions, verifyWorld } from '../verify/verify.ts';
import { flipsOf } from './flips.ts';
import type { Result, WorldReport } from './report/report.ts';
import { withWorlds, worldsOf } from './verdict.ts';
import { listText } from './words/cycle-text.ts';

export interface RestsOptions {
  /** Instants that are tried for all flips of all worlds together. Default: a million. */
  readonly stepsMax?: number | undefined;
  /** What is tried; default: every kind of assumption. Worlds of unsure facts are compared in any case. */
  readonly kinds?: readonly Kind[] | undefined;
}

type Kind = NonNullable<Assumption['about']>['kind'];

const STEPS_MAX = 1_000_000;
/** States of one flip, and edges that are looked at for more than its claims. */
const STATES_MAX = 200_000;
const LOOKS_MAX = 200_000;

/** The claims of one world, by task. */
type Claims = Readonly<Record<string, Claim>>;

/**
 * The result with what each assumption decides, as far as that was found.
 *
 * @example
 * withRests(result, scenario, verify(scenario)).report.restsOn[0]?.flips; // 'with debt none, sync is safe'
 */
export function withRests(
  result: Result,
  scenario: Scenario,
  verification: Verification,
  { stepsMax = STEPS_MAX, kinds }: RestsOptions = {},
): Result {
  const claims = verification.worlds.map(({ tasks }) => claimsOf(tasks));
  const worlds = worldsOf(result.report).map((report, index) => {
    const steps = Math.floor(stepsMax / scenario.worlds.length);
    const found = [
      ...unsureFlips(scenario.worlds, claims, index),
      ...triedFlips(scenario.worlds[index]!, claims[index]!, { stepsMax: steps, kinds }),
    ];
    return told(report, found);
  });
  return { ...result, report: withWorlds(result.report, worlds) };
}

interface Found {
  /** Of the assumption. */
  readonly name: string;
  readonly text: string;
}

function claimsOf(tasks: readonly TaskVerification[]): Claims {
  return Object.fromEntries(tasks.map(({ task, claim }) => [task, claim]));
}

/** What the other worlds say that differ in one unsure fact alone. */
function unsureFlips(worlds: readonly World[], claims: readonly Claims[], index: number): Found[] {
  const here = worlds[index]!.set;
  return worlds.flatMap(({ set }, other): Found[] => {
    const differing = Object.keys(set).filter((name) => set[name] !== here[name]);
    const [name] = differing;
    if (name === undefined || differing.length > 1) return [];
    const text = changed(claims[index]!, claims[other]!);
    return text === undefined ? [] : [{ name, text: `with ${set[name]}, ${text}` }];
  });
}

function triedFlips(world: World, claims: Claims, { stepsMax, kinds }: RestsOptions & { stepsMax: number }): Found[] {
  const known = Object.values(claims).filter((claim) => claim !== 'unknown');
  if (known.length === 0 || stepsMax === 0) return [];
  const starves = known.some((claim) => claim !== 'live');
  // Less that can happen cannot make a task starve that is live.
  const flips = flipsOf(world).filter(
    ({ narrows, assumption }) =>
      (starves || !narrows) && (kinds === undefined || kinds.some((kind) => kind === assumption.about?.kind)),
  );
  const share = Math.floor(stepsMax / flips.length);
  const limits: VerifyOptions = {
    statesMax: STATES_MAX,
    looksMax: LOOKS_MAX,
    stepsMax: share,
    startsMax: share,
    shows: false,
  };
  return flips.flatMap(({ assumption, text, model }): Found[] => {
    const { tasks } = verifyWorld({ ...world, model, goals: [] }, limits);
    const difference = changed(claims, claimsOf(tasks));
    return difference === undefined ? [] : [{ name: assumption.name, text: `${text}, ${difference}` }];
  });
}

/** "backfiller starves and upserter is safe": the tasks that are live in one case alone; undefined where there are none. */
function changed(here: Claims, there: Claims): string | undefined {
  const words = { live: 'is safe', starvable: 'can starve', starved: 'starves' } as const;
  const texts = Object.entries(there).flatMap(([task, claim]) => {
    const before = here[task];
    if (claim === 'unknown' || before === undefined || before === 'unknown') return [];
    return (claim === 'live') === (before === 'live') ? [] : [`${task} ${words[claim]}`];
  });
  return texts.length === 0 ? undefined : listText(texts);
}

function told(report: WorldReport, found: readonly Found[]): WorldReport {
  const restsOn = report.restsOn.map((assumption) => {
    const texts = found.filter(({ name }) => name === assumption.name).map(({ text }) => text);
    return texts.length === 0 ? assumption : { ...assumption, flips: texts.join('; ') };
  });
  return { ...report, restsOn };
}
