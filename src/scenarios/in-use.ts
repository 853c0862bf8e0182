/**
 * Compiles what a `spend` says about the time after it: how long what it took is in use, and what it turns out to have cost.
 * Behind the `spend` follows the work, and behind that the settlement.
 *
 * @module
 */
import type { Amount, Path } from '../sim/model.ts';
import type { Later, SupplyDraft } from './draft.ts';
import { emit, type Program } from './program.ts';
import type { Amount as AmountText } from './schema.ts';
import type { Scope } from './variables.ts';

interface InUseText {
  readonly lasts?: AmountText;
  readonly actual?: AmountText;
}

export interface Spent {
  readonly path: Path;
  readonly at: Path;
  readonly supply: SupplyDraft | undefined;
  readonly cost: Later<Amount>;
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
  const { path, at, supply } = spent;
  const isLent = supply?.model === 'concurrency';
  if (isLent && text.lasts === undefined) draft.report(at, { code: 'missing_key', key: 'lasts' }, { on: 'key' });
  const lasts = text.lasts === undefined ? undefined : variables.duration([...at, 'lasts'], text.lasts, scope);
  if (lasts !== undefined) emit(program, () => ({ kind: 'work', path, duration: lasts }));
  const actual = isLent ? 'held' : compileActual(program, spent, text, scope);
  if (isLent && text.actual !== undefined) {
    const why = 'all that is in flight comes back';
    draft.report([...at, 'actual'], { code: 'no_meaning', what: '"actual"', why }, { on: 'key' });
  }
  if (actual === undefined || supply === undefined) return;
  supply.settled = true;
  emit(program, (scale) => ({
    kind: 'settle',
    path,
    supply: supply.index,
    estimate: spent.cost(scale),
    actual: actual === 'held' ? 'held' : actual(scale),
    ...(lasts && { lasts }),
  }));
}

function compileActual(
  { draft, variables }: Program,
  { at, supply }: Spent,
  text: InUseText,
  scope: Scope,
): Later<Amount> | undefined {
  if (text.actual === undefined) return undefined;
  const path = [...at, 'actual'];
  if (supply?.clamps === true) {
    const why = 'under debt clamp nobody knows how much of the estimate was taken; write none, unlimited or a number';
    draft.report(path, { code: 'no_meaning', what: '"actual"', why }, { on: 'key' });
  }
  return variables.tokens(supply, path, text.actual, scope);
}
