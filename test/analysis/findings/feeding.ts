/**
 * Small scenarios in which a backlog is fed, made up of steps in any order: what a batch pays before it is done, after that,
 * or may get past. Minutes and tokens so few that what comes and what can be done are often alike.
 */
import fc from 'fast-check';

const arrivals = fc.constantFrom(
  '{ every: 1m, items: 1 }',
  '{ every: 2m, items: 1 }',
  '{ every: 3m, items: 4, offset: 3m }',
  '{ every: 5m, items: 9, offset: 1m }',
  '{ every: 4m, between: [2, 3], offset: 4m }',
  '{ every: 2m, items: { choice: [1, 3] }, offset: 2m }',
  '[{ every: 3m, items: 1, offset: 3m }, { every: 2m, items: 1, offset: 2m }]',
  '{ poisson: 40/h }',
);

const takes = fc.constantFrom(
  'take: todo',
  'take: { todo: 3 }',
  'take: { todo: 3 }',
  'take: { todo: 4, atLeast: 2 }',
  'take: { todo: 2, atMost: 1m, otherwise: stop }',
  'take: { todo: 2, atMost: 1m, otherwise: continue }',
);

/** Steps that may stand before the first take. */
const anywhere = fc.constantFrom(
  'work: 1m',
  'work: 2m',
  'work: { choice: [1m, 3m] }',
  'spend: { api: 1 }',
  'spend: { api: 3 }',
  'spend: { api: { choice: [1, 2] } }',
  'spend: { api: 2, atMost: 1m, otherwise: stop }',
  'spend: { api: 2, atMost: 1m, otherwise: continue }',
  'spend: { api: 1, atMost: 2m, otherwise: fail }',
  'await: { api: 2 }',
  'call: { api: 1, retry: { wait: 1m } }',
  'call: { api: 2 }',
  'call: { api: 2, otherwise: continue }',
  'acquire: { workers: 1 }, work: 2m, release: { workers: 1 }',
  'acquire: { workers: 2 }, work: 1m, release: { workers: 1 }, work: 2m, release: { workers: 1 }',
  'crash: 30%',
  'repeat: { times: 2, steps: [work: 1m, spend: { api: 1 }] }',
);
const behind = fc.oneof(
  anywhere,
  fc.constantFrom(
    'spend: { api: n }',
    'spend: { api: 1 + n }',
    'spend: { api: "max(2, n)" }',
    'work: "1m * n"',
    'progress',
    'progress: n',
    'progress',
    'take: todo',
  ),
);

const program = fc
  .record({
    before: fc.array(anywhere, { maxLength: 1 }),
    take: takes,
    middle: fc.array(behind, { maxLength: 2 }),
    after: fc.array(behind, { maxLength: 2 }),
    form: fc.constantFrom('plain', 'plain', 'endless', 'while', 'times'),
  })
  .map(({ before, take, middle, after, form }) => {
    const inner = [...middle, 'progress', ...after].join(', ');
    const first = before.length === 0 ? '' : `${before.join(', ')}, `;
    switch (form) {
      case 'endless':
        return `${first}repeat: [${take}, ${inner}]`;
      case 'while':
        return `${first}repeat: { while: { take: { todo: 2 } }, steps: [${inner}] }, work: 1m`;
      case 'times':
        return `${first}repeat: { times: 2, steps: [${take}, ${inner}] }`;
      default:
        return `${first}${take}, ${inner}`;
    }
  });

const task = fc
  .record({
    program,
    trigger: fc.constantFrom(
      'always',
      'always',
      '{ every: 1m, offset: 1m }, whenBusy: skip',
      '{ every: 2m, offset: any }, whenBusy: queue all',
      '{ every: 2m, offset: 2m }, whenBusy: allow',
    ),
    pool: fc.constantFrom('', '', '', ', pool: workers'),
    copies: fc.constantFrom('', '', '', ', copies: 2'),
  })
  .map(({ program: steps, trigger, pool, copies }) => {
    // A run of a pool has its slot as it begins.
    const own = pool === '' ? steps : steps.replace(/acquire: { workers: \d }, |, release: { workers: \d }/g, '');
    return `{ trigger: ${trigger}${pool}${copies}, steps: [${own}] }`;
  });

export const feeding: fc.Arbitrary<string> = fc
  .record({
    order: fc.constantFrom('any', 'priority'),
    refill: fc.constantFrom('{ tokens: 1, every: 1m }', '{ tokens: 2, every: 1m }', '1/min', '40/h'),
    debt: fc.constantFrom('none', 'unlimited', '2', 'clamp'),
    slots: fc.integer({ min: 2, max: 3 }),
    arrivals,
    tasks: fc.array(task, { minLength: 1, maxLength: 2 }),
  })
  .map(
    ({ order, refill, debt, slots, arrivals: come, tasks }) => `quotasim: 1
horizon: 3d
grid: 1m
order: ${order}
supplies: { api: { model: token-bucket, refill: ${refill}, capacity: 10, debt: ${debt}, initial: 0 } }
pools: { workers: { slots: ${slots} } }
backlogs: { todo: { arrivals: ${come} } }
tasks:
${tasks.map((one, index) => `  t${index}: ${one}`).join('\n')}
`,
  );
