/** BullMQ, on a Redis of its own, makes the job schedulers, and its limiter lets through what the scenario says. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, Worker } from 'bullmq';
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

    it('lets through no more in a window than the scenario says, and no less', async () => {
      const { max, duration } = module.limiters.mail!;
      expect({ max, duration }).toEqual({ max: 5, duration: 700 });
      const queue = new Queue('mail', { connection });
      const count = 3 * max;
      await queue.addBulk(Array.from({ length: count }, (_, index) => ({ name: String(index), data: {} })));
      const startedMs: number[] = [];
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
      // The window begins with its first job, by the clock of Redis: what a worker sees may be late by its own delays.
      const firsts = [0, 1, 2].map((window) => startedMs[window * max]!);
      for (const [index, atMs] of firsts.slice(1).entries()) {
        expect(atMs - firsts[index]!).toBeGreaterThan(duration - 150);
      }
      for (let at = max; at < count; at++)
        expect(startedMs[at]! - startedMs[at - max]!).toBeGreaterThan(duration - 250);
      await queue.close();
    });
  },
);
