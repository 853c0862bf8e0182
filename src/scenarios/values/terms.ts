/**
 * What an expression is worth: a known quantity, folded exactly, or an expression over draws that the run works out.
 *
 * @module
 */
import type { Distribution } from '../../sim/numbers/distribution.ts';
import type { Expression } from '../../sim/numbers/expression.ts';
import {
  add,
  bitLength,
  compare,
  divide,
  multiply,
  type Rational,
  subtract,
  toNumber,
  ZERO,
} from '../../sim/numbers/rational.ts';
import type { ScenarioIssue, Unit } from '../text/issue.ts';
import type { Formula } from './formula.ts';
import { type Operator, type Quantity, unitOf } from './quantity.ts';

export type Term = Known | Drawn;

export interface Known extends Quantity {
  readonly kind: 'known';
}

export interface Drawn {
  readonly kind: 'drawn';
  readonly unit: Unit;
  readonly tree: DrawTree;
  /** Nodes of the tree. */
  readonly size: number;
  /** The first draw in it, for messages. */
  readonly by: string;
}

/** An expression whose variables are still named by what is drawn; the task that uses it numbers them. */
export type DrawTree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'draw'; readonly draw: Draw }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: DrawTree; readonly right: DrawTree }
  | { readonly kind: 'call'; readonly name: 'min' | 'max'; readonly operands: readonly DrawTree[] };

export interface Draw {
  /** The fact, or the dotted path of a distribution that stands in its place. */
  readonly name: string;
  readonly distribution: Distribution;
}

/** `n`, the items a run took last: it is told apart by being this very object. */
export const ITEMS_TAKEN: Draw = { name: 'n', distribution: { kind: 'choice', values: [0] } };

export function known(unit: Unit, value: Rational): Known {
  return { kind: 'known', unit, value };
}

export function drawn(unit: Unit, draw: Draw): Drawn {
  return { kind: 'drawn', unit, tree: { kind: 'draw', draw }, size: 1, by: draw.name };
}

/** How evaluation asks for names and tells of mistakes. */
export interface Evaluation {
  /** The term of `$name`; undefined where it is unknown or broken, which is then already told. */
  readonly name: (name: string, at: number) => Term | undefined;
  readonly fail: (issue: ScenarioIssue, at: number) => void;
}

/** The value of a parsed expression; undefined, with an issue told, where it has none. */
export function evaluateFormula(formula: Formula, evaluation: Evaluation): Term | undefined {
  switch (formula.kind) {
    case 'literal':
      return { kind: 'known', ...formula.quantity };
    case 'name':
      return evaluation.name(formula.name, formula.at);
    case 'items':
      return drawn('number', ITEMS_TAKEN);
    case 'negative': {
      const operand = evaluateFormula(formula.operand, evaluation);
      return operand && combine('-', known(operand.unit, ZERO), operand, formula.at, evaluation);
    }
    case 'binary': {
      const left = evaluateFormula(formula.left, evaluation);
      const right = evaluateFormula(formula.right, evaluation);
      return left && right && combine(formula.operator, left, right, formula.at, evaluation);
    }
    case 'call': {
      const operands = formula.operands.map((operand) => evaluateFormula(operand, evaluation));
      return pick(formula.name, operands, formula.at, evaluation);
    }
  }
}

// Exact numbers and trees may grow with every name they pass through; what a setting needs is far below this.
const BITS_MAX = 4096;
const SIZE_MAX = 500;

function combine(operator: Operator, left: Term, right: Term, at: number, { fail }: Evaluation): Term | undefined {
  const unit = unitOf(operator, left.unit, right.unit);
  if (unit === undefined) {
    fail({ code: 'unit_mismatch', operator, left: left.unit, right: right.unit }, at);
    return undefined;
  }
  if (operator === '/' && right.kind === 'known' && right.value.numerator === 0n) {
    fail({ code: 'division_by_zero' }, at);
    return undefined;
  }
  const size = sizeOf(left) + sizeOf(right) + 1;
  if (left.kind === 'known' && right.kind === 'known') {
    const value = ARITHMETIC[operator](left.value, right.value);
    if (bitLength(value.numerator) + bitLength(value.denominator) <= BITS_MAX) return known(unit, value);
  } else if (size <= SIZE_MAX) {
    return {
      kind: 'drawn',
      unit,
      tree: { kind: 'binary', operator, left: treeOf(left), right: treeOf(right) },
      size,
      by: byOf([left, right]),
    };
  }
  fail({ code: 'too_complex' }, at);
  return undefined;
}

const ARITHMETIC: Readonly<Record<Operator, (a: Rational, b: Rational) => Rational>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
};

function pick(
  name: 'min' | 'max',
  operands: readonly (Term | undefined)[],
  at: number,
  { fail }: Evaluation,
): Term | undefined {
  const terms = operands.filter((operand) => operand !== undefined);
  const first = terms[0];
  if (first === undefined || terms.length < operands.length) return undefined;
  const other = terms.find((term) => term.unit !== first.unit);
  if (other !== undefined) {
    fail({ code: 'unit_mismatch', operator: `${name}`, left: first.unit, right: other.unit }, at);
    return undefined;
  }
  const values = terms.flatMap((term) => (term.kind === 'known' ? [term.value] : []));
  if (values.length === terms.length) {
    const sorted = values.toSorted(compare);
    return known(first.unit, (name === 'min' ? sorted[0] : sorted.at(-1))!);
  }
  const size = terms.reduce((sum, term) => sum + sizeOf(term), 1);
  if (size > SIZE_MAX) {
    fail({ code: 'too_complex' }, at);
    return undefined;
  }
  return {
    kind: 'drawn',
    unit: first.unit,
    tree: { kind: 'call', name, operands: terms.map(treeOf) },
    size,
    by: byOf(terms),
  };
}

function sizeOf(term: Term): number {
  return term.kind === 'known' ? 1 : term.size;
}

function treeOf(term: Term): DrawTree {
  return term.kind === 'known' ? { kind: 'number', value: toNumber(term.value) } : term.tree;
}

function byOf(terms: readonly Term[]): string {
  return terms.find((term) => term.kind === 'drawn')?.by ?? '';
}

/** The expression of a tree, where `variable(draw)` numbers what it draws. */
export function expressionOf(tree: DrawTree, variable: (draw: Draw) => number): Expression {
  switch (tree.kind) {
    case 'number':
      return tree;
    case 'draw':
      return { kind: 'variable', variable: variable(tree.draw) };
    case 'binary':
      return { ...tree, left: expressionOf(tree.left, variable), right: expressionOf(tree.right, variable) };
    case 'call':
      return { ...tree, operands: tree.operands.map((operand) => expressionOf(operand, variable)) };
  }
}
