/**
 * A task's program as rules read it: each operation that can be reached, with the loops around it.
 *
 * @module
 */
import type { Model, Operation } from '../../sim/model.ts';
import { type Bounds, boundsOf } from './bounds.ts';

export interface Loop {
  /** Index of its `turn`; the operations up to `exit` (exclusive) are its body. */
  readonly turn: number;
  readonly exit: number;
  /** How often it turns; undefined: without end. */
  readonly times: Bounds | undefined;
}

export interface Place {
  readonly index: number;
  readonly operation: Operation;
  /** The loops around it, the outermost first. */
  readonly loops: readonly Loop[];
}

/** The operations of a task that a run can come to, in the order of the program. */
export function placesOf(model: Model, task: number): Place[] {
  const { program } = model.tasks[task]!;
  const loops = program.flatMap((operation, index): Loop[] => {
    const next = program[index + 1];
    if (operation.kind !== 'loop' || next?.kind !== 'turn') return [];
    const first = program[index + 2];
    const leaves = first?.kind === 'take' && first.exit === next.exit;
    const known = operation.times === undefined ? undefined : boundsOf(model, task, operation.times);
    // A loop that takes items ends where there are too few.
    const times = known ?? (leaves ? { low: 0, high: Infinity } : undefined);
    return [{ turn: index + 1, exit: next.exit, times }];
  });
  const reached = reachable(program, loops);
  return program.flatMap((operation, index): Place[] => {
    if (!reached.has(index)) return [];
    return [{ index, operation, loops: loops.filter(({ turn, exit }) => turn <= index && index < exit) }];
  });
}

function reachable(program: readonly Operation[], loops: readonly Loop[]): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [0];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index) || index >= program.length) continue;
    reached.add(index);
    open.push(...following(program, loops, index));
  }
  return reached;
}

function following(program: readonly Operation[], loops: readonly Loop[], index: number): readonly number[] {
  const operation = program[index]!;
  switch (operation.kind) {
    case 'stop':
    case 'fail':
    case 'end':
      return [];
    case 'crash':
      return operation.chance === undefined ? [] : [index + 1];
    case 'jump':
      return [operation.to];
    case 'turn':
      return loops.find(({ turn }) => turn === index)?.times === undefined ? [index + 1] : [index + 1, operation.exit];
    default:
      return [index + 1];
  }
}

/** The loop without end around a place, if there is one; the innermost. */
export function endlessLoop({ loops }: Place): Loop | undefined {
  return loops.findLast(({ times }) => times === undefined);
}
