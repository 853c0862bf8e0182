/** What it means that a run is tried again: when, holding what, how often, and as what it is counted. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { first, logRun } from './log.ts';

const scenario = (text: string) =>
  loadScenario(`quotasim: 1\nhorizon: 100ms\ngrid: 1ms\norder: priority\n${text}`, { file: 'x.yaml' });

/** What happens in a hundred milliseconds; who comes first in the document has the first turn. */
function story(text: string): readonly string[] {
  return logRun(scenario(text).worlds[0]!.model, first).lines;
}

const ann = (steps: string, more = ''): string =>
  `  ann: { trigger: { every: 90ms, offset: 1ms }, whenBusy: skip, priority: 1${more}, steps: [${steps}] }\n`;

/** When the attempts of ann end, and how. */
const ends = (text: string): readonly string[] =>
  story(text)
    .filter((line) => / ann (completed|failed|crashed|stopped)/.test(line))
    .filter((line) => Number(line.split(' ')[0]) < 90);

describe('retry', () => {
  it.each([
    { retry: '{ attempts: 3, wait: 5ms }', at: ['2 failed, again at 7', '8 failed, again at 13', '14 failed'] },
    {
      retry: '{ attempts: 5, wait: 3ms, backoff: exponential, cap: 10ms }',
      at: [
        '2 failed, again at 5',
        '6 failed, again at 12',
        '13 failed, again at 23',
        '24 failed, again at 34',
        '35 failed',
      ],
    },
    { retry: '{ attempts: 1, wait: 5ms }', at: ['2 failed'] },
  ])('$retry', ({ retry, at }) => {
    const lines = ends(`tasks:\n${ann('work: 1ms, fail', `, retry: ${retry}`)}`);
    expect(lines.map((line) => line.replace(' ann', ''))).toEqual(at);
  });

  it('is for runs that fail, give up with `fail`, or crash; a run that stops is over', () => {
    const last = (steps: string) =>
      ends(`locks: { l: {} }\ntasks:\n${ann(steps, ', retry: { attempts: 2, wait: 3ms }')}`);
    expect(last('work: 1ms, crash')).toEqual(['2 ann crashed, again at 5', '6 ann crashed']);
    expect(last('work: 1ms, stop')).toEqual(['2 ann stopped']);
    expect(last('acquire: l, acquire: { l: 1, atMost: 2ms, otherwise: fail }')).toEqual([
      '3 ann failed, again at 6',
      '8 ann failed',
    ]);
    expect(last('acquire: l, acquire: { l: 1, atMost: 2ms }')).toEqual(['3 ann stopped']);
  });

  it('gives back what the run holds until the next attempt; a crash leaves locks behind, and slots come back', () => {
    const bob =
      '  bob: { trigger: { every: 90ms, offset: 3ms }, whenBusy: skip, steps: [acquire: p, work: 1ms, release: p] }\n';
    const lines = (how: string, kind: string) =>
      story(`${kind}: { p: {${kind === 'pools' ? ' slots: 1 ' : ''}} }
tasks:\n${ann(`acquire: p, work: 1ms, ${how}`, ', retry: { attempts: 2, wait: 9ms }')}${bob}`);
    expect(lines('fail', 'locks')).toContain('4 bob completed');
    expect(lines('crash', 'pools')).toContain('4 bob completed');
    expect(lines('crash', 'locks').filter((line) => / bob (holds|completed)/.test(line))).toEqual([]);
    expect(lines('crash', 'locks')).not.toContain('11 ann holds p');
  });

  it('keeps the task busy, and who waits for the run waits for its last attempt', () => {
    const lines = story(`tasks:
${ann('emit: { bob: 2, wait: true }, progress')}  bob: { trigger: { on: ann }, whenBusy: skip, retry: { attempts: 2, wait: 5ms }, steps: [work: 1ms, fail] }\n`);
    expect(lines).toEqual(
      expect.arrayContaining(['1 bob skipped', '2 bob failed, again at 7', '8 bob failed', '8 ann completed']),
    );
  });

  it('forgets what it waited for that it started, and starts it again', () => {
    const lines = story(`tasks:
${ann('emit: { bob: 1, wait: true, atMost: 2ms, otherwise: fail }, progress', ', retry: { attempts: 2, wait: 1ms }')}  bob: { trigger: { on: ann }, whenBusy: allow, steps: [work: 9ms, progress] }\n`);
    expect(lines.filter((line) => / (ann|bob) (starts|failed|completed)/.test(line)).slice(0, 6)).toEqual([
      '1 ann starts',
      '1 bob starts',
      '3 ann failed, again at 4',
      '4 bob starts',
      '6 ann failed',
      '10 bob completed',
    ]);
  });

  it('draws anew, counts one start, and the latency is from when that was due', () => {
    const { report } = simulate(
      scenario(`facts: { TAKES: { uniform: [1ms, 3ms] } }
tasks:\n${ann('work: $TAKES, crash: 50%, progress', ', retry: { attempts: 20, wait: 2ms }').replace('every: 90ms', 'every: 50ms')}`),
      { replications: 200 },
    );
    const { runs, served, latency } = report.tasks.ann!;
    // Two starts in each of 200 runs, of which half need another attempt, a quarter two, and so on: one more each in the mean.
    expect(runs).toMatchObject({ triggered: 400, started: 400, failed: 0, crashed: 0 });
    expect(runs.retried!).toBeGreaterThan(340);
    expect(runs.retried!).toBeLessThan(460);
    expect(served!.share).toBe(1);
    // 2 ms each, and 2 more between two.
    expect(latency!.mean!).toBeGreaterThan(5.4);
    expect(latency!.mean!).toBeLessThan(6.6);
  });
});
