/** A backlog whose items are all thrown away is told of, though whoever takes them is never late. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

/** An item comes each hour, and is pruned at the sixth; the job comes at these minutes past every sixth hour. */
const report = (offset: string) =>
  simulate(
    loadScenario(
      `
quotasim: 1
horizon: 2d
backlogs: { todo: { arrivals: { every: 6h, items: 1, offset: 0 }, expires: { after: 1h, pruneEvery: 1h } } }
tasks: { job: { trigger: { every: 6h, offset: ${offset} }, whenBusy: skip, steps: [{ take: { todo: 1, atMost: 0s } }, progress] } }
`,
      { file: 'todo.yaml' },
    ),
  ).report;

const told = (offset: string) => report(offset).findings.filter(({ code }) => code === 'QS906');

describe('items that are all thrown away', () => {
  it('are told of, since the task that takes them has nothing to do when it comes', () => {
    expect(report('3h').tasks.job!.progress.amount).toBe(0);
    expect(told('3h')).toEqual([
      {
        code: 'QS906',
        severity: 'warning',
        message: expect.stringMatching(/^8 items of todo were thrown away as too old, and none was ever done/),
        at: 'todo.yaml:4:19',
      },
    ]);
  });

  it('are not where some are done, or none was thrown away', () => {
    expect(told('30m')).toEqual([]);
  });
});
