/** Small scenarios with backlogs, made up: what comes, how it is taken, what becomes of it. For the engine's tests and the explorer's. */
import fc from 'fast-check';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';

const TRACE = 'at,items\n1m,1\n4m,2\n5m,1\n';

const arrivals = fc.constantFrom(
  '',
  'arrivals: { every: 2m, items: 1, offset: 1m }',
  'arrivals: { every: 3m, items: 2, offset: any }',
  'arrivals: { every: 2m, between: [0, 2], offset: 2m }',
  'arrivals: [{ every: 4m, items: 1, offset: 4m }, { every: 3m, between: [1, 2], offset: 3m }]',
  'arrivals: { every: 3m, items: { choice: [0, 1, 3] }, offset: 1m }',
  'arrivals: { trace: came.csv }',
);
const expiry = fc.constantFrom(
  '',
  '',
  'expires: { after: 2m, pruneEvery: 1m }',
  'expires: { after: 3m, pruneEvery: 2m }',
);

/** The steps of a task: each takes once, and progresses only with what it took. */
const steps = fc.constantFrom(
  '[take: { todo: 2 }, spend: { api: n }, progress: n, work: 1m]',
  '[take: { todo: 3, atLeast: 2 }, spend: { api: 1 }, progress, work: 2m]',
  '[take: { todo: 1, atMost: 1m, otherwise: stop }, spend: { api: 2, atMost: 1m, otherwise: fail }, progress]',
  '[take: todo, spend: { api: 2, atMost: 0s, otherwise: fail }, progress, work: 1m]',
  '[work: 1m, repeat: { while: { take: { todo: 2 } }, steps: [spend: { api: n }, progress, work: 1m] }]',
  '[take: { todo: 2, atMost: 0s, otherwise: continue }, work: "1m * max(1, n)", progress: n]',
  '[take: todo, work: 1m, stop]',
);
/** Whoever gives up at once must be started by a period, or no time passes. */
const periodic = fc.constantFrom(
  '{ every: 2m, offset: 2m }, whenBusy: skip',
  '{ every: 3m, offset: any }, whenBusy: queue all',
  '{ every: 3m, offset: 1m }, whenBusy: allow',
);
const task = fc
  .record({ steps, periodic, always: fc.boolean(), priority: fc.integer({ min: 0, max: 2 }) })
  .map(({ steps: program, periodic: starts, always, priority }) => {
    const spins = /atMost: 0s|work: 1m, stop/.test(program);
    return `{ trigger: ${always && !spins ? 'always' : starts}, priority: ${priority}, steps: ${program} }`;
  });

export const stockedText: fc.Arbitrary<string> = fc
  .record({
    order: fc.constantFrom('any', 'priority'),
    refill: fc.integer({ min: 1, max: 3 }),
    debt: fc.constantFrom('none', 'unlimited'),
    initial: fc.constantFrom('0', '1', '3', '{ any: 2 }', 'unlimited'),
    arrivals,
    expiry,
    tasks: fc.array(task, { minLength: 1, maxLength: 2 }),
  })
  .map(({ order, refill, debt, initial, arrivals: come, expiry: old, tasks }) => {
    const backlog = initial === 'unlimited' ? 'initial: unlimited' : [`initial: ${initial}, capacity: 4`, come, old];
    return `quotasim: 1
horizon: 6h
grid: 1m
order: ${order}
replications: 2
supplies: { api: { model: token-bucket, refill: { tokens: ${refill}, every: 1m }, capacity: 4, debt: ${debt}, initial: 0 } }
backlogs: { todo: { ${[backlog]
      .flat()
      .filter((part) => part !== '')
      .join(', ')} } }
tasks:
${tasks.map((one, index) => `  t${index}: ${one}`).join('\n')}
`;
  });

export function stocked(text: string): Scenario {
  return loadScenario(text, { file: 'stocked.yaml', read: () => TRACE });
}
