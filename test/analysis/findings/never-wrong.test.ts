/** What rules claim, exploration confirms: each rule is tried on random systems until it has spoken so often, and never wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import type { RuleClaim } from '../../../src/analysis/findings/finding.ts';
import { RULES } from '../../../src/analysis/findings/table.ts';
import type { Model } from '../../../src/sim/model.ts';
import { verifyWorld } from '../../../src/verify/verify.ts';
import { modelOf, plainSystem, type System, system } from './takers.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
/** Claims of each rule that are held against exploration. */
const CLAIMS = Number(process.env.QUOTASIM_CLAIMS ?? (LONG ? 20_000 : 30));
const CHUNK = 500;
const CHUNKS_MAX = LONG ? 20_000 : 200;

/** Random systems without end, every other one plain; the same each time. */
function* systems(): Generator<System> {
  const seed = Number(process.env.FC_SEED ?? 20261124);
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk++) {
    yield* fc.sample(chunk % 2 === 0 ? plainSystem : system, { seed: seed + chunk, numRuns: CHUNK });
  }
}

/** What exploration says about the tasks of a model, as far as it comes. */
function explored(model: Model) {
  const limits = LONG ? { statesMax: 20_000, stepsMax: 60_000 } : { statesMax: 4000, stepsMax: 12_000 };
  const { tasks, stopped, zeno } = verifyWorld({ set: {}, model, goals: [], assumptions: [] }, limits);
  return { claims: tasks.map(({ claim }) => claim), whole: stopped === 'complete' && zeno === undefined };
}

type Explored = ReturnType<typeof explored>;

/** Whether a claim is confirmed, contradicted, or neither, since the exploration does not know. */
function confirmed(claim: RuleClaim, task: number, { claims, whole }: Explored): boolean | undefined {
  const proved = claims[task]!;
  if (proved === 'unknown') return undefined;
  if (proved === claim || (claim === 'starvable' && proved === 'starved')) return true;
  // Where the exploration is not whole, "starvable" may yet turn out to be "starved".
  return claim === 'starved' && proved === 'starvable' && !whole ? undefined : false;
}

const claiming = ['QS001', 'QS003', 'QS004', 'QS005', 'QS006', 'QS015', 'QS101', 'QS102', 'QS103', 'QS104'];

/** What came of the claims of one rule: how many were confirmed, and the first that was contradicted. */
interface Score {
  readonly find: NonNullable<(typeof RULES)[number]['find']>;
  right: number;
  wrong: { readonly message: string; readonly text: System } | undefined;
}

const scores = new Map(
  claiming.map((code): [string, Score] => {
    const { find } = RULES.find((rule) => rule.code === code)!;
    return [code, { find: find!, right: 0, wrong: undefined }];
  }),
);
const isOpen = ({ right, wrong }: Score): boolean => right < CLAIMS && wrong === undefined;

/** Holds the claims of all rules that have not spoken often enough against one exploration: making systems and exploring them is what takes time. */
function judge(text: System): void {
  const model = modelOf(text);
  const evidence = evidenceOf(model);
  let seen: Explored | undefined;
  for (const score of [...scores.values()].filter(isOpen)) {
    for (const { task, claim, message } of score.find(evidence)) {
      if (claim === undefined) continue;
      seen ??= explored(model);
      const held = confirmed(claim, task!, seen);
      if (held === false) score.wrong ??= { message, text };
      if (held === true) score.right++;
    }
  }
}

const source = systems();

/** The score of a rule once it has spoken often enough; systems that other rules have seen are not made again. */
function scoreOf(code: string): Score {
  const score = scores.get(code)!;
  while (isOpen(score)) {
    const next = source.next();
    if (next.done === true) break;
    judge(next.value);
  }
  return score;
}

describe.each(claiming)('%s', (code) => {
  it(`is right ${CLAIMS} times out of ${CLAIMS}`, { timeout: 7_200_000 }, () => {
    const { right, wrong } = scoreOf(code);
    expect(wrong).toBeUndefined();
    expect(right).toBeGreaterThanOrEqual(CLAIMS);
  });
});
