/** What is read of other people's files, and what is told of those that are none. */
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/export/config-error.ts';
import { commandName } from '../../src/init/command-name.ts';
import { crontabJobs } from '../../src/init/crontab.ts';
import type { Job } from '../../src/init/found.ts';
import { workflowJobs } from '../../src/init/github-workflow.ts';
import { kubernetesJobs } from '../../src/init/kubernetes.ts';

const startsOf = ({ name, at, starts, whenBusy }: Job) => ({ name, line: at!.line, starts, whenBusy });
const cron = (pattern: string, zone: string, dst: string) => ({ kind: 'cron', pattern, zone, dst });

describe('CronJobs', () => {
  const CLUSTER = `apiVersion: v1
kind: List
items:
- apiVersion: batch/v1
  kind: CronJob
  metadata: { name: sync, namespace: shop, managedFields: [] }
  spec:
    schedule: "*/5 * * * *"
    timeZone: America/New_York
    concurrencyPolicy: Forbid
    startingDeadlineSeconds: 200
    jobTemplate: { spec: { activeDeadlineSeconds: 600 } }
- kind: CronJob
  metadata: { name: sync, namespace: mail }
  spec: { schedule: "@every 90m", concurrencyPolicy: Replace }
- kind: CronJob
  metadata: { name: off, namespace: mail }
  spec: { schedule: "0 0 * * *", suspend: true }
---
kind: ConfigMap
metadata: { name: x }
---
kind: CronJob
metadata: { name: old, namespace: mail }
spec: { schedule: "TZ=Europe/Berlin @hourly" }
---
kind: CronJob
metadata: { name: leap, namespace: mail }
spec: { schedule: "0 0 31 2 *" }
`;

  it('come over with their schedule, zone, overlap rule and deadline, named apart by namespace', () => {
    const { jobs, leftOut, remarks } = kubernetesJobs(CLUSTER, 'jobs.yaml', undefined);
    expect(jobs.map(startsOf)).toEqual([
      {
        name: 'shop/sync',
        line: 4,
        starts: [cron('*/5 * * * *', 'America/New_York', 'twice')],
        whenBusy: ['skip'],
      },
      {
        name: 'mail/sync',
        line: 13,
        starts: [{ kind: 'every', every: '1h30m', ms: 5_400_000 }],
        whenBusy: ['replace'],
      },
      { name: 'mail/old', line: 23, starts: [cron('@hourly', 'Europe/Berlin', 'twice')], whenBusy: ['allow'] },
    ]);
    expect(jobs[0]!.timeLimit).toEqual({ text: '10m', hard: true });
    expect(jobs[0]!.remarks).toEqual([expect.stringContaining('within: 3m20s')]);
    expect(leftOut.map(({ name, at, why }) => `${name} ${at.line} ${why}`)).toEqual([
      'mail/off 16 it is suspended',
      'mail/leap 27 "0 0 31 2 *" never fires: no month it allows has a day that it allows',
    ]);
    expect(remarks).toEqual([]);
  });

  it('without a zone go by that of the control plane, which is told', () => {
    const text = 'kind: CronJob\nmetadata: { name: a }\nspec: { schedule: "0 3 * * *" }\n';
    const plain = kubernetesJobs(text, 'a.yaml', undefined);
    expect(plain.jobs[0]!.starts).toEqual([cron('0 3 * * *', 'UTC', 'twice')]);
    expect(plain.remarks).toEqual([expect.stringContaining('taken to be UTC')]);
    const told = kubernetesJobs(text, 'a.yaml', 'Asia/Tokyo');
    expect(told.jobs[0]!.starts).toEqual([cron('0 3 * * *', 'Asia/Tokyo', 'twice')]);
    expect(told.remarks).toEqual([]);
  });

  it.each([
    ['', /^a\.yaml:1:1 nothing_known\n {2}it holds no CronJob/],
    ['kind: Pod\n', /^a\.yaml:1:1 nothing_known/],
    ['a: [\n', /^a\.yaml:\d:\d not_readable/],
    ['kind: CronJob\nspec: { schedule: "0 0 * * *" }\n', /^a\.yaml:1:1 not_a_value\n {2}a CronJob without/],
    ['---\nkind: CronJob\nmetadata: { name: a }\nspec: {}\n', /^a\.yaml:2:1 not_a_value\n {2}a: expected a text at/],
    [
      'kind: CronJob\nmetadata: { name: a }\nspec: { schedule: "0 0 * *" }\n',
      /^a\.yaml:3:19 not_a_value\n {2}a: .* 4 fields/,
    ],
    [
      'kind: CronJob\nmetadata: { name: a }\nspec: { schedule: "0 0 * * *", timeZone: Mars/Sea }\n',
      /^a\.yaml:3:19 not_a_value\n {2}a: expected a time zone/,
    ],
    [
      'kind: CronJob\nmetadata: { name: a }\nspec: { schedule: "0 0 * * *", concurrencyPolicy: Never }\n',
      /^a\.yaml:3:51 not_a_value\n {2}a: concurrencyPolicy is one of/,
    ],
    ['kind: CronJob\nspec: { schedule: {{ .Values.schedule }} }\n', /^a\.yaml:2:\d+ not_readable/],
  ])('are told where no cluster would take them: %j', (text, says) => {
    expect(() => kubernetesJobs(text, 'a.yaml', undefined)).toThrow(ConfigError);
    expect(() => kubernetesJobs(text, 'a.yaml', undefined)).toThrow(says);
  });
});

