/** BullMQ, on a Redis of its own, makes the job schedulers, and its limiter lets through what the scenario says. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exported, withConsumer } from './consumer.ts';

const SCENARIO = `quotasim: 1
horizon: 2d
start: 2026-03-02
parameters: { BATCH: 1, EVERY: { value: 15m } }
supplies: { mail: { preset: bullmq, max: 5, duration: 700ms } }
pools: { workers: { slots: 3 } }
tasks:
  sync: { trigger: { every: $EVERY, offset: any }, whenBusy: skip, pool: workers, steps: [{ spend: { mail: $BATCH } }, progress] }
  nightly:
    trigger: { cron: "30 3 * * MON-FRI", zone: Europe/Berlin, dst: skip }
    whenBusy: allow
    steps: [work: 1m, progress]
  "odd \\"name\\" #1": { trigger: { cron: "0 12 1,15 * FRI" }, whenBusy: allow, steps: [work: 1s, progress] }
`;

interface Exported {
  readonly schedulers: Readonly<Record<string, { every?: number; pattern?: string; tz?: string }>>;
  readonly workers: Readonly<Record<string, { concurrency: number }>>;
  readonly limiters: Readonly<Record<string, { max: number; duration: number }>>;
}

interface Busy {
  readonly runs: number;
  readonly skipped: number;
  /** The most that went on side by side, and that waited at the end of one. */
  readonly atOnce: number;
  readonly waiting: number;
}

/** A port that nobody listens at, on the loopback. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

withConsumer(
  { name: 'BullMQ on Redis', from: 'apt-get install redis-server', probe: ['redis-server', '--version'] },
  () => {
    let [folder, server]: [string, ChildProcess | undefined] = ['', undefined];
    let connection: { host: string; port: number; maxRetriesPerRequest: null };
    let module: Exported;

    beforeAll(async () => {
      const port = await freePort();
      folder = mkdtempSync(join(tmpdir(), 'quotasim-redis-'));
      const words = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
      ];
      server = spawn('redis-server', words, { stdio: 'ignore' });
      connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
      // Until it listens each try is refused, and the next one comes a little later.
      const redis = new Redis({ ...connection, retryStrategy: (times) => (times > 200 ? null : 100) });
      redis.on('error', () => {});
      expect(await redis.ping()).toBe('PONG');
      await redis.quit();
      const { outputText } = ts.transpileModule(exported('bullmq', SCENARIO), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      module = (await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as Exported;
    }, 60_000);

    afterAll(async () => {
      const over = new Promise((resolve) => server?.once('exit', resolve));
      server?.kill();
      await over;
      rmSync(folder, { recursive: true, force: true });
    });

    it('makes the schedulers that the scenario has', async () => {
      const queue = new Queue('schedules', { connection });
      for (const [name, repeat] of Object.entries(module.schedulers)) await queue.upsertJobScheduler(name, repeat);
      const made = await queue.getJobSchedulers();
      const plain = made.map(({ key, every, pattern, tz }) => ({ key, every: every && Number(every), pattern, tz }));
      expect(plain.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
        { key: 'nightly', pattern: '30 3 * * 1,2,3,4,5', tz: 'Europe/Berlin' },
        { key: 'odd "name" #1', pattern: '0 12 1,15 * 5', tz: 'UTC' },
        { key: 'sync', every: 900_000 },
      ]);
      // A delayed job of each stands for its next start.
      expect(await queue.getJobCountByTypes('delayed', 'waiting')).toBe(3);
      await queue.close();
    });

    it('lets through all, and no more in a window than the scenario says', async () => {
      const { max, duration } = module.limiters.mail!;
      expect({ max, duration }).toEqual({ max: 5, duration: 700 });
      const queue = new Queue('mail', { connection });
      const count = 3 * max;
      await queue.addBulk(Array.from({ length: count }, (_, index) => ({ name: String(index), data: {} })));
      const startedMs: number[] = [];
      const begunMs = performance.now();
      await new Promise<void>((resolve, reject) => {
        const worker = new Worker(
          'mail',
          async () => {
            startedMs.push(performance.now());
          },
          { connection, limiter: { max, duration }, ...module.workers.workers! },
        );
        worker.on('failed', (_, error) => reject(error));
        worker.on('completed', () => startedMs.length === count && resolve(worker.close()));
      });
      await queue.close();
      // No window begins before the worker does, nor before the one before it is over: whatever is slow only makes it later.
      for (let window = 0; window * max < count; window++) {
        expect(startedMs[window * max]! - begunMs).toBeGreaterThanOrEqual(window * duration);
      }
      expect(startedMs).toHaveLength(count);
    });

    /** Starts that come due every 100 ms, in a queue of their own, for two seconds of runs of 350 ms. */
    async function busy(name: string, begins: (queue: Queue, job: Job) => Promise<boolean>): Promise<Busy> {
      const queue = new Queue(name, { connection });
      if (name === 'queue-one') await queue.setGlobalConcurrency(1);
      const seen = { runs: 0, skipped: 0, atOnce: 0, waiting: 0 };
      let going = 0;
      const worker = new Worker(
        name,
        async (job) => {
          if (!(await begins(queue, job))) return void seen.skipped++;
          seen.runs++;
          seen.atOnce = Math.max(seen.atOnce, ++going);
          await new Promise((resolve) => setTimeout(resolve, 350));
          seen.waiting = Math.max(seen.waiting, await queue.getWaitingCount());
          going--;
        },
        { connection, concurrency: 4 },
      );
      await queue.upsertJobScheduler('tick', { every: 100 });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await queue.removeJobScheduler('tick');
      await worker.close();
      await queue.close();
      return seen;
    }

    it('skips, queues one and allows as the comments of an export say it does', async () => {
      const allowed = await busy('allow', async () => true);
      expect(allowed.atOnce).toBeGreaterThan(1);
      const queued = await busy('queue-one', async () => true);
      expect(queued).toMatchObject({ atOnce: 1, waiting: 1, skipped: 0 });
      const skipped = await busy('skip', async (queue, job) =>
        (await queue.getActive()).every((other) => other.id === job.id),
      );
      expect(skipped.atOnce).toBe(1);
      expect(skipped.runs).toBeGreaterThan(1);
      expect(skipped.skipped).toBeGreaterThan(skipped.runs);
    }, 20_000);
  },
);
