/**
 * Plans of random scenarios with several worlds, prices, constraints and values written in different ways, held to brute force: the
 * settings are counted here, each is proved and simulated by itself as `sim` does it, prices are added up here, and the
 * best is looked for among all.
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { requireProof } from '../../src/judge/require-proof.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { plan } from '../../src/plan/plan.ts';
import type { PlanReport } from '../../src/plan/report.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

/** By default some of the quickest: of two worlds each, whose cheapest is asked for. */
const SEEDS = process.env.QUOTASIM_LONG === undefined ? [43, 54] : Array.from({ length: 100 }, (_, seed) => seed);
const FILE = { file: 'worlds.yaml' };

type Name = 'RATE' | 'GATE' | 'EVERY' | 'CAPACITY';
/** In tokens a minute, tokens, minutes and tokens. */
type Setting = Readonly<Record<Name, number>>;

interface Problem {
  readonly text: string;
  /** Those that satisfy the constraint. */
  readonly settings: readonly Setting[];
  readonly price: (setting: Setting) => number;
  /** What there is to be as much of as can be; undefined where only runs tell. */
  readonly worth: ((setting: Setting) => number) | undefined;
}

interface Price {
  readonly text: string;
  readonly of: (setting: Setting) => number;
}

class Dice {
  readonly #random: () => number;

  constructor(seed: string) {
    this.#random = seedrandom.alea(seed);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low + 1));
  }

  rate(perMinute: number): string {
    return this.pick([`${perMinute}/min`, `${60 * perMinute}/h`]);
  }

  minutes(count: number): string {
    return this.pick([`${count}m`, `${60 * count}s`]);
  }
}

const TIERS = [5, 10, 10, 20, 0.1, 0.2, 0.3];

function priceOf(dice: Dice, rates: readonly number[], gates: readonly number[], costs: readonly number[]): Price {
  const perRate = new Map(rates.map((rate) => [rate, dice.pick(TIERS)]));
  const perGate = new Map(gates.map((gate) => [gate, dice.pick([0, 0.1, 0.2, 3])]));
  const rateTiers = `RATE: { ${rates.map((rate) => `${dice.rate(rate)}: ${perRate.get(rate)}`).join(', ')} }`;
  const gateTiers = `GATE: { ${gates.map((gate) => `${gate}: ${perGate.get(gate)}`).join(', ')} }`;
  return dice.pick<Price>([
    { text: `{ ${rateTiers} }`, of: ({ RATE }) => perRate.get(RATE)! },
    { text: `{ ${rateTiers}, ${gateTiers} }`, of: ({ RATE, GATE }) => perRate.get(RATE)! + perGate.get(GATE)! },
    { text: '3 * $GATE + 2 * $CAPACITY', of: ({ GATE, CAPACITY }) => 3 * GATE + 2 * CAPACITY },
    // Of several worlds the dearest counts.
    {
      text: '$COST * $GATE + $CAPACITY',
      of: ({ GATE, CAPACITY }) => Math.max(...costs.map((cost) => cost * GATE + CAPACITY)),
    },
  ]);
}

const TARGETS: readonly (readonly [string, ((setting: Setting, price: Price) => number) | undefined])[] = [
  ['minimize: price', (setting, price) => -price.of(setting)],
  ['minimize: $RATE', ({ RATE }) => -RATE],
  ['minimize: $CAPACITY', ({ CAPACITY }) => -CAPACITY],
  ['maximize: $GATE', ({ GATE }) => GATE],
  ['maximize: $EVERY', ({ EVERY }) => EVERY],
  ['maximize: b.progress', undefined],
];

const GOALS = ['{}', '{ a: { progressWithin: 25m } }', '{ b: { progressWithin: 40m } }', '{ a: { served: 60% } }'];

function problemOf(seed: number): Problem {
  const dice = new Dice(`worlds ${seed}`);
  const costs = dice.pick([[dice.int(2, 6)], [dice.int(2, 6), dice.int(2, 9)]]);
  const cost = costs.length === 1 ? costs[0] : `{ unsure: [${costs}] }`;
  const [rates, everies] = [
    dice.pick([
      [1, 2],
      [2, 3],
      [1, 3, 4],
    ]),
    dice.pick([
      [3, 4],
      [4, 6],
    ]),
  ];
  const gates = dice.pick([
    [1, 2, 4, 8],
    [2, 7],
  ]);
  const gate = gates[0] === 1 ? '{ value: 4, range: [1, 8], factor: 2 }' : '{ value: 7, range: [2, 7], step: 5 }';
  const capacities = [dice.int(8, 14), dice.int(15, 17)];
  const price = priceOf(dice, rates, gates, costs);
  const [where, isAllowed] = dice.pick<readonly [string, (setting: Setting) => boolean]>([
    ['$GATE >= 0', () => true],
    ['$GATE != 2', ({ GATE }) => GATE !== 2],
    ['$GATE + $COST < $CAPACITY', ({ GATE, CAPACITY }) => costs.every((one) => GATE + one < CAPACITY)],
  ]);
  const [target, worth] = dice.pick(TARGETS);
  const modes = ['none', 'unlimited', 'clamp', '{ unsure: [none, unlimited] }'];
  const text = `quotasim: 1
horizon: 3h
grid: 1m
replications: 2
parameters:
  RATE: { value: ${dice.rate(rates[0]!)}, oneOf: [${rates.toReversed().map((rate) => dice.rate(rate))}] }
  GATE: ${gate}
  EVERY: { value: ${dice.minutes(everies[0]!)}, oneOf: [${everies.map((every) => dice.minutes(every))}] }
  CAPACITY: { value: ${capacities[0]}, oneOf: [${capacities}] }
facts: { COST: ${cost} }
supplies:
  s: { model: token-bucket, refill: { tokens: $RATE * 1m, every: 1m }, capacity: $CAPACITY, initial: any, debt: ${dice.pick(modes)} }
order: ${dice.pick(['any', 'priority', 'fair'])}
tasks:
  a:
    trigger: { every: $EVERY, offset: ${dice.pick(['any', '0s'])} }
    whenBusy: ${dice.pick(['skip', 'skip', '{ unsure: [skip, queue one] }'])}
    priority: ${dice.int(0, 2)}
    steps: [{ await: { s: ${dice.int(1, 6)} } }, { spend: { s: $COST } }, progress]
  b:
    trigger: always
    priority: 1
    steps: [{ await: { s: $GATE, poll: { every: 1m } } }, { spend: { s: ${dice.int(1, 6)} } }, progress, { work: 1m }]
goals: ${dice.pick(GOALS)}
plan:
  ${target}
  price: ${price.text}
  where: ${where}
`;
  const all = rates.flatMap((RATE) =>
    gates.flatMap((GATE) =>
      everies.flatMap((EVERY) => capacities.map((CAPACITY) => ({ RATE, GATE, EVERY, CAPACITY }))),
    ),
  );
  const best = worth && ((setting: Setting): number => worth(setting, price));
  return { text, settings: all.filter(isAllowed), price: price.of, worth: best };
}

