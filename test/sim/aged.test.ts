/** A lease that runs from when a start was due makes the time in the queue count, which no canonical form holds. */
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { futureOf } from '../../src/sim/future/future.ts';
import { assemble } from '../../src/sim/machine.ts';

const future = (leaseFrom: string, whenBusy: string) => {
  const { worlds } = loadScenario(`quotasim: 1
horizon: 1d
locks: { job: { lease: 10m, leaseFrom: ${leaseFrom} } }
tasks:
  report:
    trigger: { every: 10m, offset: 0 }
    whenBusy: ${whenBusy}
    steps: [acquire: job, work: 4m, progress]
`);
  return futureOf(assemble(worlds[0]!.model), 10_000);
};

it.each([
  ['enqueue', 'queue all', { kind: 'not-seen', because: 'aged' }],
  ['enqueue', 'skip', { kind: 'recurs' }],
  ['grant', 'queue all', { kind: 'recurs' }],
])('a lease from %s, starts that %s: nothing is said of all time where their age counts', (from, busy, told) => {
  expect(future(from, busy)).toMatchObject(told);
});
