/**
 * Compiles what takes items of a backlog: the step `take`, and `while: { take: … }` of a loop.
 *
 * @module
 */
import type { Operation, Path } from '../../sim/model.ts';
import { compare, ONE, type Rational, rational, toNumber } from '../../sim/numbers/rational.ts';
import type { BacklogDraft, Draft, Later } from '../draft.ts';
import type { PolicyText } from '../schema/amount-shapes.ts';
import { TAKE_OPTIONS, type TakeText } from '../schema/schema.ts';
import { batchUse } from '../tasks/pace-use.ts';
import { readWaiting, type WaitingText } from '../tasks/waits.ts';
import { nearest } from '../text/nearest.ts';
import { readKnown } from '../values/values.ts';
import type { Scope, Variables } from '../values/variables.ts';

/** As many numbers are told apart by what is worked out from them. */
const MOST_MAX = rational(10_000);

interface Place {
  readonly draft: Draft;
  readonly variables: Variables;
}

type Take = Extract<Operation, { kind: 'take' }>;

/** The operation of a `take`; undefined, with its mistakes told, where it is broken. `path` is the step's, `at` the verb's. */
export function compileTake(
  place: Place,
  { path, at }: { readonly path: Path; readonly at: Path },
  text: TakeText,
  scope: Scope,
): Later<Take> | undefined {
  const taken = readTake(place, at, text);
  if (taken === undefined) return undefined;
  const options = typeof text === 'string' ? {} : (text as WaitingText);
  const waiting = readWaiting(place, at, options, scope);
  const { backlog, most, atLeast, policy } = taken;
  place.variables.takes({ most, atLeast, orNone: waiting.otherwise === 'continue' });
  return (scale) => ({
    kind: 'take',
    path,
    backlog: backlog.index,
    most: { kind: 'constant', value: most },
    atLeast,
    ...(policy && { policy: policy(scale) }),
    ...waiting,
  });
}

/** The take that each turn of a loop begins with; `exit` is known when the loop is compiled. */
export function compileWhile(
  place: Place,
  { path, at }: { readonly path: Path; readonly at: Path },
  text: TakeText,
  exit: { readonly at: number },
): Later<Take> | undefined {
  for (const option of ['atMost', 'otherwise']) {
    if (typeof text === 'object' && option in text) {
      place.draft.report([...at, option], { code: 'while_waits', option }, { on: 'key' });
    }
  }
  const taken = readTake(place, at, text);
  if (taken === undefined) return undefined;
  const { backlog, most, atLeast, policy } = taken;
  place.variables.takes({ most, atLeast, orNone: true });
  return (scale) => ({
    kind: 'take',
    path,
    backlog: backlog.index,
    most: { kind: 'constant', value: most },
    atLeast,
    ...(policy && { policy: policy(scale) }),
    exit: exit.at,
  });
}

interface Taken {
  readonly backlog: BacklogDraft;
  readonly most: number;
  readonly atLeast: number;
  readonly policy?: Later<number>;
}

function readTake({ draft }: Place, at: Path, text: TakeText): Taken | undefined {
  const names = typeof text === 'string' ? [text] : Object.keys(text).filter((key) => !TAKE_OPTIONS.includes(key));
  const [name] = names;
  if (name === undefined || names.length > 1) {
    return void draft.report(at, { code: 'one_backlog', received: names }, { on: 'key' });
  }
  const backlog = draft.backlogs.get(name);
  if (backlog === undefined) {
    const known = [...draft.backlogs.keys(), ...(nearest(name, TAKE_OPTIONS) === undefined ? [] : TAKE_OPTIONS)];
    const place = typeof text === 'string' ? at : [...at, name];
    const issue = name.startsWith('$')
      ? ({ code: 'reference_here' } as const)
      : ({ code: 'unknown_name', what: 'backlog', name, known } as const);
    return void draft.report(place, issue, { on: typeof text === 'string' ? 'value' : 'key' });
  }
  if (typeof text === 'string') return { backlog, most: 1, atLeast: 1 };
  const bounds = (max: Rational) => ({ min: ONE, max, whole: true });
  const { most, policy } = readMost(draft, [...at, name], text[name] as number | string | PolicyText);
  const atLeast =
    text.atLeast === undefined
      ? ONE
      : readKnown(draft, [...at, 'atLeast'], text.atLeast, 'number', bounds(most ?? MOST_MAX));
  if (most === undefined || atLeast === undefined) return undefined;
  const [needs, { most: there }] = [toNumber(atLeast), backlog];
  if (there !== undefined && needs > there.items) {
    const received = String(needs);
    const limit = `${there.items} (${there.what} of ${name})`;
    return void draft.report([...at, 'atLeast'], { code: 'too_big', received, max: limit });
  }
  return { backlog, most: toNumber(most), atLeast: needs, ...(policy && { policy }) };
}

/** How many items it takes at the most: a number, or what a policy is bounded by. */
function readMost(
  draft: Draft,
  at: Path,
  text: number | string | PolicyText,
): { readonly most: Rational | undefined; readonly policy?: Later<number> } {
  if (typeof text !== 'object')
    return { most: readKnown(draft, at, text, 'number', { min: ONE, max: MOST_MAX, whole: true }) };
  const used = batchUse(draft, at, text);
  if (used === undefined) return { most: undefined };
  const most = rational(used.most);
  if (compare(most, MOST_MAX) > 0) {
    draft.report([...at, 'most'], { code: 'too_big', received: String(used.most), max: String(toNumber(MOST_MAX)) });
    return { most: undefined };
  }
  return { most, policy: used.policy };
}
