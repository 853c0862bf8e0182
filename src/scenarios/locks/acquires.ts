/**
 * Compiles what takes and gives back permits: `acquire`, `release`, and the pool of a task.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { ONE, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Draft, LockDraft } from '../draft.ts';
import type { StepMap, TaskText } from '../schema/schema.ts';
import { emit, emitWaiting, type Program, several } from '../tasks/program.ts';
import { readWaiting, type WaitingText } from '../tasks/waits.ts';
import { readDuration, readKnown } from '../values/values.ts';
import type { Scope } from '../values/variables.ts';

type AcquireText = Extract<StepMap, { acquire: unknown }>['acquire'];

/** Options of an `acquire`, beside the lock. */
const OPTIONS: readonly string[] = ['atMost', 'otherwise', 'poll'];

type Options = Pick<WaitingText, 'atMost' | 'otherwise'> & { readonly poll?: { readonly every: number | string } };

export function compileAcquire(program: Program, path: Path, at: Path, text: AcquireText, scope: Scope): void {
  const { draft } = program;
  const options = typeof text === 'string' ? {} : (text as Options);
  const one = oneOf(draft, at, text);
  if (one === undefined) return;
  const waiting = readWaiting(program, at, options, scope);
  const polled = readPoll(draft, [...at, 'poll', 'every'], options.poll?.every);
  const lock = lockOf(draft, one.path, one.name);
  if (lock === undefined) return;
  const count = readCount(draft, one.path, one.count, lock);
  if (lock.index === program.slots?.pool && !program.slots.kept) {
    draft.report(one.path, { code: 'slot_twice', pool: one.name });
  }
  note(program, one.name, count);
  emitWaiting(program, path, () => ({
    kind: 'acquire',
    path,
    lock: lock.index,
    ...several(count),
    ...polled,
    ...waiting,
  }));
}

interface One {
  readonly name: string;
  /** Where its name, or its number of permits, stands. */
  readonly path: Path;
  readonly count: number | string | undefined;
}

/** The one lock that a text names, with how many permits of it. */
function oneOf(draft: Draft, at: Path, text: string | Readonly<Record<string, unknown>>): One | undefined {
  const names = typeof text === 'string' ? [text] : Object.keys(text).filter((key) => !OPTIONS.includes(key));
  const [name] = names;
  if (name === undefined || names.length > 1) {
    const received = names.length === 0 ? 'none' : names.join(', ');
    return void draft.report(at, { code: 'wrong_kind', expected: 'the name of one lock or pool', received });
  }
  if (typeof text === 'string') return { name, path: at, count: undefined };
  return { name, path: [...at, name], count: text[name] as number | string };
}

function readPoll(draft: Draft, path: Path, every: number | string | undefined): { readonly pollMs?: number } {
  if (every === undefined) return {};
  const pollMs = readDuration(draft, path, every, { above: ZERO }) ?? 1;
  draft.spansMs.push(pollMs);
  return { pollMs };
}

/** How many permits: no more than there are. */
function readCount(draft: Draft, path: Path, text: number | string | undefined, { index }: LockDraft): number {
  if (text === undefined) return 1;
  const permits = draft.permits[index] ?? Number.POSITIVE_INFINITY;
  const most = Number.isFinite(permits) ? { max: rational(permits) } : {};
  return toNumber(readKnown(draft, path, text, 'number', { min: ONE, whole: true, ...most }) ?? ONE);
}

function note({ acquired }: Program, lock: string, count: number): void {
  acquired.set(lock, (acquired.get(lock) ?? new Set()).add(count));
}

function lockOf(draft: Draft, path: Path, name: string): LockDraft | undefined {
  const lock = draft.locks.get(name);
  if (lock === undefined) {
    draft.report(path, { code: 'unknown_name', what: 'lock or pool', name, known: [...draft.locks.keys()] });
  }
  return lock;
}

/** Takes the slots of the pool a task says it runs in, before its first step. */
export function compilePool(
  program: Program,
  path: Path,
  text: NonNullable<TaskText['pool']>,
  { kept, expiresMs }: { readonly kept: boolean; readonly expiresMs: number | undefined },
): void {
  const one = oneOf(program.draft, path, text);
  const lock = one && lockOf(program.draft, one.path, one.name);
  if (one === undefined || lock === undefined) return;
  const count = readCount(program.draft, one.path, one.count, lock);
  note(program, one.name, count);
  const expiry =
    expiresMs === undefined ? {} : ({ atMost: { kind: 'constant', value: expiresMs }, otherwise: 'expire' } as const);
  emit(program, () => ({ kind: 'acquire', path, lock: lock.index, ...several(count), ...expiry }));
  program.slots = { pool: lock.index, count, kept };
}

type ReleaseText = Extract<StepMap, { release: unknown }>['release'];

export function compileRelease(program: Program, path: Path, at: Path, text: ReleaseText): void {
  const { draft, acquired } = program;
  const one = oneOf(draft, at, text);
  const lock = one && lockOf(draft, one.path, one.name);
  if (one === undefined || lock === undefined) return;
  const { name } = one;
  const counted = one.count !== undefined;
  const count = readCount(draft, one.path, one.count, lock);
  if (lock.index === program.slots?.pool && !program.slots.kept) {
    draft.report(one.path, { code: 'slot_twice', pool: name });
  }
  program.released.push({ lock: name, path: one.path, counted });
  // What is acquired further down, in a loop perhaps, is known once the program is whole.
  emit(program, () => {
    const [taken = 1] = acquired.get(name) ?? [];
    return { kind: 'release', path, lock: lock.index, ...several(counted ? count : taken) };
  });
}

/** Tells of releases of what is never acquired, and of those that leave open how many permits they mean. */
export function checkReleases({ draft, acquired, released }: Program): void {
  for (const { lock, path, counted } of released) {
    const counts = acquired.get(lock);
    if (counts === undefined) draft.report(path, { code: 'never_acquired', lock });
    else if (!counted && counts.size > 1) {
      draft.report(path, { code: 'how_many', lock, taken: [...counts].sort((left, right) => left - right) });
    }
  }
}
