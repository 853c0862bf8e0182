import { describe, expect, it } from 'vitest';
import type { GoalReport } from '../../src/judge/report/report.ts';
import { leadSentences } from '../../src/report/lead.ts';
import { keepaResult } from './fixture.ts';

const { report } = keepaResult();
const goals = (verdict: GoalReport['verdict'], wanted: (goal: GoalReport) => boolean = () => true): GoalReport[] =>
  report.goals.filter(wanted).map((goal) => ({ ...goal, verdict }));

describe('leadSentences', () => {
  it.each([
    {
      when: 'a goal is missed',
      goals: report.goals,
      says: [
        'keepa never again reaches the 80 tokens that backfiller waits for: upserter takes them at 50.',
        '1 of 3 goals missed: backfiller progress within 2 h (7 d).',
      ],
    },
    {
      when: 'all are missed: who stands still comes first',
      goals: goals('missed'),
      says: [
        'keepa never again reaches the 80 tokens that backfiller waits for: upserter takes them at 50.',
        '3 of 3 goals missed: upserter never starves, backfiller progress within 2 h (7 d), upserter served 40 % (63 %).',
      ],
    },
    {
      when: 'nothing can be said',
      goals: goals('unknown', ({ goal }) => goal === 'served'),
      says: ['The only goal is not to be judged: upserter served 40 % (63 %).'],
    },
    {
      when: 'all are met',
      goals: goals('met'),
      says: ['All 3 goals are met: backfiller progress within 2 h (7 d), upserter served 40 % (63 %).'],
    },
    {
      when: 'both of two are met',
      goals: goals('met', ({ goal }) => goal !== 'served'),
      says: ['Both goals are met: backfiller progress within 2 h (7 d).'],
    },
    {
      when: 'one is accepted',
      goals: [
        ...goals('met', ({ goal }) => goal === 'served'),
        ...goals('accepted', ({ goal }) => goal === 'neverStarves'),
      ],
      says: ['1 of 2 goals are met, 1 not, which is accepted: upserter served 40 % (63 %).'],
    },
    { when: 'the only goal is met', goals: goals('met', ({ implicit }) => implicit), says: ['The only goal is met.'] },
    { when: 'there is no goal', goals: [], says: ['No goal was set.'] },
  ])('says what matters when $when', ({ goals: list, says }) => {
    const tasks = list === report.goals || list.length === 3 ? report.tasks : {};
    const met = list.every(({ verdict }) => verdict === 'met');
    expect(leadSentences({ goals: list, tasks: met ? {} : tasks })).toEqual(says);
  });
});
