/** Names of tasks, pools and limits that try to break out: each format brings them back unchanged, or has none of them. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Deployment, WhenBusy } from '../../src/export/deployment.ts';
import { FORMATS } from '../../src/export/formats.ts';
import { printable } from '../../src/scenarios/text/source.ts';

const HOSTILE = [
  'a"b\'c`d`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell would obey
  '$(touch owned) ${x}',
  '{{{{{ x }}}}}',
  '--- !!js',
  '*/ } ]; process.exit(1) //',
  "'''; raise SystemExit #",
  '"""\\',
  '\\',
  '{{ $labels }} {% x %}',
  '# not a comment',
  'x'.repeat(100),
  'é ß 日本語 😀',
  '- a: [b, {c: d}]',
  '%0A::error::x',
  '\u0085 \u007f',
];

/** As a scenario takes them: on one line, not empty, not too long. */
const name = fc
  .oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }))
  .map((text) =>
    printable(text)
      .replace(/[\ufffd\ufffe\uffff]/g, '·')
      .trim(),
  )
  .filter((text) => text !== '' && text !== '__proto__');

const deployment: fc.Arbitrary<Deployment> = fc
  .record({
    ...{ names: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), pool: name, limiter: name, title: name },
    whenBusy: fc.constantFrom<WhenBusy>('skip', 'allow', 'queue one', 'queue all', 'replace', 'replace hard', 'unsure'),
  })
  .map(({ names, pool, limiter, title, whenBusy }) => ({
    name: title,
    tasks: names.map((one) => ({
      ...{ name: one, whenBusy, pool, catchesUp: false },
      schedules: [{ kind: 'every' as const, everyMs: 900_000, phaseMs: 0 }],
    })),
    pools: [{ name: pool, slots: 3, prefetch: 0 }],
    limiters: [{ name: limiter, max: 5, durationMs: 1000 }],
    bounds: names.map((task) => ({ task, betweenMs: 60_000, evidence: 'proof', mayIdle: false })),
  }));

const samples = fc.sample(deployment, { numRuns: process.env.QUOTASIM_LONG === undefined ? 40 : 2000, seed: 4 });

function written(format: string, one: Deployment): string {
  const head = [one.name, ...one.tasks.map((task) => task.name)].map(printable);
  return FORMATS.find((each) => each.name === format)!.write([], head, one);
}

const namesOf = ({ tasks }: Deployment): string[] => tasks.map((task) => task.name);

describe('names that try to break out', () => {
  it('are the same in a Celery module, by Python', () => {
    const program = `
import json, sys, types
celery, schedules = types.ModuleType('celery'), types.ModuleType('celery.schedules')
sys.modules['celery'], sys.modules['celery.schedules'] = celery, schedules
seen = []
for text in json.load(sys.stdin):
    names = {}
    exec(compile(text, 'celeryconfig.py', 'exec'), names)
    seen.append([names['beat_schedule'], names['task_routes'], sorted(name for name in names if not name.startswith('__'))])
print(json.dumps(seen, default=str))
`;
    const input = JSON.stringify(samples.map((one) => written('celery', one)));
    const seen = JSON.parse(execFileSync('python3', ['-I', '-c', program], { input, encoding: 'utf8' })) as [
      Record<string, { task: string }>,
      Record<string, { queue: string }>,
      string[],
    ][];
    const known = ['beat_schedule', 'task_routes', 'timedelta', 'worker_concurrency'];
    for (const [index, one] of samples.entries()) {
      const [schedule, routes, defined] = seen[index]!;
      expect(Object.keys(schedule).sort()).toEqual(namesOf(one).sort());
      expect(Object.values(schedule).map(({ task }) => task)).toEqual(Object.keys(schedule));
      expect(Object.values(routes).map(({ queue }) => queue)).toEqual(namesOf(one).map(() => one.pools[0]!.name));
      expect(defined).toEqual(known);
    }
  });

  it('are the same in a module for BullMQ, by the compiler, and nothing else stands in it', () => {
    for (const one of samples) {
      const text = written('bullmq', one);
      const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, true);
      expect((source as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([]);
      expect(source.statements.every((statement) => ts.isVariableStatement(statement))).toBe(true);
      const keys: string[] = [];
      const walk = (node: ts.Node): void => {
        if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) keys.push(node.name.text);
        ts.forEachChild(node, walk);
      };
      walk(source);
      expect(keys).toEqual([...namesOf(one), one.pools[0]!.name, one.limiters[0]!.name]);
    }
  });

  it('are names of Kubernetes, each its own, and no document more', () => {
    for (const one of samples) {
      const [map, ...jobs] = parseAllDocuments(written('kubernetes', one)).map((document) => {
        expect(document.errors).toEqual([]);
        return document.toJS() as { kind: string; metadata: { name: string } };
      });
      expect([map!.kind, ...jobs.map(({ kind }) => kind)]).toEqual(['ConfigMap', ...one.tasks.map(() => 'CronJob')]);
      const names = jobs.map(({ metadata }) => metadata.name);
      expect(new Set(names).size).toBe(names.length);
      for (const label of [map!.metadata.name, ...names])
        expect(label).toMatch(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/);
    }
  });

  it('stand in comments alone in a workflow', () => {
    for (const one of samples) {
      const { concurrency, ...rest } = parse(written('github-actions', one)) as Record<string, unknown>;
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      const group = { group: '${{ github.workflow }}', 'cancel-in-progress': one.tasks[0]!.whenBusy === 'replace' };
      const isGrouped = one.tasks.length === 1 && ['replace', 'queue one'].includes(one.tasks[0]!.whenBusy);
      expect(concurrency).toEqual(isGrouped ? group : undefined);
      expect(rest).toEqual({
        on: { schedule: one.tasks.map(() => ({ cron: '*/15 * * * *' })) },
        env: null,
      });
    }
  });

  it('are the same in an alert, and no template', () => {
    for (const one of samples) {
      const { groups } = parse(written('prometheus', one)) as {
        groups: { name: string; rules: { expr: string; annotations: Record<string, string> }[] }[];
      };
      expect(groups.map((group) => group.name)).toEqual([`quotasim ${one.name}`]);
      const labels = groups[0]!.rules.map(({ expr }) => /\{task=("(?:[^"\\]|\\.)*")\}\) > 60$/.exec(expr)![1]!);
      expect(labels.map((label) => JSON.parse(label) as string)).toEqual(namesOf(one));
      expect(JSON.stringify(groups[0]!.rules.map(({ annotations }) => annotations))).not.toContain('{{');
    }
  });
});
