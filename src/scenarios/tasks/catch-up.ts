/**
 * Compiles when the scheduler is down, and what it makes up for when it is up again.
 *
 * @module
 */

import type { CatchUp, Outage } from '../../sim/catch-up.ts';
import type { Path, Trigger } from '../../sim/model.ts';
import { ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { NEVER } from '../../sim/time.ts';
import type { Draft, Later, OutageDraft } from '../draft.ts';
import type { ScenarioDocument, TaskText } from '../schema/schema.ts';
import type { CatchUpText } from '../schema/trigger-shapes.ts';
import { nodeAt } from '../text/tree.ts';
import { type MomentPlace, readMoment } from '../values/moments.ts';
import { readDuration, readKnown } from '../values/values.ts';

/** The outages in the order in which they are written, which must be that of time. */
export function compileOutages(
  place: MomentPlace,
  texts: NonNullable<ScenarioDocument['outages']>,
  names: readonly string[],
): readonly OutageDraft[] {
  let lastMs = -1;
  return texts.flatMap(({ from, until, tasks }, index): OutageDraft[] => {
    const path = ['outages', index];
    const fromMs = readMoment(place, [...path, 'from'], from, { orStart: true });
    const untilMs = readMoment(place, [...path, 'until'], until);
    tasks?.forEach((name, at) => {
      if (!names.includes(name)) {
        place.report([...path, 'tasks', at], { code: 'unknown_name', what: 'task', name, known: names });
      }
    });
    if (fromMs === undefined || untilMs === undefined) return [];
    const later = (key: string, received: unknown, than: string): void =>
      place.report([...path, key], { code: 'not_later', received: String(received), than });
    if (untilMs <= fromMs) later('until', until, 'its beginning');
    if (fromMs <= lastMs) later('from', from, 'the end of the outage before it');
    lastMs = Math.max(lastMs, untilMs);
    return [{ fromMs, untilMs, tasks }];
  });
}

const GIVE_UP_MAX = rational(1_000_000);

/** What a task does about starts that its scheduler missed; undefined where it cannot miss any. */
export function compileCatchUp(draft: Draft, name: string, text: TaskText): CatchUp | undefined {
  const path = ['tasks', name, 'catchUp'];
  const list = (Array.isArray(text.trigger) ? text.trigger : [text.trigger]).filter((one) => one !== undefined);
  const timed = list.filter((one) => one !== 'always' && ('every' in one || 'cron' in one));
  const outages = timed.length === 0 ? [] : outagesOf(draft, name);
  const rule = text.catchUp === undefined ? undefined : readRule(draft, path, text);
  if (text.catchUp === undefined) {
    // One that is broken was told.
    const isWritten = nodeAt(draft.root, path) !== undefined;
    if (outages.length > 0 && !isWritten) draft.report(['tasks', name], { code: 'catch_up_missing' }, { on: 'key' });
    return undefined;
  }
  if (timed.length === 0) {
    const why = 'no scheduler starts this task by a period or by the calendar';
    draft.report(path, { code: 'no_meaning', what: 'catchUp', why }, { on: 'key' });
  } else if (outages.length === 0 && rule?.busyToo !== true && nodeAt(draft.root, ['outages']) === undefined) {
    const why = 'nothing is missed: there are no `outages`, and it does not say `busyToo`';
    draft.report(path, { code: 'no_meaning', what: 'catchUp', why }, { on: 'key' });
  }
  const jittered = list.findIndex((one) => one !== 'always' && 'every' in one && one.jitter !== undefined);
  if (jittered >= 0) draft.report(path, { code: 'exclude', keys: ['jitter', 'catchUp'] }, { on: 'key' });
  return rule && { outages, ...rule };
}

function outagesOf(draft: Draft, name: string): readonly Outage[] {
  const own = draft.outages.filter(({ tasks }) => tasks === undefined || tasks.includes(name));
  draft.spansMs.push(...own.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]).filter((atMs) => atMs > 0));
  return own.map(({ fromMs, untilMs }) => ({ fromMs, untilMs }));
}

type Rule = Omit<CatchUp, 'outages'>;

function readRule(draft: Draft, path: Path, { catchUp, whenBusy }: TaskText): Rule | undefined {
  const text: Exclude<CatchUpText, string> = typeof catchUp === 'string' ? { starts: catchUp } : catchUp!;
  const { starts, within, giveUpAfter, busyToo = false } = text;
  const withinMs = within === undefined ? NEVER : readDuration(draft, [...path, 'within'], within, { above: ZERO });
  const bounds = { min: ONE, max: GIVE_UP_MAX, whole: true };
  const most =
    giveUpAfter === undefined ? NEVER : readKnown(draft, [...path, 'giveUpAfter'], giveUpAfter, 'number', bounds);
  for (const key of ['giveUpAfter', 'busyToo'] as const) {
    if (starts === 'once' || !text[key]) continue;
    const why = 'only who starts once for all that was missed counts it: write `starts: once`';
    draft.report([...path, key], { code: 'no_meaning', what: key, why }, { on: 'key' });
  }
  if (busyToo && (whenBusy !== 'skip' || giveUpAfter === undefined)) {
    const why = 'it counts starts skipped by `whenBusy: skip` up to `giveUpAfter`, and one of these is missing';
    draft.report([...path, 'busyToo'], { code: 'no_meaning', what: 'busyToo', why }, { on: 'key' });
  }
  if (busyToo && within !== undefined) {
    draft.report([...path, 'busyToo'], { code: 'exclude', keys: ['within', 'busyToo'] }, { on: 'key' });
  }
  if (withinMs === undefined || most === undefined) return undefined;
  return { starts, withinMs, giveUpAfter: typeof most === 'number' ? most : toNumber(most), busyToo };
}

/** The trigger with what becomes of starts that it misses. */
export function withCatchUp(
  trigger: Later<Trigger | undefined>,
  catchUp: CatchUp | undefined,
): Later<Trigger | undefined> {
  if (catchUp === undefined) return trigger;
  return (scale) => {
    const compiled = trigger(scale);
    return compiled?.kind === 'every' || compiled?.kind === 'cron' ? { ...compiled, catchUp } : compiled;
  };
}
