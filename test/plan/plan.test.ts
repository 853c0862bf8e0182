/** A plan of the story: what is safe, what is best, how far it is from trouble, and that exhaustive search finds no better. */
import { describe, expect, it } from 'vitest';
import { withValues } from '../../src/plan/apply.ts';
import { plan } from '../../src/plan/plan.ts';
import { planReportSchema } from '../../src/plan/report.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { story } from './story.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const FILE = { file: 'story.yaml' };
const BACKFILL = 'plan: { maximize: backfiller.progress, indifference: 3% }';

describe('the thresholds of the story', () => {
  const step = LONG ? 5 : 15;
  const text = story({
    plan: BACKFILL,
    threshold: `{ value: 50, range: [${LONG ? 5 : 35}, 155], step: ${step} }`,
    horizon: LONG ? '7d' : '4d',
  });

  it('from 55 up are safe, the fix of the seed is one step from it, and the choice is far from both ends', async () => {
    const report = await plan(text, FILE, { vary: ['THRESHOLD'] });
    expect(planReportSchema.safeParse(report).error).toBeUndefined();
    const { verdict, chosen, present, counts, exhaustive } = report;
    expect({ verdict, exhaustive, looked: counts.looked, unsafe: counts.unsafe, safe: counts.safe }).toEqual({
      verdict: 'pass',
      exhaustive: true,
      looked: LONG ? 31 : 9,
      unsafe: LONG ? 10 : 2,
      safe: LONG ? 21 : 7,
    });
    // Sixty batches of two items beside 96 runs of 50 tokens on average are all that 7,200 tokens a day pay for.
    expect(chosen!.perDay.backfiller).toBeGreaterThan(115);
    expect(chosen!.perDay.backfiller).toBeLessThanOrEqual(130);
    expect(chosen!.served.upserter).toBe(1);
    expect(chosen!.standing).toBe('proved');
    expect(present!.standing).toBe('unsafe');
    expect(present!.nearest).toEqual({ name: 'THRESHOLD', to: LONG ? '55' : '65', steps: 1 });
    const edges = chosen!.margin.edges.map(({ at, standing }) => [at, standing]);
    expect(edges).toEqual([
      ['50', 'unsafe'],
      ['125', 'missed'],
    ]);
    expect(chosen!.margin.steps).toBeGreaterThanOrEqual(LONG ? 6 : 2);
    const [backfill] = chosen!.difference;
    expect(backfill!.target).toBe('backfiller.progress');
    expect(backfill!.interval![1]).toBeLessThan(0);
    // Twice the rate leaves it safe; four fifths of it do not.
    const rate = report.robustness.filter(({ what }) => what === 'rate of keepa');
    expect(rate.map(({ by, standing }) => [by, standing])).toEqual([
      ['x 1/2', 'unsafe'],
      ['-20 %', 'unsafe'],
      ['+20 %', 'proved'],
      ['x 2', 'proved'],
      ['x 5', 'proved'],
    ]);
  });
});

describe('a plan over several parameters', () => {
  const thresholds = LONG ? ['40', '60', '100'] : ['40', '100'];
  const batches = LONG ? ['1', '2', '3', '4'] : ['2'];
  const periods = LONG ? ['10m', '15m', '20m'] : ['15m', '20m'];
  const text = story({
    threshold: `{ value: 100, oneOf: [${thresholds}] }`,
    plan: `plan: { maximize: backfiller.progress, where: [20 * $BATCH <= 80, $EVERY != 30m] }`,
    horizon: LONG ? '7d' : '4d',
  })
    .replace('range: [1, 5], step: 1', `oneOf: [${batches}, 5]`)
    .replace('[10m, 15m, 20m, 30m]', `[${periods}, 30m]`);

  it('is beaten by no setting that exploring each proves safe', async () => {
    const report = await plan(text, FILE, { replications: 2 });
    const settings = thresholds.flatMap((THRESHOLD) =>
      batches.flatMap((BATCH) => periods.map((EVERY) => ({ THRESHOLD, BATCH, EVERY }))),
    );
    expect(report.space.allowed).toBe(settings.length);
    const safe = settings.filter((set) =>
      verify(loadScenario(text, { ...FILE, set })).worlds[0]!.tasks.every(({ claim }) => claim === 'live'),
    );
    expect(report.counts.unsafe).toBe(settings.length - safe.length);
    const best = Math.max(...report.effects[0]!.values.flatMap((value) => value.best ?? []));
    const measured = report.chosen!.figures.find(({ target }) => target === 'backfiller.progress')!.mean!;
    expect(measured).toBeGreaterThanOrEqual(0.98 * best);
    for (const one of report.front) {
      const isBetter = (other: typeof one): boolean =>
        other.figures.every(({ mean }, index) => mean! > one.figures[index]!.mean!);
      expect(report.front.filter(isBetter)).toEqual([]);
    }
  });
});