describe('a crontab', () => {
  const CRONTAB = `# m h dom mon dow command
SHELL=/bin/sh
MAILTO="ops@example.org"
*/15 * * * * cd /srv && flock -n /run/sync.lock /usr/bin/python3 manage.py sync_orders >> log 2>&1
CRON_TZ=Europe/Berlin
30 2 * * 1-5 /opt/report.sh --date $(date +\\%F)%hello
\t@Daily nice -n 10 env X=1 backup
@reboot /opt/x
0~30 * * * * /opt/drawn
0 0 */2 * 1 /opt/both
`;

  it('comes over line by line, with locks that it takes', () => {
    const { jobs, leftOut, locks, remarks } = crontabJobs(CRONTAB, 'crontab', undefined);
    expect(jobs.map(startsOf)).toEqual([
      { name: 'sync_orders', line: 4, starts: [cron('*/15 * * * *', 'UTC', 'twice')], whenBusy: ['allow'] },
      { name: 'report', line: 6, starts: [cron('30 2 * * 1-5', 'Europe/Berlin', 'shift')], whenBusy: ['allow'] },
      { name: 'backup', line: 7, starts: [cron('@Daily', 'Europe/Berlin', 'shift')], whenBusy: ['allow'] },
    ]);
    expect(jobs[0]!.lock).toEqual({ name: 'lock /run/sync.lock', atMost: '0s' });
    expect(locks).toEqual(['lock /run/sync.lock']);
    expect(jobs[1]!.remarks).toEqual(['/opt/report.sh --date $(date +%F)']);
    expect(leftOut.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      'x: it starts when the machine does',
      'drawn: "0~30 * * * *" is drawn anew by each start of cron',
      'both: "0 0 */2 * 1" asks for both a day of the month and a weekday',
    ]);
    expect(remarks).toEqual([expect.stringContaining("the machine's local time")]);
  });

  it('of the system has a column for the user', () => {
    const line = '17 * * * * root cd / && run-parts --report /etc/cron.hourly\n';
    for (const file of ['/etc/crontab', 'etc/cron.d/jobs', 'my-crontab']) {
      expect(crontabJobs(line, file, 'UTC').jobs[0]!.remarks).toEqual(['cd / && run-parts --report /etc/cron.hourly']);
    }
    const own = crontabJobs('0 * * * * deploy all\n', '/etc/cron.d/x', 'UTC');
    expect(own.jobs[0]!.name).toBe('all');
    expect(crontabJobs('0 * * * * deploy all\n', 'crontab', 'UTC').jobs[0]!.name).toBe('deploy');
  });

  it.each([
    ['# nothing\n', /^crontab:1:1 nothing_known/],
    ['0 * * * *\n', /^crontab:1:1 not_readable\n {2}expected five fields/],
    ['\n  every day backup\n', /^crontab:2:3 not_readable/],
    ['61 * * * * x\n', /^crontab:1:1 not_a_value\n {2}"61 \* \* \* \*" is no cron pattern/],
    ['@fortnightly x\n', /^crontab:1:1 not_a_value/],
    ['CRON_TZ=Nowhere\n0 * * * * x\n', /^crontab:2:1 not_a_value\n {2}expected a time zone/],
    ['kind: CronJob\n', /^crontab:1:1 not_readable/],
  ])('is told where cron would not take it: %j', (text, says) => {
    expect(() => crontabJobs(text, 'crontab', undefined)).toThrow(says);
  });
});

