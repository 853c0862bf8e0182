/**
 * Compiles `emit`: which task it starts, how often, and whether the run waits until what it started is over.
 *
 * @module
 */
import type { Amount, Path } from '../../sim/model.ts';
import { EMIT_OPTIONS, type EmitText } from '../schema/run-shapes.ts';
import type { Amount as AmountText } from '../schema/schema.ts';
import type { Scope } from '../values/variables.ts';
import { emit, emitWaiting, type Program } from './program.ts';
import { readWaiting } from './waits.ts';

const ONE: Amount = { kind: 'constant', value: 1 };

export function compileEmit(program: Program, path: Path, at: Path, text: EmitText, scope: Scope): void {
  const { draft, task, variables } = program;
  const map = typeof text === 'string' ? {} : text;
  const names = typeof text === 'string' ? [text] : Object.keys(text).filter((key) => !EMIT_OPTIONS.includes(key));
  const [name] = names;
  if (name === undefined || names.length > 1) {
    draft.report(at, { code: 'one_task', received: names }, { on: 'key' });
    return;
  }
  const place = typeof text === 'string' ? at : [...at, name];
  draft.emissions.emit(task, place, name);
  const count = typeof text === 'string' ? ONE : variables.times(place, text[name] as AmountText, scope);
  const wait = map.wait ?? false;
  if (!wait) {
    for (const option of ['atMost', 'otherwise'] as const) {
      if (map[option] !== undefined) draft.report([...at, option], { code: 'needs_wait' }, { on: 'key' });
    }
  }
  const target = Math.max(0, draft.emissions.names.indexOf(name));
  const operation = { kind: 'emit', path, task: target, count, wait } as const;
  if (!wait) emit(program, () => operation);
  else {
    const waiting = readWaiting(program, at, map, scope);
    emitWaiting(program, path, () => ({ ...operation, ...waiting }));
  }
}
