/**
 * The drawn values of a task: a fact is one variable per scope, and a scope is the run or a turn of a `repeat`.
 *
 * @module
 */

import type { Amount, Path, Source } from '../../sim/model.ts';
import type { Distribution } from '../../sim/numbers/distribution.ts';
import { isWhole, type Rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { BROKEN, type Draft, type Later, type SupplyDraft, toGrains } from '../draft.ts';
import type { Amount as AmountText } from '../schema/schema.ts';
import type { Unit } from '../text/issue.ts';
import { COUNT_MAX, isWithin } from './bounds.ts';
import { listedSpans } from './listed-spans.ts';
import { type Draw, type Drawn, type DrawTree, expressionOf, ITEMS_TAKEN } from './terms.ts';
import { readAmount } from './values.ts';

/** The run, or a turn of the loop at `path`; `forgets` are the variables a new turn draws anew. */
export interface Scope {
  readonly id: string;
  readonly forgets: number[];
}

export class Variables {
  readonly list: { readonly name: string; readonly source: number }[] = [];
  readonly #draft: Draft;
  readonly #task: number;
  readonly #numbers = new Map<string, number>();
  /** How many items a take of the task may bring; the source and the variable that stand for it, -1: none yet. */
  readonly #taken = new Set<number>();
  #takenSource = -1;
  #itemsVariable = -1;

  constructor(draft: Draft, task: number) {
    this.#draft = draft;
    this.#task = task;
  }

  /** The task takes items here: from `atLeast` to `most`, or perhaps none. */
  takes({ most, atLeast, orNone }: { most: number; atLeast: number; orNone: boolean }): void {
    for (let items = atLeast; items <= most; items++) this.#taken.add(items);
    if (orNone) this.#taken.add(0);
    const values = [...this.#taken].sort((left, right) => left - right);
    const source: Source = {
      task: this.#task,
      purpose: 'n',
      distribution: { kind: 'choice', values },
      per: 'turn',
      taken: true,
    };
    if (this.#takenSource < 0) this.#takenSource = this.#draft.sources.push(source) - 1;
    else this.#draft.sources[this.#takenSource] = source;
  }

  /** The number of the variable that holds `draw` in `scope`. */
  number(draw: Draw, scope: Scope): number {
    if (draw === ITEMS_TAKEN) return this.#takenVariable();
    const purpose = scope.id === '' ? draw.name : `${draw.name} in ${scope.id}`;
    const before = this.#numbers.get(purpose);
    if (before !== undefined) return before;
    const variable = this.list.length;
    const source = this.source(purpose, draw.distribution, scope.id === '' ? 'run' : 'turn');
    this.list.push({ name: draw.name, source });
    this.#numbers.set(purpose, variable);
    if (scope.id !== '') scope.forgets.push(variable);
    return variable;
  }

  #takenVariable(): number {
    if (this.#itemsVariable < 0) {
      this.#itemsVariable = this.list.length;
      this.list.push({ name: 'n', source: this.#takenSource });
    }
    return this.#itemsVariable;
  }

  /** A new source of the task, an index into `Model.sources`. */
  source(purpose: string, distribution: Distribution, per: 'run' | 'turn'): number {
    this.#draft.sources.push({ task: this.#task, purpose, distribution, per });
    return this.#draft.sources.length - 1;
  }

  /** An amount of tokens of a supply, in its grains; what is drawn is rounded to the supply's unit. */
  tokens(supply: SupplyDraft | undefined, path: Path, text: AmountText, scope: Scope): Later<Amount> {
    const term = readAmount(this.#draft, path, text, 'number');
    if (term === undefined || supply === undefined) return () => BROKEN;
    if (term.kind === 'drawn') {
      const expression = this.#expression(path, term, scope);
      const unit = toNumber(supply.unit);
      return (scale) => {
        const each = toGrains(this.#draft, scale, supply.index, supply.unit, path);
        return { kind: 'computed', expression, unit, each };
      };
    }
    if (!isWithin(this.#draft, path, term, { min: ZERO, max: COUNT_MAX })) return () => BROKEN;
    supply.uses.push(term.value);
    return (scale) => ({ kind: 'constant', value: toGrains(this.#draft, scale, supply.index, term.value, path) });
  }

  /** A duration in whole milliseconds; fixed ones, and those chosen from a list, count for the grid. */
  duration(path: Path, text: AmountText, scope: Scope): Amount {
    const amount = this.#plain(path, text, scope, { unit: 'duration', round: 1 });
    const spansMs =
      amount.kind === 'constant'
        ? [amount.value]
        : listedSpans(amount.expression, (variable) => {
            return this.#draft.sources[this.list[variable]!.source]!.distribution;
          });
    this.#draft.spansMs.push(...spansMs.filter((spanMs) => spanMs > 0));
    return amount;
  }

  /** How often a loop turns: whole. */
  times(path: Path, text: AmountText, scope: Scope): Amount {
    return this.#plain(path, text, scope, { unit: 'number', round: 1 });
  }

  /** How much progress was made: as it is. */
  progress(path: Path, text: AmountText, scope: Scope): Amount {
    return this.#plain(path, text, scope, { unit: 'number', round: 0 });
  }

  #plain(path: Path, text: AmountText, scope: Scope, { unit, round }: { unit: Unit; round: 0 | 1 }): Amount {
    const term = readAmount(this.#draft, path, text, unit);
    if (term === undefined) return BROKEN;
    if (term.kind === 'drawn')
      return { kind: 'computed', expression: this.#expression(path, term, scope), unit: round, each: 1 };
    const whole = round === 1;
    return isWithin(this.#draft, path, term, { min: ZERO, max: COUNT_MAX, whole }) ? constant(term.value) : BROKEN;
  }

  #expression(path: Path, term: Drawn, scope: Scope): Extract<Amount, { kind: 'computed' }>['expression'] {
    if (this.#takenSource < 0 && mentionsItems(term.tree)) {
      this.#draft.report(path, { code: 'no_items_yet' });
      return { kind: 'number', value: 0 };
    }
    return expressionOf(term.tree, (draw) => this.number(draw, scope));
  }
}

function mentionsItems(tree: DrawTree): boolean {
  switch (tree.kind) {
    case 'number':
      return false;
    case 'draw':
      return tree.draw === ITEMS_TAKEN;
    case 'binary':
      return mentionsItems(tree.left) || mentionsItems(tree.right);
    case 'call':
      return tree.operands.some(mentionsItems);
  }
}

function constant(value: Rational): Amount {
  return { kind: 'constant', value: isWhole(value) ? Number(value.numerator) : toNumber(value) };
}
