/** What it means that a task starts another: who is started when, what becomes of it, and how a run waits for it. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import { first, logRun } from './log.ts';

/** What happens in a scenario of a hundred milliseconds; who comes first in the document has the first turn. */
function story(text: string): readonly string[] {
  const { model } = loadScenario(`quotasim: 1\nhorizon: 60ms\ngrid: 1ms\norder: priority\n${text}`, { file: 'x.yaml' })
    .worlds[0]!;
  return logRun(model, first).lines;
}

const parent = (steps: string, more = ''): string =>
  `  ann: { trigger: { every: 90ms, offset: 1ms }, whenBusy: skip, priority: 1${more}, steps: [${steps}] }\n`;
const child = (steps: string, busy = 'skip', more = ''): string =>
  `  bob: { trigger: { on: ann }, whenBusy: ${busy}${more}, steps: [${steps}] }\n`;

describe('emit', () => {
  it('starts a run that has its turn at the same instant, after the one that starts it', () => {
    expect(story(`tasks:\n${parent('emit: bob, progress')}${child('progress')}`)).toEqual([
      '1 ann starts',
      '1 ann emits bob',
      '1 bob starts',
      '1 ann progresses 1',
      '1 ann completed',
      '1 bob progresses 1',
      '1 bob completed',
    ]);
  });

  it.each([
    { busy: 'skip', lines: ['1 bob starts', '1 bob skipped', '1 bob skipped', '6 bob completed'] },
    {
      busy: 'queue all',
      lines: [
        '1 bob starts',
        '1 bob queued',
        '1 bob queued',
        '6 bob completed',
        '6 bob starts, due 1',
        '11 bob completed',
        '11 bob starts, due 1',
        '16 bob completed',
      ],
    },
    {
      busy: 'allow',
      lines: ['1 bob starts', '1 bob starts', '1 bob starts', '6 bob completed', '6 bob completed', '6 bob completed'],
    },
  ])('starts so many, which find the task as any start does: $busy', ({ busy, lines }) => {
    const told = story(`tasks:\n${parent('emit: { bob: 3 }')}${child('work: 5ms', busy)}`);
    expect(told.filter((line) => / bob (starts|skipped|queued|completed)/.test(line))).toEqual(lines);
  });

  it('works out how many, from the items that were taken', () => {
    const lines = story(`backlogs: { deals: { initial: 7 } }
tasks:
${parent('take: { deals: 10 }, emit: { bob: n / 3 }, progress')}${child('progress', 'allow')}`);
    expect(lines.filter((line) => line.endsWith('emits bob'))).toHaveLength(2);
  });

  it('comes after ends of work and triggers, in the turn of the run', () => {
    const lines = story(`tasks:
${parent('work: 4ms, emit: bob, progress')}${child('progress')}  eve: { trigger: { every: 90ms, offset: 5ms }, whenBusy: skip, priority: 2, steps: [progress] }\n`);
    expect(lines.filter((line) => line.startsWith('5 '))).toEqual([
      '5 eve starts',
      '5 eve progresses 1',
      '5 eve completed',
      '5 ann emits bob',
      '5 bob starts',
      '5 ann progresses 1',
      '5 ann completed',
      '5 bob progresses 1',
      '5 bob completed',
    ]);
  });
});

