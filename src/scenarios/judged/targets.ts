/**
 * Reads what settings are ranked by: a figure of a task, the price, or a parameter itself (the least rate that serves).
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { PlanTarget } from '../scenario.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import type { Node } from '../text/tree.ts';
import type { Reading } from '../values/bounds.ts';
import { keysOf } from '../values/parameters.ts';

type Direction = PlanTarget['direction'];

/** Which way each figure of a task is better. */
const FIGURES = { progress: 'maximize', served: 'maximize', latency: 'minimize', age: 'minimize' } as const;
type TaskFigure = keyof typeof FIGURES;

export interface Nameable {
  readonly root: Node;
  readonly tasks: readonly string[];
}

/** What `plan: { maximize }` or `plan: { minimize }` names. */
export function compileTarget(
  reading: Reading,
  { plan }: ScenarioDocument,
  nameable: Nameable,
): PlanTarget | undefined {
  const { maximize, minimize } = plan ?? {};
  if (maximize !== undefined && minimize !== undefined) {
    return void reading.report(
      ['plan', 'minimize'],
      { code: 'not_together', keys: ['maximize', 'minimize'] },
      { on: 'key' },
    );
  }
  const direction = maximize === undefined ? 'minimize' : 'maximize';
  const text = maximize ?? minimize;
  return text === undefined ? undefined : readTarget(reading, ['plan', direction], text, { ...nameable, direction });
}

/** What `plan: { front }` names; a figure says itself which way it is better, a parameter is better the less it is. */
export function compileFront(reading: Reading, { plan }: ScenarioDocument, nameable: Nameable): readonly PlanTarget[] {
  return (plan?.front ?? []).flatMap(
    (text, index) => readTarget(reading, ['plan', 'front', index], text, nameable) ?? [],
  );
}

function readTarget(
  { report }: Reading,
  path: Path,
  text: string,
  { root, tasks, direction }: Nameable & { readonly direction?: Direction },
): PlanTarget | undefined {
  if (text === 'price') return { kind: 'price', direction: direction ?? 'minimize' };
  if (text.startsWith('$')) {
    const name = text.slice(1);
    const known = keysOf(root, 'parameters');
    if (known.includes(name)) return { kind: 'parameter', name, direction: direction ?? 'minimize' };
    return void report(path, { code: 'unknown_name', what: 'parameter', name, known });
  }
  // A task may have a dot in its name, a figure has none.
  const dot = text.lastIndexOf('.');
  const known = (Object.keys(FIGURES) as TaskFigure[]).filter(
    (one) => direction === undefined || FIGURES[one] === direction,
  );
  const figure = known.find((one) => one === text.slice(dot + 1));
  if (dot < 1 || figure === undefined) {
    const expected = [...known.map((one) => `TASK.${one}`), 'price', '$PARAMETER'].join(' or ');
    return void report(path, { code: 'wrong_kind', expected, received: `"${text}"` });
  }
  const of = text.slice(0, dot);
  if (tasks.includes(of)) return { kind: 'task', of, figure, direction: FIGURES[figure] };
  return void report(path, { code: 'unknown_name', what: 'task', name: of, known: tasks });
}
