/** A plan with policies of one's own: they belong to the plan, and are in this process alone. */
import { expect, it } from 'vitest';
import { planWorkers } from '../../src/node/plan-workers.ts';
import { plan } from '../../src/plan/plan.ts';
import { definePolicy } from '../../src/policies/define.ts';

const TEXT = `quotasim: 1
horizon: 1d
parameters: { PAUSE: { value: 4m, oneOf: [4m, 8m] } }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 60, initial: 60, debt: none } }
backlogs: { deals: { initial: unlimited } }
tasks:
  backfill:
    trigger: { always: { pause: $PAUSE } }
    steps: [take: { deals: { use: mine, most: 4, supply: api, from: 50 } }, spend: { api: 10 * n }, progress: n]
plan: { maximize: backfill.progress }
`;

interface Options {
  readonly most: number;
  readonly from: number;
}

/** Two programs of one name. */
const ONE = (_: Options) => ({ memory: [], size: () => 1 });
const MANY = ({ most, from }: Options) => ({ memory: [], size: (grains: number) => (grains >= from ? most : 1) });

async function planned(create: typeof MANY) {
  const mine = definePolicy({
    family: 'batch',
    name: 'mine',
    describe: 'as many as the program says',
    sees: 'supply',
    options: [
      { name: 'most', unit: 'count', minimum: 1, describe: 'items at the most' },
      { name: 'from', unit: 'level', minimum: 0, describe: 'tokens for more than one' },
    ],
    create,
  });
  let hash = '';
  const store = (of: string) => {
    hash = of;
    return { known: new Map(), keep: () => {} };
  };
  const { chosen } = await plan(TEXT, { policies: [mine] }, { store, runner: planWorkers(2) });
  return { hash, perDay: chosen!.perDay.backfill! };
}

it('is another plan with another program of the same name, and takes no thread that does not have it', async () => {
  const [one, many] = [await planned(ONE), await planned(MANY)];
  expect(many.perDay).toBeGreaterThan(one.perDay);
  expect(many.hash).not.toBe(one.hash);
});
