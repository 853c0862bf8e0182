/**
 * What a step that may have to wait says about it: how long at most, how often it looks, how much more it wants.
 *
 * @module
 */
import type { GivingUp, Path, Poll, SupplyWaiting, Waiting } from '../../sim/model.ts';
import { multiply, ONE, rational, ZERO } from '../../sim/numbers/rational.ts';
import type { Reckoning } from '../../sim/supplies/reckoning.ts';
import type { Draft, Later, SupplyDraft } from '../draft.ts';
import { type Amount, type Poll as PollText, WAITING_OPTIONS } from '../schema/schema.ts';
import type { ScenarioIssue } from '../text/issue.ts';
import { nearest } from '../text/nearest.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { readDuration, readKnown } from '../values/values.ts';
import type { Scope, Variables } from '../values/variables.ts';

export interface WaitingText {
  readonly atMost?: Amount | undefined;
  readonly otherwise?: 'stop' | 'fail' | 'continue' | undefined;
  readonly margin?: Amount;
  readonly poll?: PollText;
  readonly giveUpIfLongerThan?: Amount;
}

interface Place {
  readonly draft: Draft;
  readonly variables: Variables;
}

/** `atMost` and `otherwise`; giving up means stop unless said. */
export function readWaiting({ draft, variables }: Place, path: Path, text: WaitingText, scope: Scope): Waiting {
  const { atMost, otherwise, giveUpIfLongerThan } = text;
  if (atMost === undefined && giveUpIfLongerThan === undefined) {
    if (otherwise !== undefined) draft.report([...path, 'otherwise'], { code: 'otherwise_alone' }, { on: 'key' });
    return {};
  }
  const limit = atMost === undefined ? {} : { atMost: variables.duration([...path, 'atMost'], atMost, scope) };
  return { ...limit, otherwise: otherwise ?? 'stop' };
}

/** `giveUpIfLongerThan`. */
export function readGivingUp({ variables }: Place, path: Path, text: WaitingText, scope: Scope): GivingUp {
  const limit = text.giveUpIfLongerThan;
  if (limit === undefined) return {};
  return { giveUpIfLongerThan: variables.duration([...path, 'giveUpIfLongerThan'], limit, scope) };
}

export function readSupplyWaiting(
  place: Place,
  path: Path,
  text: WaitingText,
  scope: Scope,
  supply: SupplyDraft | undefined,
): Later<SupplyWaiting> {
  const waiting = { ...readWaiting(place, path, text, scope), ...readGivingUp(place, path, text, scope) };
  if (text.poll !== undefined && supply !== undefined && supply.turn !== 'any') {
    place.draft.report(
      [...path, 'poll'],
      { code: 'poll_in_line', supply: supply.name, turn: supply.turn },
      { on: 'key' },
    );
  }
  const margin =
    text.margin === undefined ? undefined : place.variables.tokens(supply, [...path, 'margin'], text.margin, scope);
  const poll = text.poll === undefined ? undefined : readPoll(place, [...path, 'poll'], text.poll, scope, supply);
  return (scale) => ({
    ...waiting,
    ...(margin && { margin: margin(scale) }),
    ...(poll && { poll: poll(scale) }),
  });
}

function readPoll(
  { draft, variables }: Place,
  path: Path,
  text: PollText,
  scope: Scope,
  supply: SupplyDraft | undefined,
): Later<Poll> {
  const everyMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO }) ?? 1;
  draft.spansMs.push(everyMs);
  if (supply?.model === 'concurrency' && text.cost !== undefined && text.cost !== 0) {
    const why = 'what is in flight comes back, and what a look costs would not';
    draft.report([...path, 'cost'], { code: 'no_meaning', what: '"cost"', why }, { on: 'key' });
  }
  const cost = variables.tokens(supply, [...path, 'cost'], text.cost ?? 0, scope);
  const { orWhenDue = false } = text;
  const reckons =
    typeof orWhenDue === 'object'
      ? readReckoning(draft, [...path, 'orWhenDue'], orWhenDue, { everyMs, supply })
      : undefined;
  return (scale) => ({
    everyMs,
    orWhenDue: orWhenDue !== false,
    ...(reckons && { reckons: reckons(scale) }),
    cost: cost(scale),
    charged: text.charged ?? 'before',
  });
}

type ReckoningText = Exclude<NonNullable<PollText['orWhenDue']>, boolean>;

/** By what rate a job reckons when the level is due. */
function readReckoning(
  draft: Draft,
  path: Path,
  text: ReckoningText,
  { everyMs, supply }: { readonly everyMs: number; readonly supply: SupplyDraft | undefined },
): Later<Reckoning> {
  const rate = readKnown(draft, [...path, 'rate'], text.rate, 'rate', { above: ZERO, max: COUNT_MAX }) ?? ONE;
  const bounds = { above: ZERO, max: rational(everyMs) };
  const atLeastMs = readDuration(draft, [...path, 'atLeast'], text.atLeast ?? '1ms', bounds) ?? 1;
  draft.spansMs.push(atLeastMs);
  return (scale) => {
    // A supply that is not there was told as such.
    const perMs = multiply(rate, supply === undefined ? ONE : scale.grainsPerToken[supply.index]!);
    return { grains: Number(perMs.numerator), everyMs: Number(perMs.denominator), atLeastMs };
  };
}

/** The supplies a step names. */
export function namesIn(text: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(text).filter((key) => !(WAITING_OPTIONS as readonly string[]).includes(key));
}

/** The one supply a step is about; its draft is undefined where there is none of that name, which is told. */
export function supplyOf(
  draft: Draft,
  path: Path,
  verb: string,
  text: Readonly<Record<string, unknown>>,
  options: readonly string[] = WAITING_OPTIONS,
): { readonly name: string; readonly draft: SupplyDraft | undefined } | undefined {
  const names = Object.keys(text).filter((key) => !options.includes(key));
  const [name] = names;
  if (name === undefined || names.length > 1) {
    return void draft.report(path, { code: 'one_supply', verb, received: names }, { on: 'key' });
  }
  const supply = draft.supplies.get(name);
  const limits = [...draft.supplies.values()].filter(({ limitOf }) => limitOf === name);
  if (limits.length > 0) {
    const why = `it has several limits, and each a level of its own: ${limits.map((limit) => limit.name).join(', ')}`;
    return void draft.report([...path, name], { code: 'no_meaning', what: `"${name}"`, why }, { on: 'key' });
  }
  if (supply === undefined) draft.report([...path, name], noSupply(draft, name, options), { on: 'key' });
  return { name, draft: supply };
}

function noSupply(draft: Draft, name: string, options: readonly string[]): ScenarioIssue {
  if (name.startsWith('$')) return { code: 'reference_here' };
  const meant = nearest(name, options) === undefined ? [] : options;
  return { code: 'unknown_name', what: 'supply', name, known: [...draft.supplies.keys(), ...meant] };
}
