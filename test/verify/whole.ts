/**
 * Random scenarios as text in which every element of the language meets every other: all kinds of supply with lines,
 * lock-outs and refusals, several limits, settlements, locks and pools of every kind, crashes, backlogs, copies; starts that wait, expire, end others, or
 * are delivered again.
 */
import type { GeneratorValue } from 'fast-check';
import { Dice } from './dice.ts';
import { Parts } from './whole-parts.ts';
import { Steps } from './whole-steps.ts';

export interface WholeOptions {
  /** Nothing is left open: one run is all there is. */
  readonly closed?: boolean;
  /** Supplies may change on dates. */
  readonly changes?: boolean;
  /** The same, and quotas keep to clocks that change: what only runs know. */
  readonly dated?: boolean;
}

/** A scenario; the choices are the generator's. */
export function wholeScenario(generate: GeneratorValue, options: WholeOptions = {}): string {
  const { closed = false, dated = false, changes = dated } = options;
  const dice = new Dice(generate);
  // A quota is reset by the day, so all else is measured in hours then.
  const parts = new Parts(dice, { closed, changes, dated, unit: dice.maybe(0.15) ? 'h' : 'ms' });
  const sections = parts.sections();
  const count = dice.pick(1, 2, 2, 2, 3);
  const priorities = closed ? shuffled(dice, count) : Array.from({ length: count }, () => dice.int(0, 2));
  // Mostly a task starts later ones; now and then there is a ring.
  const emits = priorities.map((_, by) =>
    priorities.flatMap((__, of) => (of !== by && dice.maybe(of > by ? 0.2 : 0.04) ? [of] : [])),
  );
  const tasks = priorities.map((priority, index) => `  t${index}: ${task(dice, parts, { index, priority, emits })}\n`);
  const { unit } = parts;
  return [
    `quotasim: 1\nhorizon: ${parts.horizon}${unit}\nreplications: 2\ngrid: 1${unit}\nstart: 2026-03-27\n`,
    `order: ${closed ? 'priority' : dice.pick('any', 'fair', 'priority')}\n`,
    sections,
    `tasks:\n${tasks.join('')}`,
  ].join('');
}

function shuffled(dice: Dice, count: number): number[] {
  const left = Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: count }, () => left.splice(dice.int(0, left.length - 1), 1)[0]!);
}

interface Which {
  readonly index: number;
  readonly priority: number;
  /** By task: those that it starts. */
  readonly emits: readonly (readonly number[])[];
}

function task(dice: Dice, parts: Parts, { index, priority, emits }: Which): string {
  const { unit, closed } = parts;
  const starters = emits.flatMap((others, by) => (others.includes(index) ? [`t${by}`] : []));
  const always = starters.length === 0 && dice.maybe(0.4);
  const pause = closed ? '' : dice.pick('', '', `{ pause: ${dice.int(1, 3)}${unit} }`);
  const timed = always ? (pause === '' ? 'always' : `{ always: ${pause} }`) : timedTrigger(dice, parts);
  const on = `{ on: [${starters.join(', ')}] }`;
  const trigger = starters.length === 0 ? timed : dice.maybe(0.3) ? `[${on}, ${every(dice, parts)}]` : on;
  const pooled = parts.pooled();
  const steps = new Steps(dice, parts, pooled.includes('keepsSlot')).list(1, 4);
  if (dice.maybe(0.9)) steps.splice(dice.int(0, steps.length), 0, 'progress');
  for (const other of emits[index]!) steps.splice(dice.int(0, steps.length), 0, emit(dice, parts, other));
  // Most that start again at once let some time pass.
  if (always && dice.maybe(0.9)) steps.unshift(`{ work: ${dice.int(1, 3)}${unit} }`);
  const alone = ['skip', 'skip', 'queue all', 'queue one', dice.pick('replace', 'replace hard')];
  const busy = closed ? dice.pick(...alone) : dice.pick(...alone, 'queue all', 'allow');
  const copies = !closed && starters.length === 0 && dice.maybe(0.18) ? `, copies: ${dice.int(2, 3)}` : '';
  const crashes = dice.maybe(0.12) ? `, crashes: { at: ${dice.int(1, 9)}${unit} }` : '';
  const waits = pooled !== '' || busy.startsWith('queue');
  const expires = waits && dice.maybe(0.25) ? `, expires: ${dice.int(1, 6)}${unit}` : '';
  const delivery = dice.maybe(0.15) ? `, delivery: ${delivered(dice, unit, busy)}` : '';
  const options = `${pooled}${copies}${crashes}${expires}${delivery}${attempted(dice, parts)}`;
  const after =
    waits && timed.startsWith('{ every') && !timed.includes('jitter') && trigger === timed && dice.maybe(0.2);
  const starts = after ? timed.replace(' }', ', after: start }') : trigger;
  return `{ trigger: ${starts}, whenBusy: ${busy}, priority: ${priority}${options}, steps: [${steps.join(', ')}] }`;
}

/** Runs that are tried again, or last too long. */
function attempted(dice: Dice, { unit, closed }: Parts): string {
  const jitter = !closed && dice.maybe(0.3) ? ', jitter: { choice: [50%, 100%] }' : '';
  const attempts = dice.maybe(0.7) ? `attempts: ${dice.int(1, 3)}, ` : '';
  const backoff = dice.maybe(0.5) ? `, backoff: exponential, cap: 4${unit}` : '';
  const retry = dice.maybe(0.15) ? `, retry: { ${attempts}wait: ${dice.int(1, 3)}${unit}${backoff}${jitter} }` : '';
  const length = `${dice.int(2, 6)}${unit}`;
  const limit = dice.maybe(0.12) ? `, timeLimit: ${dice.pick(length, `{ hard: ${length} }`)}` : '';
  return `${retry}${limit}`;
}

function delivered(dice: Dice, unit: string, busy: string): string {
  const often = dice.maybe(0.6) ? `, deliveries: ${dice.int(1, 3)}` : '';
  const renewed = `{ visibility: ${dice.int(1, 5)}${unit}, renewed: true${often} }`;
  return busy === 'allow'
    ? dice.pick(renewed, `{ visibility: ${dice.int(4, 20)}${unit}${often} }`)
    : dice.pick('at most once', renewed);
}

function timedTrigger(dice: Dice, parts: Parts): string {
  return dice.maybe(0.1) ? `[${every(dice, parts)}, ${every(dice, parts)}]` : every(dice, parts);
}

function emit(dice: Dice, { unit }: Parts, other: number): string {
  if (dice.maybe(0.4)) return `{ emit: { t${other}: ${dice.int(0, 2)} } }`;
  const patience = dice.maybe(0.3)
    ? `, atMost: ${dice.int(0, 4)}${unit}, otherwise: ${dice.pick('stop', 'fail', 'continue')}`
    : '';
  return `{ emit: { t${other}: ${dice.int(1, 2)}, wait: true${patience} } }`;
}

function every(dice: Dice, { unit, closed }: Parts): string {
  const period = closed ? dice.pick(2, 3, 4, 6, 8) : dice.pick(2, 3, 4, 5, 6, 8);
  const jitter =
    !closed && dice.maybe(0.2) ? `, jitter: { choice: [0${unit}, ${dice.int(1, period - 1)}${unit}] }` : '';
  const offset = closed
    ? dice.pick('0', `${dice.int(1, 8)}${unit}`)
    : dice.pick('any', '0', '0', `${dice.int(1, 8)}${unit}`);
  return `{ every: ${period}${unit}, offset: ${offset}${jitter} }`;
}
