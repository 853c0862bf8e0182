/**
 * Compiles `plan: { maximize }` and `plan: { minimize }`: by what settings are ranked once goals have been.
 *
 * @module
 */

import type { Objective } from '../scenario.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import type { Reading } from '../values/bounds.ts';

const FIGURES = { maximize: ['progress', 'served'], minimize: ['latency', 'age'] } as const;

export function compileObjective(
  { report }: Reading,
  { plan }: ScenarioDocument,
  tasks: readonly string[],
): Objective | undefined {
  const { maximize, minimize } = plan ?? {};
  if (maximize !== undefined && minimize !== undefined) {
    return void report(['plan', 'minimize'], { code: 'not_together', keys: ['maximize', 'minimize'] }, { on: 'key' });
  }
  const direction = maximize === undefined ? 'minimize' : 'maximize';
  const text = maximize ?? minimize;
  if (text === undefined) return undefined;
  const path = ['plan', direction];
  const known: readonly Objective['figure'][] = FIGURES[direction];
  // A task may have a dot in its name, a figure has none.
  const dot = text.lastIndexOf('.');
  const figure = known.find((one) => one === text.slice(dot + 1));
  if (dot < 1 || figure === undefined) {
    const expected = known.map((one) => `TASK.${one}`).join(' or ');
    return void report(path, { code: 'wrong_kind', expected, received: `"${text}"` });
  }
  const of = text.slice(0, dot);
  if (tasks.includes(of)) return { of, figure, direction };
  return void report(path, { code: 'unknown_name', what: 'task', name: of, known: tasks });
}
