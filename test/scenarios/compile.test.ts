import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model, Operation } from '../../src/sim/model.ts';
import { policyLevel } from '../../src/sim/program/rows.ts';
import { refusal } from './refusal.ts';
import { broken, modelOf, VALID } from './valid.ts';

/** A program without paths, one operation a line. */
function programOf(steps: string, more = ''): string[] {
  const text = broken(VALID.slice(VALID.indexOf('    steps:'), VALID.indexOf('goals:')), `    steps:\n${steps}`);
  const task = modelOf(text.replace('tasks:\n', `${more}tasks:\n`)).tasks[0]!;
  return task.program.map(({ path: _, ...operation }) => JSON.stringify(operation).replaceAll('"', ''));
}

describe('the grain', () => {
  it('is what flows in a millisecond where a refill is continuous', () => {
    const [supply] = modelOf(VALID).supplies;
    expect(supply).toMatchObject({
      grainsPerToken: 12_000,
      capacityGrains: 3_600_000,
      unitGrains: 12_000,
      initial: { kind: 'fixed', value: 3_600_000 },
      refill: { kind: 'continuous', grainsPerMs: 1 },
    });
  });

  it('is a token where all amounts are whole and come at once', () => {
    const model = modelOf(broken('refill: 5/min', 'refill: { tokens: 5, every: 1m }'));
    expect(model.supplies[0]).toMatchObject({
      grainsPerToken: 1,
      refill: { kind: 'stepwise', grains: 5, everyMs: 60_000, phaseMs: { kind: 'fixed', value: 0 } },
    });
  });

  it('takes part in every amount of the scenario', () => {
    const text = broken('refill: 5/min', 'refill: { tokens: 5, every: 1m }').replace('$GATE }', '50.5, margin: 0.25 }');
    expect(modelOf(text).supplies[0]!.grainsPerToken).toBe(4);
  });

  it('makes every amount whole, whatever is written', () => {
    const decimal = fc
      .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 3 }))
      .map(([n, places]) => n / 10 ** places);
    const per = fc.constantFrom('s', 'min', 'h', 'd');
    fc.assert(
      fc.property(decimal, per, decimal, decimal, fc.constantFrom(1, 0.5, 0.1), (rate, unit, gate, cost, own) => {
        const text = broken('refill: 5/min, capacity: 300', `refill: ${rate}/${unit}, capacity: 1000, unit: ${own}`)
          .replace('$GATE }', `${gate} }`)
          .replace('$COST }', `${cost} }`);
        const { supplies, tasks } = modelOf(text);
        const { refill, capacityGrains, unitGrains, grainsPerToken } = supplies[0]!;
        const amounts = tasks[0]!.program.flatMap((operation) => amountsOf(operation));
        expect(amounts).toEqual([gate, cost].map((tokens) => Math.round(tokens * grainsPerToken)));
        const all = [
          ...amounts,
          capacityGrains,
          unitGrains,
          grainsPerToken,
          refill.kind === 'continuous' ? refill.grainsPerMs : 0,
        ];
        expect(all.filter((amount) => !Number.isSafeInteger(amount))).toEqual([]);
        expect(refill).toMatchObject({ grainsPerMs: expect.closeTo((rate / MS[unit]) * grainsPerToken, 3) });
      }),
    );
  });
});

const MS = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function amountsOf(operation: Operation): number[] {
  if (operation.kind === 'await' && operation.target.kind === 'level' && operation.target.level.kind === 'constant') {
    return [operation.target.level.value];
  }
  return operation.kind === 'spend' && operation.cost.kind === 'constant' ? [operation.cost.value] : [];
}

describe('what is any', () => {
  const open = broken('capacity: 300', 'capacity: 300, initial: any').replace('horizon: 7d', 'horizon: 7d\ngrid: 1m');

  it('is a level in whole units and an offset on the grid', () => {
    expect(modelOf(open).starts).toEqual([
      { label: 'supplies.keepa.initial', from: 0, step: 12_000, count: 301 },
      { label: 'tasks.upserter.trigger.offset', from: 60_000, step: 60_000, count: 15 },
    ]);
  });

  it('may be finer or coarser where it says so', () => {
    const text = open.replace('initial: any', 'initial: { any: 50 }').replace('offset: any', 'offset: { any: 1s }');
    expect(modelOf(text).starts).toEqual([
      { label: 'supplies.keepa.initial', from: 0, step: 600_000, count: 7 },
      { label: 'tasks.upserter.trigger.offset', from: 1000, step: 1000, count: 900 },
    ]);
  });

  it('is a phase from 0 to just below the period', () => {
    const text = open.replace('refill: 5/min', 'refill: { tokens: 5, every: 1m, phase: { any: 20s } }');
    expect(modelOf(text).starts[1]).toEqual({ label: 'supplies.keepa.refill.phase', from: 0, step: 20_000, count: 3 });
  });

  it('is the offset of a trigger that says nothing, but not the phase of a refill', () => {
    const text = broken(', offset: any', '').replace('refill: 5/min', 'refill: { tokens: 5, every: 1m }');
    expect(modelOf(text).starts.map(({ label }) => label)).toEqual(['tasks.upserter.trigger.offset']);
  });

  it('lies on the greatest common divisor of all periods, polls and durations, unless a grid is set', () => {
    const text = broken('$GATE }', '$GATE, poll: { every: 40s } }').replace(
      '- progress',
      '- progress\n      - work: 70s',
    );
    expect(modelOf(text).gridMs).toBe(10_000);
    expect(modelOf(open).gridMs).toBe(60_000);
  });

  it('is refused where no point is left', () => {
    expect(refusal(broken('horizon: 7d', 'horizon: 7d\ngrid: 1h')).issues.map(({ code }) => code)).toEqual([
      'no_grid_point',
    ]);
  });
});

