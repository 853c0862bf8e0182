/** How a scenario asks for statistics: limits of latencies and ages, precisions, a warm-up, an objective. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { refusal, told } from './refusal.ts';
import { broken } from './valid.ts';

const GOALS = 'goals:\n  upserter: { served: 95% }';
const AT_TOP = 'title: Two jobs';

const goalsOf = (text: string) =>
  loadScenario(text)
    .worlds[0]!.goals.filter(({ implicit }) => !implicit)
    .map(({ path: _, ...goal }) => goal);
const codes = (...of: Parameters<typeof refusal>) => refusal(...of).issues.map(({ code }) => code);

describe('latency and age', () => {
  it('give a goal for each figure that is limited', () => {
    const text = broken(GOALS, 'goals:\n  upserter: { latency: { p95: 30s, max: 5m }, age: { mean: $GATE * 1s } }');
    expect(goalsOf(text)).toEqual([
      { of: 'upserter', goal: 'latency', implicit: false, figure: 'p95', limitMs: 30_000 },
      { of: 'upserter', goal: 'latency', implicit: false, figure: 'max', limitMs: 300_000 },
      { of: 'upserter', goal: 'age', implicit: false, figure: 'mean', limitMs: 50_000 },
    ]);
  });

  it('are limited by durations, figure by figure', () => {
    expect(
      told(broken(GOALS, 'goals:\n  upserter: { latency: { p95: 30, p90: 1m }, age: { max: 1h } }')),
    ).toMatchInlineSnapshot(`
      "
      broken.yaml:21:31 needs_unit
        goals.upserter.latency.p95 must be a duration such as 30s, 15m or 1h30m, received the bare number 30
        21 |   upserter: { latency: { p95: 30, p90: 1m }, age: { max: 1h } }
                                           ^

      broken.yaml:21:35 unknown_key
        goals.upserter.latency: unknown key "p90" (did you mean "p50"?); known here: mean, p50, p95, p99, max
        21 |   upserter: { latency: { p95: 30, p90: 1m }, age: { max: 1h } }
                                               ^

      broken.yaml:21:46 no_meaning
        goals.upserter.age: "age" has no meaning here: it limits no figure; write { p95: 5m }, for one
        21 |   upserter: { latency: { p95: 30, p90: 1m }, age: { max: 1h } }
                                                          ^

      broken.yaml:21:53 unknown_key
        goals.upserter.age: unknown key "max" (did you mean "mean"?); known here: mean, p50, p95, p99
        21 |   upserter: { latency: { p95: 30, p90: 1m }, age: { max: 1h } }
                                                                 ^
      "
    `);
    expect(codes(broken(GOALS, 'goals:\n  upserter: { latency: 30s }'))).toEqual(['wrong_kind']);
  });
});

describe('precisions', () => {
  it('are goals of the task, absolute or a share of the value', () => {
    const text = broken(
      AT_TOP,
      `${AT_TOP}\nreplications: { until: { upserter: { served: 1%, progressPerDay: 5%, latency: 2s, age: 10% } }, atLeast: 12, atMost: 90 }`,
    );
    const { replications, replicationsMax } = loadScenario(text);
    expect([replications, replicationsMax]).toEqual([12, 90]);
    expect(goalsOf(text).flatMap((goal) => (goal.goal === 'precision' ? [[goal.figure, goal.width]] : []))).toEqual([
      ['served', { kind: 'absolute', half: 0.01 }],
      ['progressPerDay', { kind: 'relative', share: 0.05 }],
      ['latency', { kind: 'absolute', half: 2000 }],
      ['age', { kind: 'relative', share: 0.1 }],
    ]);
  });

  it.each([
    ['{ until: {} }', [20, 1000]],
    ['{ until: {}, atLeast: 5000 }', [5000, 5000]],
    ['{ until: {}, atMost: 15 }', [15, 15]],
    ['{ until: {}, atLeast: 10, atMost: 10 }', [10, 10]],
    ['7', [7, undefined]],
  ])('take at least and at most so many runs: %s', (written, expected) => {
    const { replications, replicationsMax } = loadScenario(broken(AT_TOP, `${AT_TOP}\nreplications: ${written}`));
    expect([replications, replicationsMax]).toEqual(expected);
  });

  it('are told what is wrong with them', () => {
    const text = broken(
      AT_TOP,
      `${AT_TOP}\nreplications: { until: { upserta: { served: 1% }, upserter: { served: 0%, latency: 2 } }, atLeast: 9, atMost: 20 }`,
    );
    expect(told(text)).toMatchInlineSnapshot(`
      "
      broken.yaml:3:26 unknown_name
        replications.until.upserta: there is no task "upserta" (did you mean "upserter"?); known: upserter
        3 | replications: { until: { upserta: { served: 1% }, upserter: { served: 0%, latency: 2 } }, atLeast: 9…
                                     ^

      broken.yaml:3:71 not_above
        replications.until.upserter.served must be above 0%, received 0%
        3 | replications: { until: { upserta: { served: 1% }, upserter: { served: 0%, latency: 2 } }, atLeast: 9…
                                                                                  ^

      broken.yaml:3:84 needs_unit
        replications.until.upserter.latency must be a duration such as 30s, 15m or 1h30m, received the bare number 2
        3 | replications: { until: { upserta: { served: 1% }, upserter: { served: 0%, latency: 2 } }, atLeast: 9…
                                                                                               ^

      broken.yaml:3:100 too_small
        replications.atLeast must be at least 10, received 9
        3 | …upserter: { served: 0%, latency: 2 } }, atLeast: 9, atMost: 20 }
                                                              ^
      "
    `);
    const crossed = broken(AT_TOP, `${AT_TOP}\nreplications: { until: {}, atLeast: 30, atMost: 20 }`);
    expect(codes(crossed)).toEqual(['too_small']);
    expect(codes(broken(AT_TOP, `${AT_TOP}\nreplications: { atMost: 20 }`))).toEqual(['missing_key']);
  });

  it('of a served share are none for a task that is always due', () => {
    const always = `quotasim: 1
horizon: 1d
replications: { until: { job: { served: 1% } } }
tasks: { job: { trigger: always, steps: [{ work: 1m }, progress] } }
`;
    expect(codes(always)).toEqual(['served_always']);
  });
});

describe('a warm-up', () => {
  it('may be left to the runs', () => {
    const scenario = loadScenario(broken(AT_TOP, `${AT_TOP}\nwarmup: auto`));
    expect([scenario.warmup, scenario.worlds[0]!.model.warmupMs]).toEqual(['auto', 0]);
    expect(loadScenario(broken(AT_TOP, `${AT_TOP}\nwarmup: 1h`)).warmup).toBeUndefined();
    expect(codes(broken(AT_TOP, `${AT_TOP}\nwarmup: atuo`))).toEqual(['bare_word']);
  });
});

describe('an objective', () => {
  it.each([
    ['maximize: upserter.progress', { of: 'upserter', figure: 'progress', direction: 'maximize' }],
    ['maximize: upserter.served', { of: 'upserter', figure: 'served', direction: 'maximize' }],
    ['minimize: upserter.latency', { of: 'upserter', figure: 'latency', direction: 'minimize' }],
    ['minimize: upserter.age', { of: 'upserter', figure: 'age', direction: 'minimize' }],
    ['confidence: 99%', undefined],
  ])('is read: %s', (written, expected) => {
    expect(loadScenario(broken(AT_TOP, `${AT_TOP}\nplan: { ${written} }`)).objective).toEqual(expected);
  });

  it('may name a task with a dot in its name', () => {
    const text = broken(AT_TOP, `${AT_TOP}\nplan: { maximize: up.serter.progress }`).replaceAll(
      '  upserter:',
      '  up.serter:',
    );
    expect(loadScenario(text).objective).toEqual({ of: 'up.serter', figure: 'progress', direction: 'maximize' });
  });

  it.each([
    ['{ maximize: upserter.latency }', 'wrong_kind'],
    ['{ maximize: progress }', 'wrong_kind'],
    ['{ maximize: .progress }', 'wrong_kind'],
    ['{ maximize: upsertr.progress }', 'unknown_name'],
    ['{ maximize: upserter.progress, minimize: upserter.age }', 'not_together'],
  ])('is refused: %s', (written, code) => {
    expect(codes(broken(AT_TOP, `${AT_TOP}\nplan: ${written}`))).toEqual([code]);
  });
});
