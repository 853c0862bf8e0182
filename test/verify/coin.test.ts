/**
 * The wait loop on a grid of half minutes, with looks that cost a token: what an adversary can do by whose turn it is, a coin
 * never does for ever. So "never" must not be read out of a grid on which sleeps near the target cannot get shorter.
 */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verifyWorld } from '../../src/verify/verify.ts';
import { formOf } from './rules-table.ts';
import { sureByCoin, twin } from './twin.ts';
import { scenarioText } from './two-tasks.ts';

const LOOP = { stepSeconds: 30, refillEvery: 2, period: 30, poll: 'before', belowGate: 'wait', lookCost: 1 } as const;

describe('a look every half minute that costs a token', () => {
  it.each([
    { setting: 'after', upserter: 'starvable', batches: [19.56, 20.75] },
    { setting: 'kept80', upserter: 'live', batches: [0.035, 0.057] },
  ] as const)(
    '$setting: the Upserter is $upserter and the Backfiller starvable, and neither starves by a coin',
    (one) => {
      const form = formOf(one.setting, LOOP);
      const world = loadScenario(scenarioText(form), { file: 'coin.yaml' }).worlds[0]!;
      const { stopped, tasks, chances } = verifyWorld(world, { chances: {} });
      expect(stopped).toBe('complete');
      expect(tasks.map(({ task, claim }) => [task, claim])).toEqual([
        ['upserter', one.upserter],
        ['backfiller', 'starvable'],
      ]);
      const { upserter, backfiller } = twin(form);
      expect([upserter.claim, backfiller.claim]).toEqual([one.upserter, 'starvable']);
      expect(chances!.tasks.map((of) => [of.task, of.starvesAgainstAdversary, of.starvesByCoin])).toEqual([
        ['upserter', one.upserter === 'live' ? 'never' : 'possible', 'never'],
        ['backfiller', 'possible', 'never'],
      ]);
      expect(sureByCoin(form)).toEqual({ upserter: true, backfiller: true });
      // Phases have no chance, so what a coin gives is a range over them.
      const { low, high } = chances!.tasks[1]!.longRun.progressPerDay;
      expect(low).toBeGreaterThanOrEqual(one.batches[0]);
      expect(high).toBeLessThanOrEqual(one.batches[1]);
    },
  );
});