describe('a program', () => {
  it('is flat, and ends', () => {
    expect(
      programOf('      - acquire: backfill\n      - await: { keepa: 50 }\n      - release: backfill\n      - stop\n'),
    ).toEqual([
      '{kind:acquire,lock:0}',
      '{kind:await,supply:0,target:{kind:level,level:{kind:constant,value:600000}}}',
      '{kind:release,lock:0}',
      '{kind:stop}',
      '{kind:end}',
    ]);
  });

  it('turns a repeat without end into a jump', () => {
    expect(programOf('      - repeat: [{ work: 1m }, progress: 2]\n')).toEqual([
      '{kind:loop,counter:0}',
      '{kind:turn,counter:0,exit:5,forgets:[]}',
      '{kind:work,duration:{kind:constant,value:60000}}',
      '{kind:progress,amount:{kind:constant,value:2}}',
      '{kind:jump,to:1}',
      '{kind:end}',
    ]);
  });

  it('counts nested repeats apart, and goes on behind each', () => {
    const steps = '      - repeat: { times: 3, steps: [{ repeat: { times: 2, steps: [progress] } }] }\n      - fail\n';
    expect(programOf(steps)).toEqual([
      '{kind:loop,counter:0,times:{kind:constant,value:3}}',
      '{kind:turn,counter:0,exit:7,forgets:[]}',
      '{kind:loop,counter:1,times:{kind:constant,value:2}}',
      '{kind:turn,counter:1,exit:6,forgets:[]}',
      '{kind:progress,amount:{kind:constant,value:1}}',
      '{kind:jump,to:3}',
      '{kind:jump,to:1}',
      '{kind:fail}',
      '{kind:end}',
    ]);
  });

  it('says how a step waits; giving up means stop unless said', () => {
    const poll = 'poll: { every: 30s, orWhenDue: true, cost: 1, charged: after }';
    expect(programOf(`      - await: { keepa: 50, atMost: 0s, margin: 5, ${poll} }\n`)[0]).toBe(
      '{kind:await,supply:0,target:{kind:level,level:{kind:constant,value:600000}},atMost:{kind:constant,value:0},otherwise:stop,' +
        'margin:{kind:constant,value:60000},poll:{everyMs:30000,orWhenDue:true,cost:{kind:constant,value:12000},charged:after}}',
    );
    expect(programOf('      - acquire: { backfill: 1, atMost: 5m, otherwise: continue }\n')[0]).toBe(
      '{kind:acquire,lock:0,atMost:{kind:constant,value:300000},otherwise:continue}',
    );
  });

  it('takes a slot of its pool first', () => {
    const text = broken('    whenBusy', '    pool: workers\n    whenBusy').replace(
      'tasks:',
      'pools:\n  workers: { slots: 4 }\ntasks:',
    );
    const { tasks, locks } = modelOf(text);
    expect(tasks[0]!.program[0]).toEqual({ kind: 'acquire', path: ['tasks', 'upserter', 'pool'], lock: 1 });
    expect(locks[1]).toMatchObject({ name: 'workers', kind: 'pool', permits: 4 });
  });

  it('asks a policy by name', () => {
    const model = modelOf(broken('$GATE }', '{ use: threshold, level: $GATE } }'));
    expect(model.tasks[0]!.program[0]).toMatchObject({ target: { kind: 'policy', policy: 0 } });
    expect(model.policies.map(({ name }) => name)).toEqual(['threshold']);
    expect(policyLevel(model, 0, 0)).toBe(600_000);
  });
});

