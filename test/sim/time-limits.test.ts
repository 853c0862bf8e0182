/** Runs that are ended by others than their steps: because they last too long, or because a newer start takes their place. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { first, logRun } from './log.ts';

/** What happens in sixty milliseconds; who comes first in the document has the first turn. */
function story(text: string): readonly string[] {
  const { model } = loadScenario(`quotasim: 1\nhorizon: 60ms\ngrid: 1ms\norder: priority\n${text}`, { file: 'x.yaml' })
    .worlds[0]!;
  return logRun(model, first).lines;
}

const once = (task: string, atMs: number, steps: string, more = ''): string =>
  `  ${task}: { trigger: { every: 90ms, offset: ${atMs}ms }, whenBusy: skip${more}, steps: [${steps}] }\n`;
const told = (text: string, task: string): readonly string[] =>
  story(text).filter((line) =>
    new RegExp(` ${task} (starts|completed|failed|crashed|replaced|stopped|holds|skipped)`).test(line),
  );

describe('timeLimit', () => {
  it.each([
    { work: '4ms', at: '5 a completed' },
    // Work that ends at the very limit is done.
    { work: '5ms', at: '6 a completed' },
    { work: '6ms', at: '6 a failed' },
  ])('of 5 ms, with work of $work: $at', ({ work, at }) => {
    expect(told(`tasks:\n${once('a', 1, `work: ${work}, progress`, ', timeLimit: 5ms')}`, 'a').at(-1)).toBe(at);
  });

  it('gives back what the run holds; a hard one leaves its locks behind, and gives slots back', () => {
    const tasks = (kind: string, limit: string) => `${kind}: { p: {${kind === 'pools' ? ' slots: 1 ' : ''}} }
tasks:\n${once('a', 1, 'acquire: p, work: 9ms', `, timeLimit: ${limit}`)}${once('b', 2, 'acquire: p, work: 1ms')}`;
    expect(told(tasks('locks', '5ms'), 'b')).toEqual(['2 b starts', '6 b holds p', '7 b completed']);
    expect(told(tasks('locks', '{ hard: 5ms }'), 'b')).toEqual(['2 b starts']);
    expect(told(tasks('pools', '{ hard: 5ms }'), 'b')).toEqual(['2 b starts', '6 b holds p', '7 b completed']);
  });

  it('counts from when the run has its slot, and ends a wait, which others in line do not suffer from', () => {
    const lines = story(`pools: { p: { slots: 1 } }
locks: { l: {} }
tasks:\n${once('a', 1, 'acquire: l, work: 9ms', ', pool: p, timeLimit: 20ms')}${once('b', 2, 'acquire: l, progress', ', pool: p, timeLimit: 3ms')}${once('c', 3, 'acquire: l, work: 40ms')}${once('d', 15, 'acquire: l, progress')}`);
    // b has its slot at 10, when a is done, and stands behind c in the line for the lock.
    expect(lines).toEqual(expect.arrayContaining(['10 b holds p', '10 c holds l', '13 b failed', '50 d holds l']));
  });

  it('counts for each attempt', () => {
    const lines = told(
      `tasks:\n${once('a', 1, 'work: 9ms', ', timeLimit: 5ms, retry: { attempts: 2, wait: 2ms }')}`,
      'a',
    );
    expect(lines).toEqual(['1 a starts', '6 a failed, again at 8', '13 a failed']);
  });

  it('ends each of several runs in its own time', () => {
    const lines = told(
      `tasks:\n  a: { trigger: { every: 3ms, offset: 1ms }, whenBusy: allow, timeLimit: 5ms, steps: [work: 9ms] }\n`,
      'a',
    );
    expect(lines.filter((line) => line.endsWith('failed')).slice(0, 3)).toEqual([
      '6 a failed',
      '9 a failed',
      '12 a failed',
    ]);
  });
});

describe('whenBusy: replace', () => {
  const tasks = (steps: string, more = ''): string =>
    `tasks:\n  a: { trigger: { every: 5ms, offset: 1ms }, whenBusy: replace${more}, steps: [${steps}] }\n`;

  it('ends the run that is alive, whatever it is at, and starts', () => {
    expect(told(tasks('work: 9ms, progress'), 'a').slice(0, 5)).toEqual([
      '1 a starts',
      '6 a replaced',
      '6 a starts',
      '11 a replaced',
      '11 a starts',
    ]);
    expect(told(tasks('work: 4ms, progress'), 'a').slice(0, 4)).toEqual([
      '1 a starts',
      '5 a completed',
      '6 a starts',
      '10 a completed',
    ]);
  });

  it('gives back what it held, and its place in line; it is not tried again', () => {
    const lines = story(`locks: { l: {} }
${tasks('acquire: l, work: 9ms', ', retry: { attempts: 9, wait: 1ms }')}${once('b', 3, 'acquire: l, work: 1ms')}`);
    const told = lines.filter((line) => /^[67] /.test(line) && !line.includes('works'));
    expect(told).toEqual([
      '6 a releases l',
      '6 b holds l',
      '6 a replaced',
      '6 a starts',
      '6 a waits at 0',
      '7 b releases l',
      '7 a holds l',
      '7 b completed',
    ]);
  });

  it('ends a run that waits for its next attempt', () => {
    const lines = told(tasks('work: 1ms, fail', ', retry: { attempts: 2, wait: 20ms }'), 'a');
    expect(lines.slice(0, 4)).toEqual(['1 a starts', '2 a failed, again at 22', '6 a replaced', '6 a starts']);
  });
});
