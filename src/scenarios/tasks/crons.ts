/**
 * Compiles starts by the calendar: a cron pattern, and whose local time it is about.
 *
 * @module
 */
import { type ClockChange, type CronTimes, nextCronMs } from '../../sim/cron.ts';
import type { Path, Trigger } from '../../sim/model.ts';
import { isZone, lastingOffsetMs } from '../../sim/supplies/zone.ts';
import { NEVER } from '../../sim/time.ts';
import type { Draft, Later } from '../draft.ts';
import type { TriggerText } from '../schema/trigger-shapes.ts';
import { parseCron } from './cron-text.ts';

type CronText = Extract<TriggerText, { cron: unknown }>;

export function compileCron(
  draft: Draft,
  { task }: { readonly task: number },
  path: Path,
  { text, count }: { readonly text: CronText; readonly count: Pick<Trigger, 'count'> },
): Later<Trigger | undefined> {
  const parsed = parseCron(text.cron);
  const at = [...path, 'cron'];
  const epochMs = draft.startMs;
  if (parsed.kind === 'wrong') draft.report(at, { code: 'bad_cron', text: parsed.text });
  if (epochMs === undefined) draft.report(at, { code: 'no_start' }, { on: 'key' });
  const zone = readZone(draft, path, text);
  if (parsed.kind === 'wrong' || epochMs === undefined) return () => undefined;
  const times: CronTimes = { fields: parsed.fields, epochMs, ...(zone !== undefined && { zone }) };
  const firstMs = nextCronMs(times, -1);
  if (firstMs === NEVER) {
    draft.report(at, { code: 'bad_cron', text: 'no month it allows has a day that it allows, so it never fires' });
    return () => undefined;
  }
  draft.spansMs.push(firstMs, ...parsed.fields.minutes.map((minute) => minute * 60_000), 3_600_000);
  return () => ({ kind: 'cron', task, path, ...count, ...times });
}

/** The zone, where its clocks are not those of UTC. */
function readZone(draft: Draft, path: Path, { zone: name = 'UTC', dst }: CronText): CronTimes['zone'] {
  const epochMs = draft.startMs ?? 0;
  if (!isZone(name)) {
    const expected = 'a time zone such as UTC or America/Los_Angeles';
    draft.report([...path, 'zone'], { code: 'wrong_kind', expected, received: `"${name}"` });
    return undefined;
  }
  const offsetMs = lastingOffsetMs(name, epochMs);
  if (offsetMs === 0) return undefined;
  if (offsetMs === undefined && dst === undefined) draft.report(path, { code: 'dst_missing', zone: name });
  return { name, change: (dst ?? 'skip') satisfies ClockChange };
}
