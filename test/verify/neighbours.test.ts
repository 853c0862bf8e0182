/** How far a parameter can move: the story's own ranges, both sides of every end, and a recount of small systems. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { type NeighbourOptions, neighboursOf, type ParameterNeighbours } from '../../src/verify/neighbours.ts';
import { verify } from '../../src/verify/verify.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

function neighbours(text: string, options?: NeighbourOptions): readonly ParameterNeighbours[] {
  const [first, ...others] = neighboursOf(text, { file: 'test.yaml' }, options);
  expect(others).toEqual([]);
  return first!.parameters;
}

/** The story after the fix, with the threshold as its one parameter. */
function keepa(threshold: string, how: { value: number; skips: boolean }): string {
  const wait = how.skips ? ', atMost: 0s, otherwise: stop' : '';
  return `quotasim: 1
horizon: 7d
grid: 1m
parameters: { THRESHOLD: { value: ${how.value}, ${threshold} } }
supplies:
  keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited }
facts: { COST: { choice: [40, 60] } }
tasks:
  upserter:
    trigger: { every: 15m, offset: any }
    whenBusy: skip
    steps: [{ await: { keepa: 50${wait} } }, { spend: { keepa: $COST } }, progress]
  backfiller:
    trigger: always
    steps: [{ repeat: [{ await: { keepa: $THRESHOLD } }, { spend: { keepa: 40 } }, progress, { work: 1m }] }]
goals: { backfiller: { progressWithin: 2h } }
`;
}

describe('the nearest safe and unsafe settings of the story', () => {
  const end = 'range: [5, 300], step: 5';
  const short = 'oneOf: [45, 50, 55, 60, 80, 115, 120, 125, 300]';

  it('are live for thresholds from 55 to 300, and met from 55 to 120, where the Upserter waits', () => {
    const [threshold] = neighbours(keepa(LONG ? end : short, { value: 80, skips: false }));
    expect(threshold).toMatchObject({
      name: 'THRESHOLD',
      value: '80',
      claim: {
        answer: 'yes',
        from: '55',
        to: '300',
        below: { kind: 'flips', at: '50' },
        above: { kind: 'lattice' },
      },
      goals: {
        answer: 'yes',
        from: '55',
        to: '120',
        below: { kind: 'flips', at: '50' },
        above: { kind: 'flips', at: '125' },
      },
    });
    const at = (value: string) => threshold!.points.find((point) => point.value === value);
    expect(at('50')!.claims).toEqual({ upserter: 'starvable', backfiller: 'live' });
    expect(at('125')).toMatchObject({ claim: 'yes', goals: 'no' });
    // Both have flipped at 50: nobody looks further down.
    expect(threshold!.points[0]!.value).toBe('50');
  });

  it('are live for thresholds from 55 to 300 where starts are skipped', () => {
    const [threshold] = neighbours(keepa(LONG ? end : short, { value: 80, skips: true }));
    expect(threshold!.claim).toMatchObject({ answer: 'yes', from: '55', to: '300', below: { at: '50' } });
  });

  it('lie five tokens up from the fix that was made', () => {
    const [threshold] = neighbours(keepa('range: [40, 60], step: 5', { value: 50, skips: false }));
    const unsafe = {
      answer: 'no',
      from: '40',
      to: '50',
      below: { kind: 'lattice' },
      above: { kind: 'flips', at: '55' },
    };
    expect(threshold).toMatchObject({ claim: unsafe, goals: unsafe });
    expect(threshold!.points.map(({ value, claim }) => `${value} ${claim}`)).toEqual([
      '40 no',
      '45 no',
      '50 no',
      '55 yes',
    ]);
  });

  it('are found for each parameter of the shipped scenario, as far as a limit allows', async () => {
    const text = await readFile(new URL('../../scenarios/keepa-kept-80.yaml', import.meta.url), 'utf8');
    const found = neighbours(text, { valuesMax: LONG ? undefined : 7 });
    expect(found.map(({ name }) => name)).toEqual(['BACKFILL_MIN_TOKENS', 'UPSERT_EVERY', 'UPSERT_MIN_TOKENS']);
    expect(found[0]!.claim).toMatchObject({ from: '55', below: { kind: 'flips', at: '50' } });
    if (!LONG) expect(found[2]!.claim).toMatchObject({ from: '50', to: '50', above: { kind: 'limit' } });
  });
});

/** A task that asks for `COST` of a bucket that holds `CAPACITY`, every ten minutes. */
function simple(parameters: string, more = ''): string {
  return `quotasim: 1
horizon: 1d
grid: 1m
parameters: ${parameters}
supplies: { api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 10, initial: any, debt: none } }
tasks:
  one: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ spend: { api: $COST } }, progress] }
${more}`;
}

