/**
 * Expressions that are left open until the run: arithmetic over numbers and drawn facts.
 *
 * Whatever is constant was folded exactly (in rationals) when the scenario was compiled; only expressions that contain a
 * draw reach the engine, and their result is rounded by the amount that uses them.
 *
 * @module
 */

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** The value of a variable of the task (`Task.variables`), drawn at its first use. */
  | { readonly kind: 'variable'; readonly variable: number }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: 'min' | 'max'; readonly operands: readonly Expression[] };

/** The value of `expression`, where `read(variable)` gives (and where needed draws) a variable. */
export function evaluate(expression: Expression, read: (variable: number) => number): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'variable':
      return read(expression.variable);
    case 'binary':
      return applyOperator(expression.operator, evaluate(expression.left, read), evaluate(expression.right, read));
    case 'call': {
      const values = expression.operands.map((operand) => evaluate(operand, read));
      return expression.name === 'min' ? Math.min(...values) : Math.max(...values);
    }
  }
}

function applyOperator(operator: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}
