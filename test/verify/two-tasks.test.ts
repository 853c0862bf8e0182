/** `verify` says of random two-task systems what the twin says: the same claims, and longest waits to the step. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { twin } from './twin.ts';
import { twoTasks } from './two-tasks.ts';
import { product } from './two-tasks-product.ts';

const forms = process.env.QUOTASIM_LONG === undefined ? 300 : 3000;

it(`agrees with the twin on ${forms} random forms`, { timeout: 1_800_000 }, () => {
  fc.assert(
    fc.property(twoTasks, (form) => {
      expect(product(form)).toEqual(twin(form));
    }),
    { numRuns: forms },
  );
});
