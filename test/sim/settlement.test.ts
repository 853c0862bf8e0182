/** What is in use, and what it turns out to have cost: of a spend and of a served call, to the end and in a crash. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { logRun } from './log.ts';

const once = (task: string, atMs: number, steps: string, more = ''): string =>
  `  ${task}: { trigger: { every: 90ms, offset: ${atMs}ms }, whenBusy: skip${more}, steps: [${steps}] }\n`;

/** What happens in 90 ms; of tied runs the first in the document has the first turn. Starts and ends are left out. */
function story(text: string): readonly string[] {
  const written = `quotasim: 1\nhorizon: 90ms\ngrid: 1ms\norder: priority\n${text}`;
  const { model } = loadScenario(written, { file: 'x.yaml' }).worlds[0]!;
  return logRun(model).lines.filter((line) => !/ (starts|completed|holds|releases|waits at) ?/.test(line));
}

const IN_FLIGHT = 'supplies: { s: { model: concurrency, limit: 1 } }\n';
const VERBS = ['spend', 'call'] as const;

describe.each(VERBS)('what a %s took', (verb) => {
  it('is lent while it lasts', () => {
    const lines = story(
      `${IN_FLIGHT}tasks:\n${once('a', 1, `${verb}: { s: 1, lasts: 5ms }, progress`)}${once('b', 5, 'call: { s: 1, lasts: 1ms }')}${once('c', 6, 'call: { s: 1, lasts: 1ms }')}`,
    );
    expect(lines).toEqual([
      '1 a spends 1 -> 0',
      '1 a works until 6',
      '5 b is refused 0 -> 0',
      '5 b gives up after 0',
      '5 b stopped',
      '6 s fills 0 -> 1',
      '6 a progresses 1',
      '6 c spends 1 -> 0',
      '6 c works until 7',
      '7 s fills 0 -> 1',
    ]);
  });

  it('is settled when it is over: the rest comes back, more is taken into a debt', () => {
    const told = (actual: number): readonly string[] =>
      story(
        `supplies: { s: { model: token-bucket, refill: 0/s, capacity: 9, debt: none } }\ntasks:\n${once('a', 1, `${verb}: { s: 6, lasts: 5ms, actual: ${actual} }`)}`,
      );
    expect(told(2)).toEqual(['1 a spends 9 -> 3', '1 a works until 6', '6 a settles -4: 3 -> 7']);
    expect(told(6)).toEqual(['1 a spends 9 -> 3', '1 a works until 6']);
    expect(told(11)).toEqual(['1 a spends 9 -> 3', '1 a works until 6', '6 a settles 5: 3 -> -2']);
  });

  it('wakes who waits for it as it comes back', () => {
    const lines = story(
      `supplies: { s: { model: token-bucket, refill: 0/s, capacity: 9, debt: none } }\ntasks:\n${once('a', 1, `${verb}: { s: 6, lasts: 5ms, actual: 2 }`)}${once('b', 2, 'spend: { s: 7 }')}`,
    );
    expect(lines).toEqual(['1 a spends 9 -> 3', '1 a works until 6', '6 a settles -4: 3 -> 7', '6 b spends 7 -> 0']);
  });

  it('is settled where it stands by a run that crashes', () => {
    const lines = story(
      `supplies: { s: { model: sliding-window, limit: 10, every: 50ms } }\ntasks:\n${once('a', 1, `${verb}: { s: 8, lasts: 20ms, actual: 2 }`, ', crashes: { at: 11ms }')}${once('b', 12, 'spend: { s: 8, atMost: 0ms }')}`,
    );
    expect(lines).toEqual([
      '1 a spends 10 -> 2',
      '1 a works until 21',
      '11 a settles -6: 2 -> 8',
      '11 a crashed',
      '12 b spends 8 -> 0',
      // What a took counts for 50 ms from when it was taken.
      '51 s fills 0 -> 2',
      '62 s fills 2 -> 10',
    ]);
  });

  it('comes back from a run that crashes before it has its slot back', () => {
    const waits = verb === 'spend' ? '{ s: 1, lasts: 5ms }' : '{ s: 1, lasts: 5ms, retry: { wait: 1ms } }';
    const lines = story(
      `${IN_FLIGHT}pools: { p: { slots: 1 } }\ntasks:\n${once('first', 1, 'spend: { s: 1, lasts: 9ms }')}${once('a', 2, `${verb}: ${waits}`, ', pool: p, keepsSlot: false, crashes: { at: 20ms }')}${once('b', 3, 'work: 30ms', ', pool: p')}${once('c', 21, 'spend: { s: 1, lasts: 1ms, atMost: 0ms }')}`,
    );
    expect(lines.filter((line) => !/refused/.test(line))).toEqual([
      '1 first spends 1 -> 0',
      '1 first works until 10',
      '3 b works until 33',
      '10 s fills 0 -> 1',
      '10 a spends 1 -> 0',
      '20 s fills 0 -> 1',
      '20 a crashed',
      '21 c spends 1 -> 0',
      '21 c works until 22',
      '22 s fills 0 -> 1',
    ]);
  });
});

describe('a call that waits for its next try', () => {
  const told = (keeps: boolean): readonly string[] => {
    const text = `quotasim: 1\nhorizon: 90ms\ngrid: 1ms\norder: priority
supplies: { s: { model: token-bucket, refill: { tokens: 1, every: 10ms }, capacity: 1, initial: 0, debt: none } }
pools: { p: { slots: 1 } }
tasks:\n${once('a', 1, 'call: { s: 1, retry: { wait: 10ms } }, work: 5ms', `, pool: p, keepsSlot: ${keeps}`)}${once('b', 2, 'work: 12ms', ', pool: p')}`;
    const { model } = loadScenario(text, { file: 'x.yaml' }).worlds[0]!;
    return logRun(model).lines.filter((line) => / (holds|releases|spends) /.test(line));
  };

  it('keeps its slot, or gives it back, tries without it, and takes it again before it goes on', () => {
    expect(told(true)).toEqual([
      '1 a holds p',
      '11 a spends 1 -> 0',
      '16 a releases p',
      '16 b holds p',
      '28 b releases p',
    ]);
    expect(told(false)).toEqual([
      '1 a holds p',
      '1 a releases p',
      '2 b holds p',
      '11 a spends 1 -> 0',
      '14 b releases p',
      '14 a holds p',
      '19 a releases p',
    ]);
  });
});