const UNITS: Readonly<Record<string, number>> = { '/min': 1, '/h': 1 / 60, '/s': 60, m: 1, s: 1 / 60, h: 60, '': 1 };

function settingOf(values: Readonly<Record<string, string>>): Setting {
  const number = (text: string): number => {
    const [, digits, unit] = /^([\d.]+)(\D*)$/.exec(text)!;
    return Number(digits) * UNITS[unit!]!;
  };
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, number(text)])) as Setting;
}

type Truth = 'kept' | 'missed' | 'unknown' | 'unsafe';

/** What is proved of a setting by itself, and what `sim` says of it. */
function truthOf(text: string, { RATE, GATE, EVERY, CAPACITY }: Setting, demand: boolean): Truth {
  const set = { RATE: `${RATE}/min`, GATE: String(GATE), EVERY: `${EVERY}m`, CAPACITY: String(CAPACITY) };
  const scenario = loadScenario(text, { ...FILE, set });
  const proved = verify(scenario);
  const starving = proved.worlds.flatMap(({ goals }) => goals.filter(({ goal }) => goal === 'neverStarves'));
  if (starving.some(({ verdict }) => verdict === 'violated')) return 'unsafe';
  const judged = withProofs(simulate(scenario, { replications: 2 }), scenario, proved, { demand, soften: !demand });
  const { verdict } = (demand ? requireProof(judged) : judged).report;
  return verdict === 'pass' ? 'kept' : verdict === 'fail' ? 'missed' : 'unknown';
}

const keyOf = ({ RATE, GATE, EVERY, CAPACITY }: Setting): string => [RATE, GATE, EVERY, CAPACITY].join();

function checkChoice(
  chosen: NonNullable<PlanReport['chosen']>,
  truths: ReadonlyMap<string, Truth>,
  { settings, price, worth }: Problem,
): void {
  const setting = settingOf(chosen.values);
  expect(truths.get(keyOf(setting))).toBe('kept');
  expect(chosen.figures.find(({ target }) => target === 'price')!.mean).toBeCloseTo(price(setting), 9);
  const kept = settings.filter((one) => truths.get(keyOf(one)) === 'kept');
  if (worth !== undefined) {
    const most = Math.max(...kept.map(worth));
    expect(worth(setting)).toBeCloseTo(most, 9);
    expect(chosen.equals).toBe(kept.filter((one) => Math.abs(worth(one) - most) < 1e-9).length);
  }
  for (const { name, at, standing } of chosen.margin.edges) {
    const beyond = { ...setting, ...settingOf({ [name]: at }) };
    expect({ at, standing }).toEqual({ at, standing: truths.get(keyOf(beyond)) });
  }
}

describe('a plan of several worlds with prices', () => {
  it.each(SEEDS)('is what looking at every setting by itself comes to (seed %i)', async (seed) => {
    const problem = problemOf(seed);
    const { text, settings } = problem;
    const demand = seed % 2 === 1;
    const { chosen, counts, verdict } = await plan(text, FILE, { requireProof: demand });
    const truths = new Map(settings.map((setting) => [keyOf(setting), truthOf(text, setting, demand)]));
    const count = (truth: Truth): number => [...truths.values()].filter((one) => one === truth).length;
    const { looked, proved, estimated, unknown, missed, unsafe } = counts;
    expect({ looked, kept: proved + estimated, unknown, missed, unsafe }, text).toEqual({
      looked: settings.length,
      kept: count('kept'),
      unknown: count('unknown'),
      missed: count('missed'),
      unsafe: count('unsafe'),
    });
    expect(chosen === null, text).toBe(count('kept') === 0);
    expect(verdict).toBe(count('kept') > 0 ? 'pass' : count('unknown') > 0 ? 'unknown' : 'fail');
    if (chosen !== null) checkChoice(chosen, truths, problem);
  });
});