describe('the name of a command', () => {
  it.each([
    ['/usr/local/bin/backup.sh --all', 'backup'],
    ['cd /srv/app && . env/bin/activate && python3 -u tools/sync.py', 'sync'],
    ['FOO=1 BAR="a b" /opt/tool run', 'tool'],
    ['sudo -u www php /srv/artisan schedule:run', 'schedule:run'],
    ['timeout -k 5 10m node ./jobs/mail.mjs', 'mail'],
    ['"/opt/my tool/run it" x', 'run it'],
    ['test -x /usr/sbin/anacron || run-parts /etc/cron.daily', 'run-parts'],
  ])('%s', (command, name) => {
    expect(commandName(command)).toEqual({ name });
  });

  it.each([
    ['flock -n /run/a /opt/x', 0],
    ['/usr/bin/flock --nonblock /run/a /opt/x', 0],
    ['flock -w 30 /run/a -c "/opt/x"', 30],
    ['flock --timeout=1.5 /run/a /opt/x', 1.5],
    ['nice flock /run/a /opt/x', undefined],
  ])('says which lock it takes: %s', (command, seconds) => {
    expect(commandName(command)).toEqual({ name: 'x', flock: { file: '/run/a', seconds } });
  });
});

describe('a workflow', () => {
  const workflow = (concurrency: string, jobs = '{ a: { timeout-minutes: 30 } }') =>
    `name: "Nightly: build"\non:\n  push:\n  schedule:\n    - cron: '17 3 * * *'\n    - cron: "0 12 * * 1"\n${concurrency}jobs: ${jobs}\n`;

  it.each([
    ['', ['allow']],
    ['concurrency: { group: x, cancel-in-progress: true }\n', ['replace']],
    ['concurrency: x\n', ['skip', 'queue all']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    ['concurrency: { group: x, cancel-in-progress: "${{ a }}" }\n', ['skip', 'queue all', 'replace']],
  ])('is one job with all its schedules; %j', (concurrency, whenBusy) => {
    const { jobs } = workflowJobs(workflow(concurrency), 'deep/nightly.yml');
    expect(jobs.map(startsOf)).toEqual([
      {
        name: 'Nightly: build',
        line: 5,
        starts: [cron('17 3 * * *', 'UTC', 'skip'), cron('0 12 * * 1', 'UTC', 'skip')],
        whenBusy,
      },
    ]);
    expect(jobs[0]!.timeLimit).toEqual({ text: '30m', hard: true });
  });

  it('of several jobs has no limit that is its own', () => {
    expect(workflowJobs(workflow('', '{ a: { timeout-minutes: 3 }, b: {} }'), 'a.yml').jobs[0]!.timeLimit).toBe(
      undefined,
    );
  });

  it.each([
    ['on: push\n', /^a\.yml:1:1 nothing_known\n {2}it schedules nothing/],
    ['on: { schedule: [] }\n', /^a\.yml:1:\d+ nothing_known/],
    ['on:\n  schedule:\n    - cron: 5\n', /^a\.yml:3:\d+ not_a_value/],
    ['on:\n  schedule:\n    - cron: "* * *"\n', /^a\.yml:3:13 not_a_value\n {2}"\* \* \*" is no cron pattern/],
  ])('is told where GitHub would not take it: %j', (text, says) => {
    expect(() => workflowJobs(text, 'a.yml')).toThrow(says);
  });
});
