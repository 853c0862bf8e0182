/** The store of a plan: what was done is taken over, a cut line is dropped, and what belongs to another plan is refused. */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError } from '../../src/node/file-error.ts';
import { openStore } from '../../src/node/plan-store.ts';
import { performerOf } from '../../src/plan/perform.ts';
import { plan } from '../../src/plan/plan.ts';
import { PlanError } from '../../src/plan/plan-error.ts';
import type { RunnerFor } from '../../src/plan/runner.ts';

const TEXT = `quotasim: 1
horizon: 12h
grid: 5m
replications: 3
parameters: { GATE: { value: 20, range: [10, 60], step: 10 } }
supplies: { s: { model: token-bucket, refill: { tokens: 20, every: 5m }, capacity: 100, initial: any, debt: unlimited } }
tasks:
  a: { trigger: { poisson: 4/h }, whenBusy: skip, steps: [{ await: { s: $GATE } }, { spend: { s: 30 } }, progress] }
goals: { a: { served: 10% } }
plan: { maximize: a.progress, indifference: 5% }
`;
const directory = mkdtempSync(join(tmpdir(), 'quotasim-plan-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const storeAt =
  (path: string, resume: boolean, remarks: string[] = []) =>
  (hash: string) => {
    const store = openStore(path, { hash, resume });
    remarks.push(...store.remarks);
    return store;
  };

/** Does jobs from the last to the first, and counts them. */
function backwards(counter: { jobs: number }): RunnerFor {
  return (setup, family) => {
    const perform = performerOf(setup, family);
    return {
      async perform(jobs, done) {
        for (const index of [...jobs.keys()].toReversed()) {
          counter.jobs++;
          done(index, perform(jobs[index]!));
        }
      },
      close: async () => {},
    };
  };
}

describe('a plan that is stopped', () => {
  const undisturbed = plan(TEXT);

  it('and taken up again comes to the same, and does nothing twice', async () => {
    const path = join(directory, 'stopped.jsonl');
    const all = { jobs: 0 };
    await plan(TEXT, {}, { runner: backwards(all) });
    let asked = 0;
    const stopped = plan(TEXT, {}, { store: storeAt(path, false), isStopped: () => ++asked > 5 });
    await expect(stopped).rejects.toThrow(PlanError);
    const kept = readFileSync(path, 'utf8').trimEnd().split('\n').length - 1;
    expect(kept).toBe(5);
    const rest = { jobs: 0 };
    const remarks: string[] = [];
    const resumed = await plan(TEXT, {}, { store: storeAt(path, true, remarks), runner: backwards(rest) });
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(await undisturbed));
    expect(rest.jobs).toBe(all.jobs - kept);
    expect(remarks).toEqual([`${path}: 5 results taken over`]);
  });

  it('comes to the same whoever was first', async () => {
    const reversed = await plan(TEXT, {}, { runner: backwards({ jobs: 0 }) });
    expect(JSON.stringify(reversed)).toBe(JSON.stringify(await undisturbed));
  });

  it.each([1, 7, 40])('drops a last line that was cut %i bytes short, and says so', async (bytes) => {
    const path = join(directory, `cut-${bytes}.jsonl`);
    await plan(TEXT, {}, { store: storeAt(path, false) });
    const text = readFileSync(path);
    truncateSync(path, text.length - bytes);
    const remarks: string[] = [];
    const resumed = await plan(TEXT, {}, { store: storeAt(path, true, remarks) });
    expect(remarks[0]).toBe(`${path}: its last line was cut in the middle; it was dropped, and is done again`);
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(await undisturbed));
    expect(readFileSync(path, 'utf8')).toBe(text.toString('utf8'));
  });

  it.each([
    [
      'of another scenario',
      (path: string) => plan(TEXT.replace('poisson: 4/h', 'poisson: 5/h'), {}, { store: storeAt(path, true) }),
      /belongs to another plan/,
    ],
    [
      'of another seed',
      (path: string) => plan(TEXT, {}, { seed: '2', store: storeAt(path, true) }),
      /belongs to another plan/,
    ],
    [
      'broken before its end',
      (path: string) => {
        appendFileSync(path, '{"key":\n{}\n');
        return plan(TEXT, {}, { store: storeAt(path, true) });
      },
      /line \d+ is broken/,
    ],
    [
      'that is none',
      (path: string) => {
        writeFileSync(path, 'hello\n');
        return plan(TEXT, {}, { store: storeAt(path, true) });
      },
      /is no store of a plan/,
    ],
  ])('a store %s is refused', async (_, resumed, says) => {
    const path = join(directory, 'other.jsonl');
    openStore(path, { hash: 'x', resume: false });
    await plan(TEXT, {}, { store: storeAt(path, false) });
    const error: unknown = await resumed(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FileError);
    expect((error as FileError).message).toMatch(says);
  });

  it.each([0, 1, 30])('while its first line was written (%i bytes) begins anew', async (bytes) => {
    const path = join(directory, `first-${bytes}.jsonl`);
    await plan(TEXT, {}, { store: storeAt(path, false) });
    const text = readFileSync(path, 'utf8');
    truncateSync(path, bytes);
    const remarks: string[] = [];
    await plan(TEXT, {}, { store: storeAt(path, true, remarks) });
    expect(remarks).toEqual([`${path}: nothing had been kept yet: the plan begins anew`]);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.each([true, false])('is refused where a directory stands in the place of its results (resume: %s)', (resume) => {
    const path = join(directory, `folder-${resume}`);
    mkdirSync(path);
    expect(() => openStore(path, { hash: 'x', resume })).toThrow(
      `${path}: is a directory, and the results of a plan are a file\n  give --out another directory`,
    );
  });

  it('is the same where a comment of the scenario is another', async () => {
    const path = join(directory, 'comment.jsonl');
    await plan(TEXT, {}, { store: storeAt(path, false) });
    const counter = { jobs: 0 };
    await plan(`# said\n${TEXT}`, {}, { store: storeAt(path, true), runner: backwards(counter) });
    expect(counter.jobs).toBe(0);
  });
});
