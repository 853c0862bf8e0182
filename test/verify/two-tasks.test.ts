/** `verify` says of random two-task systems what the twin says: the same claims, and longest waits to the step. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { formOf } from './rules-table.ts';
import { twin } from './twin.ts';
import { scenarioText, twoTasks } from './two-tasks.ts';
import { product } from './two-tasks-product.ts';

const forms = process.env.QUOTASIM_LONG === undefined ? 80 : 3000;

it(`agrees with the twin on ${forms} random forms`, { timeout: 1_800_000 }, () => {
  fc.assert(
    fc.property(twoTasks, (form) => {
      expect(product(form)).toEqual(twin(form));
    }),
    { numRuns: forms },
  );
});

// Five tokens come a minute, and looks eat as much or more: the level may sink for ever, so there is no end of states.
it.each([
  { lookCost: 5, belowGate: 'wait' },
  { lookCost: 6, belowGate: 'skip' },
] as const)('proves nothing good where looks of $lookCost may sink the level for ever ($belowGate)', (one) => {
  const form = formOf('after', { ...one, poll: 'before' });
  const { worlds } = verify(loadScenario(scenarioText(form), { file: 'two-tasks.yaml' }));
  expect(worlds[0]!.stopped).not.toBe('complete');
  for (const { claim, worst } of worlds[0]!.tasks) {
    expect(claim).not.toBe('live');
    expect(worst).toBeUndefined();
  }
});