describe('emit with wait', () => {
  const ends = (text: string): readonly string[] =>
    story(text).filter((line) => / (ann|bob) (completed|stopped|failed|crashed|waits)/.test(line));

  it('goes on when all it started are over, one after the other or beside each other', () => {
    const all = (busy: string): readonly string[] =>
      ends(`tasks:\n${parent('emit: { bob: 3, wait: true }, progress')}${child('work: 5ms', busy)}`);
    expect(all('queue all').at(-1)).toBe('16 ann completed');
    expect(all('allow').at(-1)).toBe('6 ann completed');
    // The second and the third are skipped, and with that over.
    expect(all('skip').at(-1)).toBe('6 ann completed');
  });

  it('does not wait for nothing', () => {
    expect(ends(`tasks:\n${parent('emit: { bob: 0, wait: true }, progress')}${child('work: 5ms')}`)).toEqual([
      '1 ann completed',
    ]);
  });

  it('goes on however they end', () => {
    for (const how of ['stop', 'fail', 'crash']) {
      const lines = ends(`tasks:\n${parent('emit: { bob: 1, wait: true }, progress')}${child(`work: 5ms, ${how}`)}`);
      expect(lines.at(-1)).toBe('6 ann completed');
    }
  });

  it.each([
    { atMost: '4ms', lines: ['1 ann waits at 5', '5 ann stopped', '6 bob completed'] },
    // At a shared instant what it waits for is over before it gives up.
    { atMost: '5ms', lines: ['1 ann waits at 5', '6 bob completed', '6 ann completed'] },
  ])('gives up after $atMost, and what it started goes on', ({ atMost, lines }) => {
    expect(
      ends(`tasks:\n${parent(`emit: { bob: 1, wait: true, atMost: ${atMost} }, progress`)}${child('work: 5ms')}`),
    ).toEqual(lines);
  });

  it('waits for its own starts in a queue, not for those of others', () => {
    const lines = ends(`tasks:
${parent('work: 2ms, emit: { bob: 2, wait: true }, progress')}  bob: { trigger: [{ on: ann }, { every: 90ms, offset: 1ms }, { every: 90ms, offset: 4ms }], whenBusy: queue all, steps: [work: 5ms] }\n`);
    // Its own go second and third: from 6 to 16.
    expect(lines.filter((line) => line.includes('ann'))).toEqual(['3 ann waits at 5', '16 ann completed']);
    expect(lines.at(-1)).toBe('21 bob completed');
  });

  it('keeps its slot meanwhile, or gives it back and takes it again', () => {
    const tasks = (keeps: boolean) => `pools: { p: { slots: 1 } }
tasks:
${parent('emit: { bob: 1, wait: true }, progress', `, pool: p, keepsSlot: ${keeps}`)}${child('work: 5ms', 'allow', ', pool: p')}`;
    expect(ends(tasks(true))).toEqual(['1 ann waits at 5', '1 bob waits at 0']);
    expect(ends(tasks(false)).at(-1)).toBe('6 ann completed');
  });

  it('is not waited for any more by a run that died, whose frame is another run by then', () => {
    const lines = ends(`tasks:
${parent('emit: { bob: 1, wait: true }, progress', ', crashes: { at: 3ms }').replace('every: 90ms', 'every: 3ms')}${child('work: 20ms', 'allow')}`);
    // The second run of ann waits for its own bob, from 4 on; the first one's is over at 21.
    expect(lines.filter((line) => line.startsWith('24 ') || line.startsWith('21 '))).toEqual([
      '21 bob completed',
      '24 bob completed',
      '24 ann completed',
    ]);
  });
});

describe('a ring of emits', () => {
  const ring = (pause: string): string => `tasks:
${parent(`${pause}emit: bob, progress`).replace('{ every: 90ms, offset: 1ms }', '[{ every: 90ms, offset: 1ms }, { on: bob }]')}${child('emit: ann, progress')}`;

  it('without time is stopped by the limit of operations at one instant', () => {
    const { model } = loadScenario(`quotasim: 1\nhorizon: 60ms\n${ring('')}`, { file: 'x.yaml' }).worlds[0]!;
    const machine = assemble(model);
    const end = run(machine, begin(machine, first), first, { untilMs: 60 });
    expect(end.stopped).toBe('zeno');
    expect(end.atMs).toBe(1);
  });

  it('that takes time goes on', () => {
    const { model } = loadScenario(`quotasim: 1\nhorizon: 60ms\n${ring('work: 1ms, ')}`, { file: 'x.yaml' }).worlds[0]!;
    const machine = assemble(model);
    expect(run(machine, begin(machine, first), first, { untilMs: 60 }).stopped).toBe('until');
  });

  it('of one run that starts a crowd is no ring, and is not stopped', () => {
    const text = `quotasim: 1\nhorizon: 60ms\ntasks:\n${parent('emit: { bob: 20000 }')}${child('progress', 'allow')}`;
    const machine = assemble(loadScenario(text, { file: 'x.yaml' }).worlds[0]!.model);
    expect(run(machine, begin(machine, first), first, { untilMs: 60 }).stopped).toBe('until');
  });
});