describe('a range', () => {
  it('ends where the values end, and is only the present one where the next is another', () => {
    const [cost] = neighbours(simple('{ COST: { value: 10, range: [9, 12] , step: 1 } }'));
    expect(cost!.claim).toEqual({
      answer: 'yes',
      from: '9',
      to: '10',
      below: { kind: 'lattice' },
      above: { kind: 'flips', at: '11' },
    });
    const [only] = neighbours(simple('{ COST: { value: 10, oneOf: [10, 11] } }'));
    expect(only!.claim).toMatchObject({ from: '10', to: '10', below: { kind: 'lattice' }, above: { at: '11' } });
  });

  it('takes steps from the low end of a range, and lists in the order of their size', () => {
    const [cost] = neighbours(simple('{ COST: { value: 7, range: [1, 10], step: 3 } }'));
    expect(cost!.points.map(({ value }) => value)).toEqual(['1', '4', '7', '10']);
    const [listed] = neighbours(simple('{ COST: { value: 5, oneOf: [9, 2, 5, 3, 9] } }'));
    expect(listed!.points.map(({ value }) => value)).toEqual(['2', '3', '5', '9']);
  });

  it('is not looked for without a step, and parameters that may have any value have none', () => {
    const [cost, ...others] = neighbours(
      simple('{ COST: { value: 5, range: [1, 10] }, OTHER: 3, MORE: { value: 2 } }'),
    );
    expect(cost!.claim).toMatchObject({ answer: 'yes', below: { kind: 'no-step' }, above: { kind: 'no-step' } });
    expect(others).toEqual([]);
  });

  it('ends at a limit, just under the values it takes, and not at it', () => {
    const text = simple('{ COST: { value: 5, range: [3, 7], step: 1 } }');
    const [whole] = neighbours(text, { valuesMax: 4 });
    expect(whole!.claim).toMatchObject({ from: '3', to: '7', above: { kind: 'lattice' } });
    const [less] = neighbours(text, { valuesMax: 3 });
    expect(less!.claim).toMatchObject({ from: '3', to: '6', above: { kind: 'limit' } });
    const states = whole!.points.reduce((sum, point) => sum + point.states, 0);
    const [few] = neighbours(text, { statesMax: states - 1 });
    expect(few!.claim.above.kind).not.toBe('lattice');
  });

  it('ends at a value that cannot be verified, or makes no scenario', () => {
    const working = (gaps: string) =>
      simple(`{ COST: 5, GAP: { value: 5ms, ${gaps} } }`).replace(
        ', progress]',
        ', { work: { uniform: [0s, $GAP] } }, progress]',
      );
    const [listable] = neighbours(working('oneOf: [3ms, 5ms, 2s]'));
    expect(listable!.claim).toMatchObject({
      answer: 'yes',
      from: '3ms',
      to: '5ms',
      above: { kind: 'unknown', at: '2s' },
    });
    const [unknown] = neighbours(working('oneOf: [5ms, 2s]').replace('value: 5ms', 'value: 2s'));
    expect(unknown!.claim).toMatchObject({ answer: 'unknown', below: { kind: 'unknown', at: '5ms' } });
    const [broken] = neighbours(
      simple('{ COST: 5, STEPS: { value: 2, oneOf: [2, 2.5] } }').replace(
        'progress]',
        '{ repeat: { times: $STEPS, steps: [progress] } }]',
      ),
    );
    expect(broken!.claim).toMatchObject({ answer: 'yes', above: { kind: 'invalid', at: '2.5' } });
  });

  it('counts no task that need not progress', () => {
    const parameters = '{ COST: { value: 10, range: [9, 12], step: 1 } }';
    const accepted = neighbours(simple(parameters, 'goals: { one: { accept: it is only a test } }\n'));
    expect(accepted[0]!.claim).toMatchObject({ answer: 'yes', from: '9', to: '12' });
    expect(accepted[0]!.points.at(-1)!.claims).toEqual({ one: 'starved' });
  });

  it('is told for each world', () => {
    const text = simple('{ COST: { value: 8, range: [7, 11], step: 1 } }', 'facts: { MORE: { unsure: [0, 2] } }\n');
    const found = neighboursOf(text.replace('$COST }', '$COST + $MORE }'), { file: 'test.yaml' });
    expect(found.map(({ set, parameters }) => [set.MORE, parameters[0]!.claim.to])).toEqual([
      ['0', '10'],
      ['2', '8'],
    ]);
  });

  it('is what verifying each value by itself comes to', () => {
    fc.assert(
      fc.property(
        fc.record({
          gate: fc.integer({ min: 3, max: 9 }),
          batch: fc.integer({ min: 2, max: 8 }),
          now: fc.integer({ min: 1, max: 12 }),
        }),
        ({ gate, batch, now }) => {
          const text = (value: number) => `quotasim: 1
horizon: 1h
grid: 1m
parameters: { LEVEL: { value: ${value}, range: [1, 12], step: 1 } }
supplies: { api: { model: token-bucket, refill: { tokens: 2, every: 1m }, capacity: 12, initial: any, debt: unlimited } }
tasks:
  small: { trigger: { every: 4m, offset: any }, whenBusy: skip, steps: [{ await: { api: ${gate} } }, { spend: { api: 4 } }, progress] }
  large: { trigger: always, steps: [{ repeat: [{ await: { api: $LEVEL } }, { spend: { api: ${batch} } }, progress, { work: 1m }] }] }
`;
          const safe = (value: number) =>
            verify(loadScenario(text(value), { file: 'test.yaml' })).worlds[0]!.tasks.every(
              ({ claim }) => claim === 'live',
            );
          const answer = safe(now);
          let [from, to] = [now, now];
          while (from > 1 && safe(from - 1) === answer) from--;
          while (to < 12 && safe(to + 1) === answer) to++;
          expect(neighbours(text(now))[0]!.claim).toMatchObject({
            answer: answer ? 'yes' : 'no',
            from: String(from),
            to: String(to),
          });
        },
      ),
      { numRuns: LONG ? 100 : 6 },
    );
  });
});