it('tells of its choice what no goal is about: a lease that runs out while its lock is held', async () => {
  const text = `quotasim: 1
horizon: 4h
replications: 2
parameters: { LEASE: { value: 10s, oneOf: [10s, 20s] } }
locks: { l: { lease: $LEASE } }
tasks:
  a: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ acquire: l }, { work: 3m }, progress] }
  b: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ acquire: l }, { work: 1m }, progress] }
`;
  const { verdict, remarks } = await plan(text, FILE);
  expect(verdict).toBe('pass');
  expect(remarks.join('\n')).toMatch(/^no goal is about it, but of this setting: .*\(QS\d{3}, story\.yaml:\d+:\d+\)$/m);
});

describe('chosen values', () => {
  it('are written where the old ones stand, and comments stay', () => {
    const text = story();
    const { text: applied } = withValues(text, FILE, { THRESHOLD: '85', EVERY: '20m' });
    const lines = text.split('\n');
    const changed = applied.split('\n').flatMap((line, index) => (line === lines[index] ? [] : [line]));
    expect(changed).toEqual([
      '  THRESHOLD: { value: 85, range: [5, 150], step: 5 } # tokens before a batch',
      '  EVERY: { value: 20m, oneOf: [10m, 15m, 20m, 30m] }',
    ]);
  });

  it.each(['value: "15m"', "value: '15m'", 'value: &every 15m # now'])('are written over %s', (written) => {
    const text = story().replace(
      '  EVERY: { value: 15m, oneOf: [10m, 15m, 20m, 30m] }',
      `  EVERY:\n    ${written}\n    oneOf: [15m, 20m]`,
    );
    if (written.includes('&')) expect(() => withValues(text, FILE, { EVERY: '20m' })).not.toThrow();
    expect(loadScenario(withValues(text, FILE, { EVERY: '20m' }).text, FILE).parameters.EVERY).toBe('20m');
  });

  it('stand beside those that were set, and what has no value of its own to be replaced is told', () => {
    const set = { BATCH: '3', COST: '40', order: 'fair', 'supplies.keepa.debt': 'none', EVERY: '10m' };
    const load = { ...FILE, set };
    const { text, left } = withValues(story(), load, { EVERY: '20m' });
    expect(left).toEqual(['COST', 'order']);
    expect(text).toContain('BATCH: { value: 3, range');
    expect(text).toContain('debt: none }');
    const { parameters } = loadScenario(text, FILE);
    expect(parameters).toMatchObject({ BATCH: '3', EVERY: '20m', THRESHOLD: '50' });
  });

  it.each(['value: max(10m, 15m)', 'value: >-\n      15m'])(
    'are not written where they would not stand alone: %s',
    (value) => {
      const every = `  EVERY:\n    ${value}\n    oneOf: [15m, 30m]`;
      const text = story().replace('  EVERY: { value: 15m, oneOf: [10m, 15m, 20m, 30m] }', every);
      expect(() => withValues(text, FILE, { EVERY: '30m' })).toThrow(
        'EVERY cannot be replaced where it stands; write 30m there by hand',
      );
    },
  );
});
