/** What a report says on a terminal, word for word. */
import { describe, expect, it } from 'vitest';
import { drawTable } from '../../src/cli/table.ts';
import type { Report } from '../../src/judge/report/report.ts';
import { formatText, type TextOptions } from '../../src/report/text/text.ts';
import { columnsOf } from '../../src/report/text/text-style.ts';
import { HOUR, keepaResult, MINUTE } from './fixture.ts';

const ESC = String.fromCharCode(27);
const plain: TextOptions = { width: 80, colour: false, table: drawTable };
const before = keepaResult().report;
const polls = keepaResult({}, [{ gate: 50, everyMinutes: 15 }, { pollCost: 1 }]).report;

function text(report: Report, options: Partial<TextOptions> = {}): string {
  return `\n${formatText(report, { ...plain, ...options })}`;
}

/** The report with one task's claim, as verify will state it. */
function claimed(claim: Report['tasks'][string]['claim'], kind: 'proof' | 'counterexample' | 'estimate'): Report {
  const { upserter, ...others } = before.tasks;
  return { ...before, tasks: { upserter: { ...upserter!, claim, evidence: { kind, text: kind } }, ...others } };
}

describe('the text of a report', () => {
  it('says the verdict first, then why, on what it rests, and how to repeat it', () => {
    expect(text(before, { wrote: ['reports/keepa-before/report.html', 'b', 'c'] })).toMatchInlineSnapshot(`
      "
      FAIL  keepa-before   1 of 3 goals missed
      estimate 20 x 7 d, seed 1; one goal met and not shown (never starves)

      task        verdict            per day  longest gap  goal
      upserter    no violation seen  90       20 min       served 40 %   met 63 %
      backfiller  violation seen     0.571    over 7 d     progress 2 h  MISSED

      Why    keepa never again reaches the 80 tokens that backfiller waits for:
             upserter takes them at 50.
      Rests  asking for the balance is free
             a spend may overdraw the balance
      Again  sim scenarios/keepa-before.yaml --seed 1
      Wrote  reports/keepa-before/report.html and 2 files beside it
      "
    `);
  });

  it('says of worlds what flips between them, and shows the worst', () => {
    expect(text(polls)).toMatchInlineSnapshot(`
      "
      FAIL  keepa-before   1 of 3 goals missed
      estimate 20 x 7 d, seed 1, in 2 worlds; one goal met and not shown (never
      starves)

                               POLL_COST 0        POLL_COST 1
      verdict                  FAIL               FAIL
      backfiller progress 2 h  MISSED 3 h 32 min  MISSED 7 d
      upserter served 40 %     met 88 %           met 54 %

      Below: POLL_COST 0, the worst of them.

      task        verdict            per day  longest gap  goal
      upserter    no violation seen  84.1     20 min       served 40 %   met 88 %
      backfiller  violation seen     24.3     3 h 32 min   progress 2 h  MISSED

      Why    keepa never again reaches the 50 tokens that backfiller waits for:
             upserter takes them at 50.
      Rests  asking for the balance is free
             a spend may overdraw the balance
      Again  sim scenarios/keepa-before.yaml --seed 1
      "
    `);
  });

  it('says that all goals are met', () => {
    const { goals, tasks } = before;
    const met = goals.map((goal) => ({
      ...goal,
      verdict: 'met' as const,
      measured: goal.goal === 'served' ? 1 : HOUR,
    }));
    const { cause: _, ...backfiller } = tasks.backfiller!;
    const report: Report = { ...before, verdict: 'pass', goals: met, tasks: { ...tasks, backfiller } };
    expect(text(report)).toMatchInlineSnapshot(`
      "
      PASS  keepa-before   all 3 goals met
      estimate 20 x 7 d, seed 1; one goal met and not shown (never starves)

      task        verdict            per day  longest gap  goal
      upserter    no violation seen  90       20 min       served 40 %   met 100 %
      backfiller  no violation seen  0.571    over 7 d     progress 2 h  met

      Rests  asking for the balance is free
             a spend may overdraw the balance
      Again  sim scenarios/keepa-before.yaml --seed 1
      "
    `);
  });

  it('says what cannot be judged, and what is accepted as it is', () => {
    const verdicts = ['unknown', 'accepted', 'met'] as const;
    const goals = before.goals.map((goal, index) => ({ ...goal, verdict: verdicts[index]! }));
    expect(text({ ...before, verdict: 'unknown', goals })).toMatchInlineSnapshot(`
      "
      UNKNOWN  keepa-before   1 of 3 goals cannot be judged
      estimate 20 x 7 d, seed 1; one goal met and not shown (never starves)

      task        verdict            per day  longest gap  goal
      upserter    no violation seen  90       20 min       served 40 %   accepted 63 %
      backfiller  unknown            0.571    over 7 d     progress 2 h  unknown

      Why    keepa never again reaches the 80 tokens that backfiller waits for:
             upserter takes them at 50.
      Rests  asking for the balance is free
             a spend may overdraw the balance
      Again  sim scenarios/keepa-before.yaml --seed 1
      "
    `);
    const met = goals.map((goal, index) => ({ ...goal, verdict: verdicts[index === 0 ? 2 : index]! }));
    expect(text({ ...before, verdict: 'pass', goals: met }).split('\n')[1]).toMatchInlineSnapshot(
      `"PASS  keepa-before   2 of 3 goals met, 1 accepted as they are"`,
    );
  });

  it.each([
    { claim: 'live', kind: 'proof', says: 'safe proved' },
    { claim: 'live', kind: 'estimate', says: 'safe estimated' },
    { claim: 'starvable', kind: 'counterexample', says: 'CAN STARVE proved' },
    { claim: 'starved', kind: 'proof', says: 'STARVES proved' },
    { claim: 'overloaded', kind: 'proof', says: 'OVERLOADED proved' },
  ] as const)('says "$says" of a task that is $claim by $kind', ({ claim, kind, says }) => {
    expect(text(claimed(claim, kind))).toContain(`upserter    ${says}`);
  });

  it('calls the wait of a task that can starve unbounded, and names it in the first line', () => {
    const lines = text(claimed('starvable', 'counterexample')).split('\n');
    expect(lines[1]).toBe('FAIL  keepa-before   upserter can starve; 1 of 3 goals missed');
    expect(lines.find((line) => line.startsWith('upserter'))).toContain('unbounded');
  });

  it('tells the first ten findings and how many more there are', () => {
    const finding = { code: 'QS900', severity: 'warning', message: 'a run was stopped', at: 'a.yaml:3:1' } as const;
    const told = (count: number) => {
      const lines = text({ ...before, findings: Array.from({ length: count }, () => finding) }).split('\n');
      return [lines.filter((line) => line.includes('QS900')).length, lines.filter((line) => line.includes('sim lint'))];
    };
    expect([told(10), told(12)]).toEqual([
      [10, []],
      [10, ['       … and 2 more findings, which sim lint lists']],
    ]);
  });

  it('tells findings, the length of the warm-up, and goals of no task', () => {
    const finding = { code: 'QS900', severity: 'warning', message: 'a run was stopped', at: 'a.yaml:3:1' } as const;
    const goals = [...before.goals, { ...before.goals[2]!, of: 'keepa', implicit: false }];
    const scenario = { ...before.scenario, warmupMs: 90 * MINUTE };
    expect(text({ ...before, scenario, goals, findings: [finding] })).toMatchInlineSnapshot(`
      "
      FAIL  keepa-before   1 of 4 goals missed
      estimate 20 x 7 d, the first 90 min not counted, seed 1; one goal met and not
      shown (never starves)

      task        verdict            per day  longest gap  goal
      upserter    no violation seen  90       20 min       served 40 %    met 63 %
      backfiller  violation seen     0.571    over 7 d     progress 2 h   MISSED
      keepa                                                never starves  met

      Why    keepa never again reaches the 80 tokens that backfiller waits for:
             upserter takes them at 50.
      Warn   QS900 a run was stopped (a.yaml:3:1)
      Rests  asking for the balance is free
             a spend may overdraw the balance
      Again  sim scenarios/keepa-before.yaml --seed 1
      "
    `);
  });

  it.each([60, 80, 100])('keeps every sentence and table within %i columns', (width) => {
    const files = ['reports/x/report.html'];
    for (const report of [before, polls, claimed('starvable', 'counterexample')]) {
      const lines = formatText(report, { ...plain, width, wrote: files }).split('\n');
      expect(lines.filter((line) => columnsOf(line) > width)).toEqual([]);
    }
  });

  it('tells worlds that are too many to stand side by side in lines, one for all that are alike', () => {
    const worlds = [0, 1, 2, 3].flatMap(() => polls.worlds!);
    expect(
      text({ ...polls, worlds })
        .split('\n')
        .filter((line) => line.includes(' worlds  missed'))
        .join('\n'),
    ).toMatchInlineSnapshot(`"FAIL  all 8 worlds  missed: backfiller progress 2 h"`);
  });

  it('paints only when asked, and the words are the same', () => {
    const painted = formatText(before, { ...plain, colour: true });
    expect(painted.split('\n')[0]).toBe(
      `${ESC}[1m${ESC}[31mFAIL${ESC}[39m${ESC}[22m  ${ESC}[1mkeepa-before${ESC}[22m   1 of 3 goals missed`,
    );
    expect(painted.replace(new RegExp(`${ESC}\\[\\d+m`, 'g'), '')).toBe(formatText(before, plain));
  });

  it('lets nothing through that a terminal would obey', () => {
    const evil = `up${ESC}[2Jserter\u202e\n\u009b`;
    const renamed = JSON.stringify(before).replaceAll('upserter', JSON.stringify(evil).slice(1, -1));
    const said = formatText(JSON.parse(renamed) as Report, plain);
    expect(said).not.toMatch(/[^\P{C}\n]/u);
  });
});
