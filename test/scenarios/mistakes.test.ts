/** Mistakes a newcomer made, and what each is told: once, at the place that is wrong. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { nearest } from '../../src/scenarios/text/nearest.ts';
import { refusal, told } from './refusal.ts';
import { broken } from './valid.ts';

const codes = (...of: Parameters<typeof refusal>) => refusal(...of).issues.map(({ code }) => code);

describe('forms that exclude each other', () => {
  it('are told as such for two verbs in one step', () => {
    expect(told(broken('- await: { keepa: $GATE }', '- work: 1m\n        progress: 1'))).toMatchInlineSnapshot(`
      "
      broken.yaml:18:9 not_together
        tasks.upserter.steps[0]: "work" and "progress" cannot stand together; write one to an entry, as a list
        18 |         progress: 1
                     ^
      "
    `);
  });

  it('are told as such for two triggers in one map', () => {
    expect(told(broken('{ every: 15m, offset: any }', '{ every: 15m, cron: "* * * * *" }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:14:28 not_together
        tasks.upserter.trigger: "every" and "cron" cannot stand together; write one to an entry, as a list
        14 |     trigger: { every: 15m, cron: "* * * * *" }
                                        ^
      "
    `);
  });

  it('are told apart from a key that nobody knows', () => {
    expect(codes(broken('{ every: 15m, offset: any }', '{ every: 15m, cran: "* * * * *" }'))).toEqual(['unknown_key']);
  });
});

describe('a step that is a word', () => {
  it.each(['stop', 'fail'])('takes nothing: %s', (word) => {
    expect(refusal(broken('- progress', `- ${word}: 3`)).message).toContain(
      `"${word}" takes nothing: write \`- ${word}\``,
    );
  });
});

describe('a parameter', () => {
  const stepped = (value: string, more = 'range: [5, 150], step: 10') =>
    broken('GATE: { value: 50, range: [5, 150] }', `GATE: { value: ${value}, ${more} }`);

  it('lies on a step from the low end of its range', () => {
    expect(loadScenario(stepped('55')).parameters.GATE).toBe('55');
    expect(told(stepped('50'))).toMatchInlineSnapshot(`
      "
      broken.yaml:5:18 off_step
        parameters.GATE.value must be 45 or 55 (steps of 10 within its range), received 50
        5 |   GATE: { value: 50, range: [5, 150], step: 10 }
                             ^
      "
    `);
    expect(refusal(stepped('8')).message).toContain('must be 5 or 15 (steps of 10 within its range), received 8');
    expect(refusal(stepped('150')).message).toContain('must be 145 (steps of 10 within its range), received 150');
    expect(codes(stepped('55'), { set: { GATE: '56' } })).toEqual(['off_step']);
  });

  it('says where a value from outside has the wrong unit, and which is due', () => {
    const timed = broken(
      'GATE: { value: 50, range: [5, 150] }',
      'GATE: { value: 50 }\n  EVERY: { value: 15m, oneOf: [5m, 15m] }',
    );
    expect(told(timed, { set: { EVERY: '15' } })).toMatchInlineSnapshot(`
      "
      --set:1:7 needs_unit
        parameters.EVERY.value must be a duration such as 30s, 15m or 1h30m, received the bare number 15
        --set EVERY=15
                    ^
      "
    `);
    expect(codes(timed, { set: { EVERY: '5/min' } })).toEqual(['wrong_unit']);
  });

  it.each(['lower', 'Mixed_9', '_hidden'])('may be called as production calls it: %s', (name) => {
    expect(loadScenario(broken('GATE: {', `${name}: 1\n  GATE: {`)).parameters[name]).toBe('1');
  });

  it.each(['9lives', 'a-b'])('may not be called %s', (name) => {
    expect(codes(broken('GATE: {', `${name}: 1\n  GATE: {`))).toEqual(['bad_name']);
  });
});

describe('loading', () => {
  it('needs no options', () => {
    const { name, locate } = loadScenario(broken('GATE', 'GATE'));
    expect([name, locate([]).file]).toEqual(['scenario', 'scenario.yaml']);
    expect(() => loadScenario('quotasim: 2')).toThrow('scenario.yaml:1:');
  });

  it.each([
    [
      { fle: 'x.yaml' },
      'loadScenario has no option "fle"; it has file, set, origins, horizon, polls, read, policies, plugins',
    ],
    [{ file: 3 }, 'loadScenario: file must be a text, received 3'],
    [{ set: { GATE: 55 } }, 'loadScenario: set must be a map of texts, received an object'],
    [{ polls: 'none' }, 'loadScenario: polls must be compute or simulate, received "none"'],
  ])('refuses what is no option of it: %j', (options, says) => {
    expect(() => loadScenario(broken('GATE', 'GATE'), options as never)).toThrow(new TypeError(says));
  });
});

describe('a scenario without tasks', () => {
  it('is refused, for there is nothing to judge', () => {
    expect(told('quotasim: 1\nhorizon: 1h\ntasks: {}\n')).toMatchInlineSnapshot(`
      "
      broken.yaml:3:8 no_tasks
        tasks must have at least one task: there is nothing to judge
        3 | tasks: {}
                   ^
      "
    `);
  });
});

describe('what follows from another mistake', () => {
  it('is not told: a level against a capacity that is wrong', () => {
    const text = broken('capacity: 300, debt', 'capacity: -1, initial: 400, unit: 2, debt');
    expect(codes(text)).toEqual(['not_above']);
    expect(codes(broken('capacity: 300, debt', 'capacity: 300, initial: 400, debt'))).toEqual(['too_big']);
  });
});

describe('a name with a line break', () => {
  it('does not break the message', () => {
    const { issues } = refusal(broken('  upserter:\n    trigger', '  "up\\nserter":\n    trigger'));
    expect(issues.map(({ message }) => message).join('')).not.toContain('\n');
    expect(issues[0]!.message).toContain('up·serter');
  });
});

describe('an acceptance with an end', () => {
  const accepting = (until: string, start = '') =>
    loadScenario(
      broken('{ served: 95% }', `{ accept: { reason: new, until: ${until} } }`).replace('horizon', `${start}horizon`),
    ).worlds[0]!.goals[0]!;

  it.each([
    ['2026-02-05', 'new (until 2026-02-05)'],
    ['2026-02-06', 'new (until 2026-02-06)'],
    ['2026-02-04', undefined],
    ['2026-02-05T12:00', undefined],
    ['2026-02-05T12:01', 'new (until 2026-02-05T12:01)'],
  ])('counts for a start at noon of 2026-02-05 until %s: %s', (until, accepted) => {
    const goal = accepting(until, 'start: 2026-02-05T12:00\n');
    expect(goal.accepted).toBe(accepted);
    expect(goal.expired).toBe(accepted === undefined ? `accepted until ${until}, which is over` : undefined);
  });

  it('says that nothing checks it where there is no start', () => {
    expect(accepting('2020-01-01').accepted).toBe('new (until 2020-01-01, which nothing checks without a start date)');
  });
});

describe('the nearest name', () => {
  it.each([
    ['sed', ['set', 'seed'], 'seed'],
    ['sed', ['seed', 'set'], 'seed'],
    ['sett', ['set', 'seed'], 'set'],
    ['horizn', ['horizon', 'out'], 'horizon'],
    ['x', ['y'], undefined],
  ])('to %s of %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
