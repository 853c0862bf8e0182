/**
 * Writes chosen values into the text of a scenario: each where the old one stands, and nothing else is touched, so that
 * comments and layout stay.
 *
 * @module
 */
import { type LoadOptions, loadScenario } from '../scenarios/parse.ts';
import { PlanError } from './plan-error.ts';
import type { Values } from './space.ts';

/**
 * The text with these values of parameters. It is read again, and must say what was to be said.
 *
 * @throws {PlanError} where a value cannot be replaced by itself.
 */
export function withValues(text: string, load: LoadOptions, values: Values): string {
  const { locate } = loadScenario(text, { ...load, set: {} });
  const lines = text.split('\n');
  const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0));
  const places = Object.entries(values).map(([name, value]) => {
    // Without a map the parameter is the value itself.
    const { line, column } = locate(['parameters', name, 'value']);
    return { name, value, start: starts[line - 1]! + column - 1 };
  });
  let applied = text;
  for (const { name, value, start } of places.toSorted((left, right) => right.start - left.start)) {
    const old = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s,}\]#"'&*!|>{[][^\n,}\]]*?(?=\s*(?:$|[,}\]]|\s#)))/m.exec(
      applied.slice(start),
    );
    if (old === null)
      throw new PlanError(
        'not_applied',
        `the value of ${name} cannot be replaced where it stands; write ${value} there by hand`,
      );
    applied = applied.slice(0, start) + value + applied.slice(start + old[0].length);
  }
  const { parameters } = loadScenario(applied, { ...load, set: {} });
  const wrong = Object.keys(values).find(
    (name) => parameters[name] !== values[name] && !sameText(parameters[name], values[name]),
  );
  if (wrong !== undefined) {
    throw new PlanError(
      'not_applied',
      `${wrong} cannot be replaced where it stands; write ${values[wrong]} there by hand`,
    );
  }
  return applied;
}

function sameText(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left.trim() === right.trim();
}
