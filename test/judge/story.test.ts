/**
 * The story in its variants: the settings before the fix, after it, and with the threshold kept at 80. Claim, mechanism and
 * the named cause are held to the twin, which shares no code with the program.
 *
 * In all of them: steps of a minute (or of 30 s where that is said); a refused task looks once in each step, without
 * `orWhenDue`; the first look, which finds too little, is free; the refill comes at phase 0, before the looks of its
 * instant; levels and offsets are any; who goes first in a tie is said.
 */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { withRests } from '../../src/judge/rests.ts';
import { type SimulateOptions, simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { formOf, type SETTINGS } from '../verify/rules-table.ts';
import { type TaskAnswer, twin } from '../verify/twin.ts';
import { scenarioText, type TwoTasks } from '../verify/two-tasks.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const ONE: SimulateOptions = { replications: 1 };

function reportOf(form: TwoTasks) {
  const scenario = loadScenario(scenarioText(form), { file: 'story.yaml' });
  const verification = verify(scenario);
  return withRests(withProofs(simulate(scenario, ONE), scenario, verification), scenario, verification, { stepsMax: 0 })
    .report;
}

/** Who waits goes on looking, and pays for it; a start that is skipped looks once. */
function mechanismOf(form: TwoTasks, task: 'upserter' | 'backfiller'): string {
  const looks = task === 'backfiller' || form.belowGate === 'wait';
  return looks && form.lookCost > 0 && form.poll !== 'none' ? 'livelock' : 'starvation';
}

/** The form in which the other one never gets what it wants, and so takes nothing. */
function without(form: TwoTasks, task: 'upserter' | 'backfiller'): TwoTasks {
  const never = form.capacity + 1;
  return task === 'backfiller' ? { ...form, threshold: never } : { ...form, gate: never };
}

function check(form: TwoTasks): { readonly upserter: TaskAnswer; readonly backfiller: TaskAnswer } {
  const answers = twin(form);
  const { tasks } = reportOf(form);
  for (const [task, other] of [
    ['upserter', 'backfiller'],
    ['backfiller', 'upserter'],
  ] as const) {
    const [answer, told] = [answers[task], tasks[task]!];
    expect([task, told.claim]).toEqual([task, answer.claim]);
    if (answer.claim === 'live') {
      expect(told.worst).toEqual({
        firstMs: answer.worst!.first * form.stepSeconds * 1000,
        betweenMs: answer.worst!.between * form.stepSeconds * 1000,
      });
      continue;
    }
    expect([task, told.mechanism]).toEqual([task, mechanismOf(form, task)]);
    const { text, cycle } = told.counterexample!;
    expect(cycle).not.toBe(null);
    // Looks of the other one cost as well, so only where they are free does it follow that the other one is in the way.
    if (form.lookCost > 0) continue;
    expect(twin(without(form, other))[task].claim).toBe('live');
    expect(text).toContain(`${other} takes`);
  }
  return answers;
}

const LOOKS = [
  { poll: 'none', lookCost: 0 },
  { poll: 'before', lookCost: 0 },
  { poll: 'before', lookCost: 1 },
  { poll: 'after', lookCost: 1 },
] as const;

const settings: readonly (keyof typeof SETTINGS)[] = ['before', 'after', 'kept80'];
const variants = settings.flatMap((setting) =>
  (['skip', 'wait'] as const).flatMap((belowGate) =>
    (LONG ? (['any', 'upserter', 'backfiller'] as const) : (['any'] as const)).flatMap((first) =>
      (LONG ? LOOKS : LOOKS.slice(1, 3)).map((looks) => ({ setting, belowGate, first, ...looks })),
    ),
  ),
);

describe('the story', () => {
  it.each(variants)(
    '$setting, $belowGate below the gate, first $first, looks of $lookCost paid $poll: is told as the twin tells it',
    ({ setting, ...rest }) => {
      check(formOf(setting, rest));
    },
  );

  // A look every 30 s, and five tokens a minute.
  const loop = { stepSeconds: 30, refillEvery: 2, period: 30, poll: 'before', belowGate: 'wait' } as const;

  it.each([
    { setting: 'after', lookCost: 1, upserter: 'starvable', backfiller: 'starvable' },
    { setting: 'kept80', lookCost: 1, upserter: 'live', backfiller: 'starvable' },
    ...(LONG
      ? ([
          { setting: 'after', lookCost: 0, upserter: 'starvable', backfiller: 'live' },
          { setting: 'kept80', lookCost: 0, upserter: 'live', backfiller: 'live' },
        ] as const)
      : []),
  ] as const)('$setting, in the loop of 30 s with looks of $lookCost: the Backfiller is $backfiller', (one) => {
    const answers = check(formOf(one.setting, { ...loop, lookCost: one.lookCost }));
    expect([answers.upserter.claim, answers.backfiller.claim]).toEqual([one.upserter, one.backfiller]);
  });

  it.each([
    // (55 - 37) / 5 minutes, where tokens drip in; the log says 216 s.
    { refill: '5/min', waitMs: 216_000 },
    // Where five come each minute, 55 is reached with the fourth.
    { refill: '{ tokens: 5, every: 1m }', waitMs: 240_000 },
  ])('waits from 37 to 50 and 5 more, once refused, with a refill of $refill: $waitMs ms', ({ refill, waitMs }) => {
    const text = `quotasim: 1
title: The log's wait
horizon: 1d
supplies: { keepa: { model: token-bucket, refill: ${refill}, capacity: 300, initial: 37, debt: unlimited } }
tasks:
  backfiller: { trigger: always, steps: [{ await: { keepa: 50, margin: 5 } }, { spend: { keepa: 40 } }, progress, { work: 1m }] }`;
    const scenario = loadScenario(text, { file: 'log.yaml' });
    const { report } = simulate(scenario);
    expect(report.tasks.backfiller!.worst!.firstMs).toBe(waitMs);
    expect(report.tasks.backfiller!.progress.firstMs).toBe(waitMs);
    const proved = withProofs({ report, traces: [] }, scenario, verify(scenario)).report.tasks.backfiller!;
    expect([proved.evidence.kind, proved.worst!.firstMs]).toEqual(['proof', waitMs]);
  });
});
