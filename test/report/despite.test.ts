/** A PASS beside a finding that is an error, in the terminal, on the page and in a pull request. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { markdownText } from '../../src/report/ci/markdown.ts';
import { errorsDespitePass } from '../../src/report/despite.ts';
import { renderHtml } from '../../src/report/page/html.ts';
import { formatText } from '../../src/report/text/text.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

describe('a finding that is an error where every goal is met', () => {
  const LOAD = (cost: number) => `quotasim: 1
title: More than comes, for two hours
horizon: 2h
supplies: { github: { model: token-bucket, refill: 5000/h, capacity: 5000, initial: 5000, debt: none } }
tasks:
  renovate: { trigger: { every: 5m, offset: any }, whenBusy: skip, steps: [spend: { github: ${cost} }, progress] }
goals: { renovate: { served: 90% } }
`;
  const judgedOf = (cost: number) => simulate(loadScenario(LOAD(cost), { file: 'over.yaml' }));
  const headOf = (cost: number) =>
    formatText(judgedOf(cost).report, { width: 120, colour: false, table: () => [] }).split('\n')[0];

  it('is told beside the verdict, with the time that the goals were judged over', () => {
    expect(judgedOf(600).report.verdict).toBe('pass');
    expect(headOf(600)).toMatch(/^PASS {2}over {3}.*goals met, judged over 2 h; QS002 is an error all the same$/);
    expect(headOf(400)).toMatch(/^PASS {2}over {3}.*goals met$/);
  });

  it('stands below the verdict of the page, and in what a pull request is told', () => {
    const says = 'QS002 is an error all the same: goals were judged over 2 h';
    const page = (cost: number) => renderHtml(judgedOf(cost), { pictures: new Map(), scripts: undefined });
    expect(page(600)).toContain(says);
    expect(page(400)).not.toContain('all the same');
    expect(markdownText(judgedOf(600).report)).toContain(says);
  });

  it('names all errors, and none beside a verdict that is no pass', () => {
    const error = (code: string) => ({ ...judgedOf(600).report.findings[0]!, code });
    const findings = ['QS002', 'QS003', 'QS002', 'QS009'].map(error);
    expect(errorsDespitePass({ verdict: 'pass', findings, tasks: {} })).toBe(
      'QS002, QS003 and QS009 are errors all the same',
    );
    expect(errorsDespitePass({ verdict: 'fail', findings, tasks: {} })).toBeUndefined();
  });

  it('is nothing to add where the verdict says itself that the task starves', () => {
    const { report } = judgedOf(600);
    const [error] = report.findings;
    const tasks = { renovate: { ...report.tasks.renovate!, claim: 'overloaded' as const } };
    expect(errorsDespitePass({ verdict: 'pass', findings: [{ ...error!, task: 'renovate' }], tasks })).toBeUndefined();
  });
});
