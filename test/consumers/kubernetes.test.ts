/** The published schemas of Kubernetes take the manifests, and refuse broken ones. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { exported } from './consumer.ts';

interface Model {
  validate(): void;
}
const require = createRequire(import.meta.url);
const { ConfigMap } = require('kubernetes-models/v1') as { ConfigMap: new (object: unknown) => Model };
const { CronJob } = require('kubernetes-models/batch/v1') as { CronJob: new (object: unknown) => Model };

const SCENARIO = `quotasim: 1
horizon: 2d
start: 2026-03-02
parameters: { BATCH: 5, EVERY: { value: 15m }, SHARE: 95% }
tasks:
  sync: { trigger: { every: $EVERY, offset: any }, whenBusy: skip, steps: [work: 1m, progress] }
  nightly:
    trigger: { cron: "30 3 * * MON-FRI", zone: Europe/Berlin, dst: twice }
    whenBusy: allow
    steps: [work: 1m, progress]
  "odd: name {{ x }} ${'long '.repeat(15)}": { trigger: { cron: "@hourly" }, whenBusy: queue all, steps: [work: 1s, progress] }
`;

/** What of a CronJob is nobody's business here: it stands in the cluster, and the server lays the manifest over it. */
const template = {
  spec: {
    template: {
      spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main', image: 'registry.example/jobs:1' }] },
    },
  },
};

interface Manifest {
  readonly kind: string;
  readonly spec?: Readonly<Record<string, unknown>>;
}

describe('manifests', () => {
  const all = parseAllDocuments(exported('kubernetes', SCENARIO)).map((document) => document.toJS() as Manifest);
  const jobs = all.filter(({ kind }) => kind === 'CronJob');
  const merged = ({ spec, ...rest }: Manifest) => ({ ...rest, spec: { ...spec, jobTemplate: template } });

  it('are taken, laid over what is in the cluster', () => {
    expect(jobs).toHaveLength(3);
    for (const job of jobs) new CronJob(merged(job)).validate();
    new ConfigMap(all.find(({ kind }) => kind === 'ConfigMap')).validate();
  });

  it.each([
    { schedule: 5 },
    { concurrencyPolicy: ['Forbid'] },
    { startingDeadlineSeconds: '200s' },
    { timeZone: 1 },
    { schedule: undefined },
  ])('are refused where they are broken: %j', (broken) => {
    const job = merged(jobs[0]!);
    expect(() => new CronJob({ ...job, spec: { ...job.spec, ...broken } }).validate()).toThrow();
  });

  it('are no CronJobs by themselves: image and command are not in them', () => {
    expect(() => new CronJob(jobs[0]).validate()).toThrow(/jobTemplate/);
  });
});
