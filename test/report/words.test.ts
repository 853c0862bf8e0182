/** Small words: an interval that says nothing is left out, and what is left over is told in a sentence. */
import { describe, expect, it } from 'vitest';
import { rangeText, tokensText } from '../../src/analysis/findings/words.ts';
import type { TaskReport } from '../../src/judge/report/report.ts';
import { shareText } from '../../src/report/text/amount-text.ts';
import { intervalText } from '../../src/report/text/goal-text.ts';
import { leftOvers } from '../../src/report/text/text-waits.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Supply } from '../../src/sim/model.ts';

const SUPPLY = { grainsPerToken: 2 } as unknown as Supply;

describe('numbers in sentences', () => {
  it('have no interval where its ends are one number as written', () => {
    expect(intervalText([0.0004, 0.001], shareText)).toBe('');
    expect(intervalText([0.0004, 0.002], shareText)).toBe(' (under 0.1 % to 0.2 %)');
  });

  it('have their thousands apart', () => {
    expect(tokensText(SUPPLY, 17_280)).toBe('8,640');
    expect(tokensText(SUPPLY, -2001)).toBe('−1,000.5');
    expect(rangeText(SUPPLY, { low: 1998, high: 2000 })).toBe('999 to 1,000');
  });
});

it('what is left over at the end is told in a sentence', () => {
  const task = {
    runs: { triggered: 480, queued: 1, unfinished: 20 },
    served: { bracket: [0.5, 0.9] },
    waited: { oldestQueuedMs: null },
  } as unknown as TaskReport;
  expect(leftOvers({ tasks: { a: task }, replications: 20 })).toEqual([
    'of 480 starts of a, 1 was still queued and 20 were not over at the end of 20 runs',
  ]);
});

it('a choice among one is no assumption', () => {
  const text = (every: string) => `quotasim: 1
title: test
horizon: 1d
grid: 1m
supplies: { api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 100, debt: none } }
tasks:
  big: { trigger: { every: ${every}, offset: any }, whenBusy: skip, steps: [ { spend: { api: 5 } }, progress ] }`;
  const names = (every: string) =>
    loadScenario(text(every), { file: 'test.yaml' }).worlds[0]!.assumptions.map(({ name }) => name);
  expect(names('2m')).toContain('tasks.big.trigger.offset');
  expect(names('1m')).not.toContain('tasks.big.trigger.offset');
});
