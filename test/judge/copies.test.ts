/** Copies of a task in the language and in the report. */
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/analysis/findings/lint.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';

const load = (text: string) => loadScenario(text, { file: 'copies.yaml' });

const scenario = (tasks: string) => `quotasim: 1
horizon: 1d
supplies:
  api: { model: token-bucket, refill: 5/min, capacity: 50, debt: none }
tasks:
${tasks}`;

const pod = (copies: string) => `  pod:
    copies: ${copies}
    trigger: { every: 10m, offset: 0 }
    whenBusy: skip
    steps: [{ spend: { api: 3 } }, progress, { work: 1m }]
`;

function told(text: string): string {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('copies of a task', () => {
  it.each(['0', '1.5', '1001', 'any', '-2'])('cannot be %s', (copies) => {
    expect(told(scenario(pod(copies)))).toContain('tasks.pod.copies');
  });

  it.each(['1', '1000'])('can be %s', (copies) => {
    expect(told(scenario(pod(copies)))).toBe('nothing');
  });

  it('leave their names to nobody else', () => {
    const other = pod('1').replace('pod:', 'pod#3:');
    expect(told(scenario(pod('2') + other))).toBe('nothing');
    expect(told(scenario(pod('3') + other))).toContain('a copy of pod is called "pod#3"');
  });

  it('are one task in the report, with the starts and the progress of all', () => {
    const [one, three] = ['1', '3'].map((copies) => simulate(load(scenario(pod(copies)))).report.tasks.pod!);
    expect(Object.keys(simulate(load(scenario(pod('3')))).report.tasks)).toEqual(['pod']);
    expect(three!.runs.triggered / three!.replications.length).toBe(3 * one!.runs.triggered);
    expect(three!.progress.perDay).toBe(3 * one!.progress.perDay);
    expect(three!.progress.betweenMs!.p50).toBe(one!.progress.betweenMs!.p50);
  });

  it('wait as long as the copy that waits longest', () => {
    // Five tokens a minute for three copies that want ten each hour: the last of them waits for the refill.
    const late = scenario(pod('3').replace('every: 10m', 'every: 1h').replace('api: 3', 'api: 40'));
    const { pod: task } = simulate(load(late)).report.tasks;
    expect(task!.waited.longestMs).toBe(14 * 60_000);
  });

  it('pay as one task for calls that were refused', () => {
    const calls = scenario(pod('3').replace('spend: { api: 3 }', 'call: { api: 40, otherwise: continue }')).replace(
      'debt: none',
      'debt: none, refused: { cost: 1 }',
    );
    const { api } = simulate(load(calls)).report.supplies;
    const { tries, refused } = api!.calls!;
    expect(api!.usedBy).toEqual({ pod: 40 * (tries - refused) + refused });
    expect(api!.wasted).toBe(api!.initial + api!.refilled - api!.used - api!.left);
  });

  it('are tasks of their own to the rules, which say nothing of more than a hundred', () => {
    const short = (copies: string) =>
      lint(load(scenario(pod(copies).replace('api: 3', 'api: 40')))).worlds[0]!.findings;
    expect(short('2').map(({ code, task }) => `${code} ${task ?? ''}`)).toContain('QS002 ');
    expect(short('101')).toEqual([]);
  });
});
