/**
 * Compiles how the starts of a task are delivered.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Delivery } from '../../sim/run-rules.ts';
import type { TaskText } from '../schema/schema.ts';
import { readDuration, readKnown } from '../values/values.ts';
import { emit, type Program } from './program.ts';

const DELIVERIES_MAX = rational(1000);

/** What is delivered to a run, once it has the slot it takes first. */
export function compileDelivery(program: Program, path: Path, { delivery, whenBusy }: TaskText): Delivery | undefined {
  if (delivery === undefined) return undefined;
  if (delivery === 'at most once') return { kind: 'at most once' };
  const { draft } = program;
  const { visibility, renewed = false, deliveries } = delivery;
  const visibleMs = readDuration(draft, [...path, 'visibility'], visibility, { above: ZERO });
  const bounds = { min: ONE, max: DELIVERIES_MAX, whole: true };
  const most =
    deliveries === undefined ? undefined : readKnown(draft, [...path, 'deliveries'], deliveries, 'number', bounds);
  if (!renewed && whenBusy !== 'allow') {
    const why = 'a start that is delivered again runs beside the first: write `whenBusy: allow`, or `renewed: true`';
    draft.report(path, { code: 'no_meaning', what: 'a visibility timeout', why }, { on: 'key' });
  }
  if (visibleMs === undefined) return undefined;
  draft.spansMs.push(visibleMs);
  emit(program, () => ({ kind: 'deliver', path }));
  return { kind: 'at least once', visibleMs, renewed, ...(most !== undefined && { most: toNumber(most) }) };
}
