/** The examples give the answers that their heads promise, and each is short enough to be read. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Report } from '../src/judge/report/report.ts';
import { simulate } from '../src/judge/simulate.ts';
import { loadPlugins } from '../src/node/plugins.ts';
import { loadScenario } from '../src/scenarios/parse.ts';
import { verify } from '../src/verify/verify.ts';

// One run of an open scenario would leave shares unknown.
const FEW = 2;

function reportOf(name: string, set: Readonly<Record<string, string>> = {}, horizon?: string): Report {
  const text = readFileSync(`examples/${name}.yaml`, 'utf8');
  const scenario = loadScenario(text, { file: `${name}.yaml`, set, ...(horizon !== undefined && { horizon }) });
  return simulate(scenario, { replications: FEW }).report;
}

const missed = ({ goals }: Report) =>
  goals.filter(({ verdict }) => verdict === 'missed').map(({ of, goal }) => `${of} ${goal}`);

describe('examples', () => {
  it.each(readdirSync('examples', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')))(
    '%s is under 60 lines and says what it answers',
    (file) => {
      const text = readFileSync(`examples/${file}`, 'utf8');
      expect(text.trimEnd().split('\n').length).toBeLessThan(60);
      expect(text).toMatch(/\n# Question: [\s\S]*\n# Answer: [\s\S]*?\b(PASS|FAIL)\b/);
    },
  );

  it('celery-redis-locks: a lease shorter than a run fills the workers, and one that outlasts it does not', () => {
    const now = reportOf('celery-redis-locks');
    expect(now.verdict).toBe('fail');
    expect(missed(now)).toEqual(['upserter latency']);
    expect(now.locks.backfill!.overlaps!.share).toBeGreaterThan(0.9);
    expect(now.tasks.upserter!.longestWait).toMatchObject({ kind: 'pool', name: 'workers' });
    const longer = reportOf('celery-redis-locks', { BACKFILL_LOCK: '5h' });
    expect({ verdict: longer.verdict, overlaps: longer.locks.backfill!.overlaps!.count }).toEqual({
      verdict: 'pass',
      overlaps: 0,
    });
    expect(longer.tasks.backfiller!.progress.perDay).toBeCloseTo(68.5, -1);
  });

  it('bullmq-llm: questions are answered beside the batch, which is done by six unless the limiter is lower', () => {
    const now = reportOf('bullmq-llm', {}, '6h30m');
    expect({ verdict: now.verdict, done: now.backlogs!.items!.done }).toEqual({ verdict: 'pass', done: FEW * 20_000 });
    expect(now.tasks.chat!.latency!.p95).toBeLessThan(15_000);
    expect(missed(reportOf('bullmq-llm', { LIMITER_MAX: '60' }, '6h30m'))).toEqual(['items doneBy']);
  });

  it('own-policy: nobody starves with three turns in a row, and at a threshold somebody can', async () => {
    const file = 'examples/own-policy/own-policy.yaml';
    const text = readFileSync(file, 'utf8').replace('initial: any', 'initial: 50').replace('offset: any', 'offset: 0');
    const plugins = await loadPlugins(file, text);
    const claims = (set: Readonly<Record<string, string>>, other = text) =>
      verify(loadScenario(other, { file, plugins, set }), { shows: false }).worlds[0]!.tasks.map(
        ({ task, claim }) => `${task} ${claim}`,
      );
    expect(claims({})).toEqual(['sync live', 'index live']);
    const threshold = text.replace('{ use: turns, level: 50, most: $TURNS }', '{ use: threshold, level: 50 }');
    expect(claims({}, threshold)).toContain('sync starvable');
  });

  it('cronjobs-github: eight pages fit into the hour, nine do not', () => {
    const now = reportOf('cronjobs-github', {}, '2d');
    expect({ verdict: now.verdict, tries: now.supplies.github!.calls!.refusedTokens }).toEqual({
      verdict: 'pass',
      tries: 0,
    });
    expect(now.tasks.sync!.latency!.p95).toBeLessThan(120_000);
    const nine = reportOf('cronjobs-github', { PAGES: '9' }, '2d');
    expect(missed(nine)).toEqual(['sync served', 'sync latency']);
    expect(nine.tasks.sync!.served!.share).toBeCloseTo(8 / 9, 1);
  });
});
