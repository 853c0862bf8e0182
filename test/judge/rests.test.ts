/** What a verdict rests on: each assumption turned the other way, held to the twin and to worlds compiled so. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickRests } from '../../src/judge/quick-limits.ts';
import { type RestsOptions, withRests } from '../../src/judge/rests.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';
import { formOf } from '../verify/rules-table.ts';
import { type TaskAnswer, twin } from '../verify/twin.ts';
import { scenarioText, type TwoTasks, twoTasks } from '../verify/two-tasks.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** What each assumption would change, by name. */
function flips(text: string, options?: RestsOptions): Record<string, string> {
  const scenario = loadScenario(text, { file: 'rests.yaml' });
  const verification = verify(scenario);
  const judged = withProofs(simulate(scenario, { replications: 1 }), scenario, verification);
  const { restsOn } = withRests(judged, scenario, verification, options).report;
  return Object.fromEntries(restsOn.flatMap(({ name, flips: told }) => (told === undefined ? [] : [[name, told]])));
}

/** In the words of the report, what changes from one answer to the other; undefined where nothing does. */
function changed(here: ReturnType<typeof twin>, there: ReturnType<typeof twin>): string | undefined {
  const words = { live: 'is safe', starvable: 'can starve', starved: 'starves' } as const;
  const isLive = ({ claim }: TaskAnswer): boolean => claim === 'live';
  const told = (['upserter', 'backfiller'] as const)
    .filter((task) => isLive(here[task]) !== isLive(there[task]))
    .map((task) => `${task} ${words[there[task].claim]}`);
  return told.length === 0 ? undefined : told.join(' and ');
}

describe('what a verdict rests on', () => {
  it('is the price of a look, for the settings to deploy', () => {
    expect(flips(readFileSync('scenarios/prod.yaml', 'utf8'))).toEqual({
      POLL_COST: 'with looks that cost 1, backfiller can starve',
    });
  });

  it('is told on the way where there are few states, of what nobody writes down', () => {
    const found = (file: string) => {
      const scenario = loadScenario(readFileSync(file, 'utf8'), { file });
      const verification = verify(scenario);
      const judged = withProofs(simulate(scenario, { replications: 1 }), scenario, verification);
      const quick = quickRests(verification);
      const { restsOn } = withRests(judged, scenario, verification, quick).report;
      return { told: restsOn.flatMap(({ name, flips: told }) => (told === undefined ? [] : [name])), quick };
    };
    expect(found('scenarios/prod.yaml').told).toEqual(['POLL_COST']);
    expect(found('scenarios/keepa-after.yaml').told).toEqual(['POLL_COST', 'order']);
    const worlds = (states: number, stopped: 'complete' | 'states-max' = 'complete') =>
      quickRests({ scenario: 'x', worlds: [{ states, stopped } as WorldVerification] }).stepsMax! > 0;
    expect([worlds(10_000), worlds(10_001), worlds(10, 'states-max')]).toEqual([true, false, false]);
  });

  it('is who goes first, where both ask at one level', () => {
    expect(flips(scenarioText(formOf('after', { belowGate: 'wait' })))).toEqual({
      order: 'with upserter always first, upserter is safe',
    });
  });

  it('is not told where no step may be spent on it', () => {
    expect(flips(scenarioText(formOf('after', { belowGate: 'wait' })), { stepsMax: 0 })).toEqual({});
  });

  it('names the worlds of an unsure fact at no cost', () => {
    const text = scenarioText(formOf('kept80', { belowGate: 'wait', poll: 'before', lookCost: 1 }))
      .replace('facts:', 'facts:\n  POLL_COST: { unsure: [0, 1] }')
      .replaceAll('cost: 1,', 'cost: $POLL_COST,');
    // The worse of the two worlds stands on top.
    expect(flips(text, { stepsMax: 0 }).POLL_COST).toBe('with 0, backfiller is safe');
  });

  it('is what the twin says of the form with another debt, or another order', () => {
    let told = 0;
    fc.assert(
      fc.property(twoTasks, (form) => {
        const plain: TwoTasks = { ...form, poll: 'none', lookCost: 0 };
        const here = twin(plain);
        const found = flips(scenarioText(plain));
        const debt = plain.debt === 'none' ? 'unlimited' : 'none';
        const other = changed(here, twin({ ...plain, debt }));
        expect(found['supplies.keepa.debt']).toBe(other === undefined ? undefined : `with debt ${debt}, ${other}`);
        if (plain.first === 'any') {
          const orders = (['upserter', 'backfiller'] as const).flatMap((first) => {
            const text = changed(here, twin({ ...plain, first }));
            return text === undefined ? [] : [`with ${first} always first, ${text}`];
          });
          expect(found.order).toBe(orders.length === 0 ? undefined : orders.join('; '));
        }
        if (Object.keys(found).length > 0) told++;
      }),
      { numRuns: LONG ? 1_000 : 30 },
    );
    expect(told).toBeGreaterThan(5);
  });
});
