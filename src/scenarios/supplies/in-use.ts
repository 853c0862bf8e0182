/**
 * Compiles what a `spend` says about the time after it: how long what it took is in use, and what it turns out to have cost.
 * Behind the `spend` follows the work, and behind that the settlement.
 *
 * @module
 */
import type { Amount, Path } from '../../sim/model.ts';
import type { Later, SupplyDraft } from '../draft.ts';
import type { Amount as AmountText } from '../schema/schema.ts';
import { emit, type Program } from '../tasks/program.ts';
import type { Scope } from '../values/variables.ts';

interface InUseText {
  readonly lasts?: AmountText;
  readonly actual?: AmountText;
  readonly otherwise?: unknown;
}

/** What was taken of one supply. */
export interface SpentPart {
  readonly supply: SupplyDraft | undefined;
  readonly cost: Later<Amount>;
  /** A request is one, whatever it turns out to cost. */
  readonly counts: 'requests' | 'tokens';
}

export interface Spent {
  readonly path: Path;
  readonly at: Path;
  readonly parts: readonly SpentPart[];
  /** Whether it may have had to wait: then a run that gives its slot back meanwhile takes it again first. */
  readonly waits: boolean;
}

/** An `await` takes nothing that could be in use. */
export function refuseInUse({ draft }: Program, at: Path, text: InUseText): void {
  for (const key of ['lasts', 'actual'] as const) {
    if (text[key] === undefined) continue;
    const why = 'an await takes nothing; say it at the spend';
    draft.report([...at, key], { code: 'no_meaning', what: `"${key}"`, why }, { on: 'key' });
  }
}

export function compileInUse(program: Program, spent: Spent, text: InUseText, scope: Scope): void {
  const { draft, variables } = program;
  const { path, at, parts } = spent;
  if (text.lasts === undefined && parts.some(isLent)) {
    draft.report(at, { code: 'missing_key', key: 'lasts' }, { on: 'key' });
  }
  if (text.otherwise === 'continue' && (text.lasts !== undefined || text.actual !== undefined)) {
    const why = 'who gives up has taken nothing that could be in use; write stop or fail';
    draft.report([...at, 'otherwise'], { code: 'no_meaning', what: '"continue"', why });
  }
  const lasts = text.lasts === undefined ? undefined : variables.duration([...at, 'lasts'], text.lasts, scope);
  if (lasts !== undefined) emit(program, () => ({ kind: 'work', path, duration: lasts }));
  checkActual(program, spent, text);
  for (const part of parts) {
    const { supply, cost } = part;
    const actual = isLent(part) ? 'held' : compileActual(program, at, part, text, scope);
    if (actual === undefined || supply === undefined) continue;
    supply.settled = true;
    emit(program, (scale) => ({
      kind: 'settle',
      path,
      supply: supply.index,
      estimate: cost(scale),
      actual: actual === 'held' ? 'held' : actual(scale),
      ...(lasts && { lasts }),
    }));
  }
}

function isLent({ supply }: SpentPart): boolean {
  return supply?.model === 'concurrency';
}

function isEstimated(part: SpentPart): boolean {
  return !isLent(part) && part.counts === 'tokens';
}

/** Tells where an actual cost says nothing, or where nobody knows what it is compared with. */
function checkActual({ draft, slots }: Program, { at, parts, waits }: Spent, text: InUseText): void {
  if (text.actual === undefined) return;
  const estimated = parts.filter(isEstimated);
  const named = new Set(
    estimated.map(({ supply }) => supply?.name).filter((name) => name !== undefined && name in text),
  );
  const waitsForSlot = waits && slots?.kept === false;
  const why =
    estimated.length === 0
      ? 'all that is in flight comes back, and a request is one'
      : estimated.some(({ supply }) => supply?.clamps === true)
        ? 'under debt clamp nobody knows how much of the estimate was taken; write none, unlimited or a number'
        : named.size > 1
          ? 'there are several estimates; spend on the name of all limits, or on one'
          : waitsForSlot && estimated.some(({ supply }) => supply?.model === 'sliding-window')
            ? 'with keepsSlot: false a run may wait for its slot before it goes on, and a sliding window would have to know since when'
            : undefined;
  if (why !== undefined) draft.report([...at, 'actual'], { code: 'no_meaning', what: '"actual"', why }, { on: 'key' });
}

function compileActual(
  { variables }: Program,
  at: Path,
  part: SpentPart,
  text: InUseText,
  scope: Scope,
): Later<Amount> | undefined {
  if (text.actual === undefined || !isEstimated(part)) return undefined;
  return variables.tokens(part.supply, [...at, 'actual'], text.actual, scope);
}
