/** Settings of locks, pools and crashes that cannot be meant, and what each is told. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { refusal } from './refusal.ts';

const scenario = (parts: {
  readonly lock?: string;
  readonly pool?: string;
  readonly task?: string;
  readonly steps?: string;
}) => `quotasim: 1
horizon: 1d
locks: { l: { ${parts.lock ?? ''} } }
pools: { p: { ${parts.pool ?? 'slots: 4'} } }
tasks:
  t: { trigger: { every: 1h, offset: 0 }, whenBusy: skip${parts.task ?? ''}, steps: [${parts.steps ?? 'progress'}] }
`;

describe('a setting that cannot be meant', () => {
  it.each([
    [{ lock: 'permits: 0' }, 'locks.l.permits must be at least 1, received 0'],
    [{ pool: 'slots: -1' }, 'pools.p.slots must be at least 1, received -1'],
    [{ pool: 'slots: 4, prefetch: -1' }, 'pools.p.prefetch must be at least 0, received -1'],
    [
      { lock: 'permits: 4, prefetch: 1' },
      '"prefetch" has no meaning here: where all are served as they come, each keeps its place: write `order: priority`, or leave it out',
    ],
    [{ pool: 'slots: 4, prefetch: 1, passOver: true' }, '"prefetch" and "passOver: true" exclude each other'],
    [{ pool: 'slots: 4, prefetch: 1, order: any' }, '"prefetch" and "order: any" exclude each other'],
    [{ lock: 'renew: { every: 10s }' }, 'locks.l.renew has no meaning without a `lease`'],
    [{ lock: 'lease: 10s, renew: { every: 10s }' }, 'locks.l.renew.every must be below the lease (10s), received 10s'],
    [{ lock: 'lease: 10s, renew: { every: 0s }' }, 'locks.l.renew.every must be above 0'],
    [
      { lock: 'lease: 10s, renew: { every: 1s, lost: 101% }' },
      'locks.l.renew.lost must be at most 100%, received 101%',
    ],
    [{ lock: 'leaseFrom: enqueue' }, 'locks.l.leaseFrom has no meaning without a `lease`'],
    [
      { lock: 'lease: 1m, leaseFrom: enqueue, renew: { every: 1s }' },
      '"renew" and "leaseFrom: enqueue" exclude each other',
    ],
    [{ task: ', pool: { p: 5 }' }, 'tasks.t.pool.p must be at most 4, received 5'],
    [{ task: ', pool: { p: 0 }' }, 'tasks.t.pool.p must be at least 1, received 0'],
    [{ steps: 'acquire: { p: 5 }' }, 'tasks.t.steps[0].acquire.p must be at most 4, received 5'],
    [{ steps: 'acquire: { p: 1, poll: { every: 0s } }' }, 'tasks.t.steps[0].acquire.poll.every must be above 0'],
    [
      {
        steps: 'acquire: { p: 2 }, acquire: { p: 1 }, release: p'
          .replaceAll('acquire: {', '{ acquire: {')
          .replaceAll(' }, ', ' } }, '),
      },
      'tasks.t.steps[2].release must say how many: this task takes 1 or 2 permits of "p"',
    ],
    [{ steps: 'acquire: { p: 2 }'.replace(/.*/, '{ release: { p: 2 } }') }, 'this task never acquires "p"'],
    [{ task: ', keepsSlot: false' }, 'tasks.t.keepsSlot has no meaning without a `pool`'],
    [
      { task: ', pool: p, keepsSlot: false', steps: 'acquire: p' },
      'takes and gives back slots of p by its `pool` alone',
    ],
    [{ steps: 'crash: 101%' }, 'tasks.t.steps[0].crash must be at most 100%, received 101%'],
    [{ steps: 'crash: 3' }, 'tasks.t.steps[0].crash must be'],
    [{ task: ', crashes: { at: 0s }' }, 'tasks.t.crashes.at must be above 0'],
    [
      { task: ', crashes: [{ at: 2026-02-05 }]' },
      'tasks.t.crashes[0].at needs a `start` date at the top of the scenario',
    ],
  ])('is told: %j', (parts, says) => {
    expect(refusal(scenario(parts)).message).toContain(says);
  });

  it('is told of a crash before the start, and taken from there on', () => {
    const at = (date: string) => `start: 2026-02-05\n${scenario({ task: `, crashes: { at: ${date} }` })}`;
    expect(refusal(at('2026-02-05')).message).toContain(
      'tasks.t.crashes.at must be above the start (2026-02-05T00:00:00Z)',
    );
    const { tasks } = loadScenario(at('2026-02-05T00:00:01'), { file: 'x.yaml' }).worlds[0]!.model;
    expect(tasks[0]!.crashesMs).toEqual([1000]);
  });

  it('is not: as many slots as there are, a release that says how many, a crash that never comes', () => {
    const { tasks } = loadScenario(
      scenario({
        task: ', pool: { p: 4 }',
        steps: '{ acquire: { l: 1 } }, { release: { l: 1 } }, { crash: 0% }, progress',
      }),
      { file: 'x.yaml' },
    ).worlds[0]!.model;
    expect(tasks[0]!.program.map(({ kind }) => kind)).toEqual(['acquire', 'acquire', 'release', 'progress', 'end']);
    expect(tasks[0]!.program[0]).toMatchObject({ count: 4 });
  });
});
