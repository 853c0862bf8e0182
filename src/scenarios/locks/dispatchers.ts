/**
 * Compiles dispatchers: which pools have one list, how much of it is looked at, and when.
 *
 * @module
 */
import type { Dispatcher, Path, Task } from '../../sim/model.ts';
import { ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Draft, Later } from '../draft.ts';
import type { DispatcherText, ScenarioDocument } from '../schema/schema.ts';
import { pointStart } from '../tasks/starts.ts';
import { entriesOf } from '../values/parameters.ts';
import { readDuration, readKnown } from '../values/values.ts';

const LOOKS_AT_MAX = rational(1_000_000);

/** In the order of the document. */
export function compileDispatchers(draft: Draft, document: ScenarioDocument): readonly Later<Dispatcher>[] {
  const dispatched = new Map<string, string>();
  return entriesOf(draft.root, 'dispatchers', document.dispatchers).map(([name, text]) => {
    const path = ['dispatchers', name];
    const pools = text.pools.flatMap((pool, index): number[] => {
      const lock = poolOf(draft, [...path, 'pools', index], pool, dispatched.get(pool));
      if (lock === undefined) return [];
      dispatched.set(pool, name);
      checkPool(draft, document, pool, name);
      return [lock];
    });
    return compileDispatcher(draft, path, text, pools);
  });
}

/** The pool called so, which has no dispatcher yet. */
function poolOf(draft: Draft, path: Path, name: string, by: string | undefined): number | undefined {
  const pool = draft.locks.get(name);
  if (by !== undefined) return void draft.report(path, { code: 'dispatched_twice', pool: name, dispatcher: by });
  if (pool?.kind === 'pool') return pool.index;
  const known = [...draft.locks.values()].filter(({ kind }) => kind === 'pool').map((one) => one.name);
  return void draft.report(path, { code: 'unknown_name', what: 'pool', name, known });
}

/** Tells what a pool says of its line, which it has not. */
function checkPool(draft: Draft, { pools = {} }: ScenarioDocument, pool: string, dispatcher: string): void {
  // One that is broken was told.
  const text = Object.hasOwn(pools, pool) ? pools[pool]! : {};
  const why = `${pool} has no line of its own, it is handed out by the dispatcher ${dispatcher}`;
  for (const key of ['order', 'prefetch'] as const) {
    if (!(key in text)) continue;
    draft.report(['pools', pool, key], { code: 'no_meaning', what: `"${key}"`, why }, { on: 'key' });
  }
}

function compileDispatcher(
  draft: Draft,
  path: Path,
  text: DispatcherText,
  pools: readonly number[],
): Later<Dispatcher> {
  const bounds = { min: ONE, max: LOOKS_AT_MAX, whole: true };
  const looksAt = readKnown(draft, [...path, 'looksAt'], text.looksAt, 'number', bounds);
  const everyMs =
    text.every === undefined ? 0 : (readDuration(draft, [...path, 'every'], text.every, { above: ZERO }) ?? 0);
  if (text.every === undefined && text.phase !== undefined) {
    const why = 'without `every` it looks whenever something changes';
    draft.report([...path, 'phase'], { code: 'no_meaning', what: '"phase"', why }, { on: 'key' });
  }
  if (everyMs > 0) draft.spansMs.push(everyMs);
  const phase = pointStart(draft, [...path, 'phase'], text.phase ?? 0, { spanMs: everyMs, kind: 'phase' });
  return (scale) => ({
    name: String(path[1]),
    path,
    pools,
    looksAt: toNumber(looksAt ?? ONE),
    order: text.order ?? 'fifo',
    skipsFull: text.skipsFull ?? false,
    ...(everyMs > 0 && { looks: { everyMs, phaseMs: phase(scale) } }),
  });
}

/** Tells of steps that look by themselves for a slot that only a dispatcher hands out. */
export function checkLooks(
  draft: Draft,
  dispatchers: readonly Dispatcher[],
  tasks: readonly Pick<Task, 'program'>[],
): void {
  for (const operation of tasks.flatMap(({ program }) => program)) {
    if (operation.kind !== 'acquire' || operation.pollMs === undefined) continue;
    const dispatcher = dispatchers.find(({ pools }) => pools.includes(operation.lock));
    if (dispatcher === undefined) continue;
    const why = `who has a slot is told by the dispatcher ${dispatcher.name}`;
    const path = [...operation.path, 'acquire', 'poll'];
    draft.report(path, { code: 'no_meaning', what: '"poll"', why }, { on: 'key' });
  }
}
