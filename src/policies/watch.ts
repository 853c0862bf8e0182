/**
 * Finds out who does not decide by what it is shown and by its memory alone.
 *
 * What a policy keeps in a variable of its own is no part of a state, so a proof would say nothing of it, and two runs of one
 * seed might differ. So each question is asked again: at once, after questions about quite other views, and of another policy
 * made with the same options; and the answer must be the one that was given whenever the same was asked before.
 *
 * @module
 */
import type { MemorySlot } from '../sim/policy.ts';
import type { OwnPolicy, PolicyDefinition } from './definition.ts';
import { madeMistake } from './shape.ts';

export type Refuse = (says: string) => never;

export function made<Made extends OwnPolicy>(
  family: PolicyDefinition['family'],
  make: () => Made,
  refuse: Refuse,
): Made {
  const policy = called('create', make, refuse);
  const mistake = madeMistake(family, policy);
  return mistake === undefined ? policy : refuse(mistake);
}

function called<Answer>(what: string, call: () => Answer, refuse: Refuse): Answer {
  try {
    return call();
  } catch (error) {
    return refuse(
      `cannot be used: ${what} throws ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    );
  }
}

/** Questions that are remembered: beyond that each is asked anew in every way. */
const KNOWN_MAX = 100_000;

/** One question to a policy: a function of it, and what it is shown. */
export interface Question<Made> {
  readonly what: string;
  /** Tells it from every other one of its kind. */
  readonly key: string;
  readonly shown: unknown;
  readonly ask: (policy: Made) => unknown;
}

/** Asks a policy in every way that would show a memory of its own. */
export class Watch<Made extends OwnPolicy> {
  readonly memory: readonly MemorySlot[];
  readonly policy: Made;
  readonly refuse: Refuse;
  readonly #make: () => Made;
  readonly #known = new Map<string, string>();

  constructor(make: () => Made, refuse: Refuse) {
    this.policy = make();
    this.memory = (this.policy.memory ?? []).map(({ name, low, high }) => Object.freeze({ name, low, high }));
    this.refuse = refuse;
    this.#make = make;
    const [declared, again] = [textOf(this.policy), textOf(make())];
    if (again !== declared) refuse(`declares not the same each time: create gave ${declared}, and then ${again}`);
  }

  /** What the policy answers, as it was given. `others`: quite other questions, to be asked in between. */
  ask(question: Question<Made>, others: () => readonly Question<Made>[]): unknown {
    const answer = this.#asked(this.policy, question);
    const text = answerText(answer);
    const key = `${question.what} ${question.key}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.#compare(question, known, text, 'when the same was asked before');
      return answer;
    }
    this.#compare(question, answerText(this.#asked(this.policy, question)), text, 'asked again at once');
    // After each of them, since the next one may undo what one has left behind.
    for (const other of others()) {
      disturb(this.policy, other);
      this.#compare(question, answerText(this.#asked(this.policy, question)), text, 'asked again after something else');
    }
    this.#compare(
      question,
      answerText(this.#asked(this.#make(), question)),
      text,
      'of another one made with the same options',
    );
    if (this.#known.size < KNOWN_MAX) this.#known.set(key, text);
    return answer;
  }

  /** The memory that a policy gave, if it is one. */
  remembered(given: unknown): readonly number[] {
    const isFit =
      Array.isArray(given) &&
      given.length === this.memory.length &&
      this.memory.every(
        ({ low, high }, at) => Number.isSafeInteger(given[at]) && given[at] >= low && given[at] <= high,
      );
    if (isFit) return given as readonly number[];
    const expected = this.memory.map(({ name, low, high }) => `${name} from ${low} to ${high}`).join(', ');
    return this.refuse(`remembers what it does not declare: remember gave ${textOf(given)}, expected [${expected}]`);
  }

  #asked(policy: Made, { what, ask }: Question<Made>): unknown {
    return called(what, () => ask(policy), this.refuse);
  }

  #compare({ what, shown }: Question<Made>, other: string, text: string, when: string): void {
    if (other === text) return;
    this.refuse(
      `does not decide by what it is shown and by its memory alone: ${what} of ${textOf(shown)} gave ${text}, and ${other} ${when}. ` +
        'What it must remember belongs into its memory; no variables of its own, no clock, no dice',
    );
  }
}

/** Asks about something that may never happen: what it answers, or that it then throws, is of no concern. */
function disturb<Made>(policy: Made, { ask }: Question<Made>): void {
  try {
    ask(policy);
  } catch {
    // Only the answer to the real question counts, and that is asked again.
  }
}

/** An answer in short, to be compared: most questions are asked often. */
function answerText(answer: unknown): string {
  if (typeof answer === 'number') return String(answer);
  if (Array.isArray(answer) && answer.every((one) => typeof one === 'number')) return `[${answer.join(',')}]`;
  return textOf(answer);
}

/** JSON, but for numbers that JSON has no words for. */
export function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' && !Number.isFinite(one) ? String(one) : one,
  );
  return text ?? String(value);
}