describe('what is drawn', () => {
  const draws = (steps: string, facts = ''): Model => {
    const text = broken(VALID.slice(VALID.indexOf('    steps:'), VALID.indexOf('goals:')), `    steps:\n${steps}`);
    return modelOf(text.replace('supplies:', `${facts}supplies:`));
  };

  it('is one variable for every use in a run, rounded to the unit of the supply', () => {
    const model = draws('      - await: { keepa: $COST }\n      - spend: { keepa: 2 * $COST + 1 }\n');
    expect(model.sources).toEqual([
      { task: 0, purpose: 'COST', distribution: { kind: 'choice', values: [40, 60] }, per: 'run' },
    ]);
    expect(model.tasks[0]!.variables).toEqual([{ name: 'COST', source: 0 }]);
    expect(model.tasks[0]!.program[0]).toMatchObject({
      target: { level: { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 12_000 } },
    });
  });

  it('is drawn anew in each turn of the repeat it is used in', () => {
    const model = draws(
      '      - spend: { keepa: $COST }\n      - repeat:\n          - spend: { keepa: $COST }\n          - work: 1s\n',
    );
    expect(model.sources.map(({ purpose, per }) => `${purpose}, ${per}`)).toEqual([
      'COST, run',
      'COST in steps.1.repeat, turn',
    ]);
    expect(model.tasks[0]!.program[2]).toMatchObject({ kind: 'turn', forgets: [1] });
  });

  it('may stand where it is used', () => {
    const model = draws(
      '      - work: { uniform: [10s, 40s] }\n      - work: { exponential: 1s, min: 500ms, max: 1m }\n',
    );
    expect(model.sources).toEqual([
      {
        task: 0,
        purpose: 'tasks.upserter.steps[0].work',
        distribution: { kind: 'uniform', low: 10_000, high: 40_000 },
        per: 'run',
      },
      {
        task: 0,
        purpose: 'tasks.upserter.steps[1].work',
        distribution: { kind: 'exponential', mean: 1000, min: 500, max: 60_000 },
        per: 'run',
      },
    ]);
  });

  it('may be worked out from another fact, and from parameters', () => {
    const model = draws(
      '      - spend: { keepa: $TOTAL }\n',
      '  TOTAL: $COST + $GATE\n  SPREAD: { choice: [$GATE, 2 * $GATE], weights: [3, 1] }\n',
    );
    expect(model.sources).toHaveLength(1);
    expect(model.tasks[0]!.program[0]).toMatchObject({
      cost: {
        expression: {
          kind: 'binary',
          operator: '+',
          left: { kind: 'variable', variable: 0 },
          right: { kind: 'number', value: 50 },
        },
      },
    });
  });

  it('decides how often a repeat turns before its first turn', () => {
    const model = draws('      - repeat: { times: $COST, steps: [progress] }\n');
    expect(model.sources[0]!.per).toBe('run');
  });
});

describe('a trigger', () => {
  const triggered = (trigger: string, more = ''): Model =>
    modelOf(
      broken('trigger: { every: 15m, offset: any }', `trigger: ${trigger}`).replace('horizon:', `${more}horizon:`),
    );

  it('may be one of several kinds, or a list', () => {
    const model = triggered(
      '[{ every: 15m, offset: 0, jitter: 30s }, { poisson: 0.9/s }, { cron: "0 9 * * MON" }]',
      'start: 2026-02-05\n',
    );
    expect(model.triggers.map(({ path: _, ...trigger }) => trigger)).toMatchObject([
      { kind: 'every', periodMs: 900_000, offsetMs: { kind: 'fixed', value: 0 }, jitter: 0 },
      { kind: 'poisson', source: 1 },
      {
        kind: 'cron',
        epochMs: Date.UTC(2026, 1, 5),
        fields: { minutes: [0], hours: [9], weekdays: [1], dayRule: 'both' },
      },
    ]);
    const own = model.sources.filter(({ purpose }) => purpose.includes('trigger'));
    expect(own.map(({ purpose, distribution }) => ({ purpose, ...distribution }))).toEqual([
      { purpose: 'tasks.upserter.trigger[0].jitter', kind: 'uniform', low: 0, high: 30_000 },
      { purpose: 'tasks.upserter.trigger[1]', kind: 'exponential', mean: 1000 / 0.9 },
    ]);
  });

  it('needs no whenBusy where only its own end starts it', () => {
    const text = broken('trigger: { every: 15m, offset: any }\n    whenBusy: skip', 'trigger: always').replace(
      '{ served: 95% }',
      '{}',
    );
    expect(modelOf(text).triggers).toMatchObject([{ kind: 'always', task: 0 }]);
  });

  it.each([
    ['{ every: 15m, jitter: 15m }', 'not_below'],
    ['{ every: 15m, jitter: { exponential: 1s } }', 'not_below'],
    ['{ every: 0s }', 'not_above'],
    ['{ every: 0.5ms }', 'not_whole'],
    ['{ poisson: 0/s }', 'not_above'],
    ['{ poisson: 2/ms }', 'too_big'],
    ['always', 'served_always'],
    ['[]', 'too_few'],
  ])('%s is refused: %s', (trigger, code) => {
    const text = broken('trigger: { every: 15m, offset: any }', `trigger: ${trigger}`);
    expect(refusal(text).issues.map((issue) => issue.code)).toContain(code);
  });
});
