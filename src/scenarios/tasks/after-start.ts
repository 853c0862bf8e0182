/**
 * Compiles `after: start` of a trigger: the next start is due only when the last one has begun.
 *
 * @module
 */
import type { Trigger } from '../../sim/model.ts';
import type { Draft, Later } from '../draft.ts';
import type { TaskText } from '../schema/schema.ts';

/** Up to when a start of the task counts as waiting; undefined where its trigger does not ask. */
export function compileAfter(draft: Draft, name: string, text: TaskText): Trigger['afterStart'] {
  const path = ['tasks', name, 'trigger'];
  const list = (Array.isArray(text.trigger) ? text.trigger : [text.trigger]).filter((one) => one !== undefined);
  const at = list.findIndex((one) => typeof one === 'object' && 'after' in one && one.after !== undefined);
  const trigger = list[at];
  if (trigger === undefined || typeof trigger !== 'object') return undefined;
  const own = Array.isArray(text.trigger) ? [...path, at, 'after'] : [...path, 'after'];
  const others = ['jitter', 'count'].filter((key) => (trigger as Readonly<Record<string, unknown>>)[key] !== undefined);
  if (text.catchUp !== undefined) others.push('catchUp');
  for (const other of others) draft.report(own, { code: 'exclude', keys: ['after', other] }, { on: 'key' });
  if (list.length > 1) {
    const why = 'it is about the only trigger of a task, and this one has others';
    draft.report(own, { code: 'no_meaning', what: 'after', why }, { on: 'key' });
  }
  const waits = text.pool !== undefined || (text.whenBusy !== 'skip' && text.whenBusy !== 'replace');
  if (!waits || (text.pool === undefined && (text.whenBusy === 'allow' || text.whenBusy === 'replace hard'))) {
    const why = 'no start of it waits: it has no `pool`, and its `whenBusy` is no queue';
    draft.report(own, { code: 'no_meaning', what: 'after', why }, { on: 'key' });
  }
  return text.pool === undefined ? 'start' : 'slot';
}

export function withAfter(
  trigger: Later<Trigger | undefined>,
  afterStart: Trigger['afterStart'],
): Later<Trigger | undefined> {
  if (afterStart === undefined) return trigger;
  return (scale) => {
    const compiled = trigger(scale);
    return compiled && { ...compiled, afterStart };
  };
}
