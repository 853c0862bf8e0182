/**
 * Tells a script in plain sentences: when, who did what, and the level that was left.
 *
 * @module
 */
import { formatQuantity } from '../../scenarios/values/quantity.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import { OP } from '../../sim/machine.ts';
import { rational } from '../../sim/numbers/rational.ts';
import type { State } from '../../sim/state.ts';
import { replay } from './replay.ts';
import type { Script } from './script.ts';

/** One instant of the story. */
export interface StoryLine {
  readonly atMs: number;
  /** `00:15`, `1d 02:30:12`. */
  readonly at: string;
  /** One sentence per task that did something. */
  readonly sentences: readonly string[];
  /** Tokens in each supply at the end of the instant. */
  readonly levels: Readonly<Record<string, number>>;
  /** Whether it belongs to the cycle that goes on for ever. */
  readonly inCycle: boolean;
}

/** The script's instants; those in which nothing worth a sentence happened are left out, but for the last. */
export function storyOf(machine: Machine, script: Script): readonly StoryLine[] {
  const lines: StoryLine[] = [];
  const teller = new Teller(machine);
  replay(machine, script, { observer: () => teller.observer });
  const told = teller.byTime();
  let goesOn = false;
  replay(machine, script, {
    onStep(index, state) {
      const sentences = told.get(state.nowMs) ?? [];
      const inCycle = script.cycleFrom !== undefined && index >= script.cycleFrom;
      if (inCycle && sentences.length > 0) goesOn = true;
      if (sentences.length === 0 && index < script.steps.length - 1) return;
      const still = goesOn ? 'all is as it was when this began' : 'nothing ever happens again';
      lines.push({
        atMs: state.nowMs,
        at: clockText(state.nowMs),
        sentences: sentences.length === 0 ? [still] : sentences,
        levels: levelsOf(machine, state),
        inCycle,
      });
    },
  });
  return lines;
}

/** A time since the start as one reads it on a clock. */
export function clockText(atMs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(atMs / 86_400_000);
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1000].map(
    (unit, index) => Math.floor(atMs / unit) % [24, 60, 60][index]!,
  );
  const ms = atMs % 1000;
  const fine = ms > 0 ? `:${two(seconds!)}.${String(ms).padStart(3, '0')}` : seconds! > 0 ? `:${two(seconds!)}` : '';
  return `${days > 0 ? `${days}d ` : ''}${two(hours!)}:${two(minutes!)}${fine}`;
}

/** Tokens in each supply now. */
export function levelsOf({ model, supplies }: Machine, state: State): Record<string, number> {
  return Object.fromEntries(
    model.supplies.map(({ name, grainsPerToken }, supply) => {
      const { everyMs, stepGrains, capacityGrains } = supplies[supply]!;
      const steps = Math.floor((state.nowMs - state.sinceMs[supply]!) / everyMs);
      return [name, Math.min(state.level[supply]! + steps * stepGrains, capacityGrains) / grainsPerToken];
    }),
  );
}

const ENDS = {
  completed: 'ends',
  stopped: 'stops',
  failed: 'fails',
  crashed: 'crashes',
  replaced: 'gives way',
  expired: 'has waited too long, and is dropped',
} as const;

interface Event {
  readonly atMs: number;
  readonly task: number;
  readonly text: string;
  /** A sentence of its own: what follows is of another run. */
  readonly alone?: true;
}

/** What a task did without interruption. */
interface Group {
  readonly task: number;
  readonly texts: string[];
  readonly alone: boolean;
}

class Teller {
  readonly observer: Observer;
  readonly #machine: Machine;
  readonly #events: Event[] = [];
  #nowMs = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    const { supplies, locks } = machine.model;
    const tokens = (supply: number, grains: number): string => amountText(grains / supplies[supply]!.grainsPerToken);
    const say = (task: number, text: string): void => void this.#events.push({ atMs: this.#nowMs, task, text });
    const sayAlone = (task: number, text: string): void =>
      void this.#events.push({ atMs: this.#nowMs, task, text, alone: true });
    this.observer = {
      ...SILENT,
      instant: (atMs) => {
        this.#nowMs = atMs;
      },
      skipped: (task) => sayAlone(task, 'is due, and skipped because its run is still busy'),
      queued: (task) => sayAlone(task, 'is due, and queued'),
      emitted: (task, _run, target) => say(task, `starts a run of ${machine.model.tasks[target]!.name}`),
      started: (task) => say(task, 'starts'),
      ended: (task, _run, how) => say(task, ENDS[how]),
      retried: (task, _run, how, untilMs) =>
        say(task, `${ENDS[how]}, and is tried again after ${durationText(untilMs - this.#nowMs)}`),
      blocked: (task, _run, operation) => say(task, this.#waiting(operation)),
      gaveUp: (task, _run, operation) => say(task, this.#givenUp(operation)),
      spent: (task, _run, supply, before, after) =>
        say(
          task,
          `takes ${tokens(supply, before - after)} of ${supplies[supply]!.name} (${tokens(supply, before)} -> ${tokens(supply, after)})`,
        ),
      refused: (task, _run, supply, before, after) =>
        say(
          task,
          `is refused by ${supplies[supply]!.name}${after < before ? `, for ${tokens(supply, before - after)}` : ''}`,
        ),
      polled: (task, _run, supply, _looks, before, after) => {
        if (after < before) say(task, `pays ${tokens(supply, before - after)} for a look at ${supplies[supply]!.name}`);
      },
      held: (task, _run, lock) => say(task, `gets ${locks[lock]!.name}`),
      released: (task, _run, lock) => say(task, `gives ${locks[lock]!.name} back`),
      expired: (task, _run, lock) => say(task, `loses ${locks[lock]!.name}, whose lease is over`),
      orphaned: (task, _run, lock) => say(task, `leaves ${locks[lock]!.name} behind`),
      freed: (task, lock) =>
        sayAlone(task, `no more holds ${locks[lock]!.name}, which it left behind: the lease is over`),
      working: (task, _run, untilMs) => say(task, `works for ${durationText(untilMs - this.#nowMs)}`),
      progressed: (task) => say(task, 'makes progress'),
      took: (task, _run, backlog, items) => say(task, `takes ${items} of ${machine.model.backlogs[backlog]!.name}`),
    };
  }

  /** The sentences of each instant: what a task did without interruption is one. */
  byTime(): ReadonlyMap<number, readonly string[]> {
    const times = new Map<number, Event[]>();
    for (const event of this.#events) {
      const events = times.get(event.atMs);
      if (events === undefined) times.set(event.atMs, [event]);
      else events.push(event);
    }
    return new Map([...times].map(([atMs, events]) => [atMs, this.#sentences(events)]));
  }

  #sentences(events: readonly Event[]): readonly string[] {
    const groups: Group[] = [];
    for (const { task, text, alone = false } of events) {
      const last = groups.at(-1);
      if (last?.task === task && !last.alone && !alone) last.texts.push(text);
      else groups.push({ task, texts: [text], alone });
    }
    return this.#together(groups).map(({ who, text }) => `${who} ${text}`);
  }

  /** What copies of a task do alike, one after the other, is one sentence. */
  #together(groups: readonly Group[]): readonly { readonly who: string; readonly text: string }[] {
    const { tasks } = this.#machine.model;
    const told: { who: string; text: string; original: number; count: number }[] = [];
    for (const { task, texts } of groups) {
      const text = listText(texts);
      const { name, copyOf = -1 } = tasks[task]!;
      const last = told.at(-1);
      if (copyOf >= 0 && last?.original === copyOf && last.text === text) {
        last.count++;
        last.who = `each of ${last.count} copies of ${tasks[copyOf]!.name}`;
      } else told.push({ who: name, text, original: copyOf, count: 1 });
    }
    return told;
  }

  #waiting(operation: number): string {
    const row = this.#machine.rows[operation]!;
    if (row.kind === OP.call) return 'waits to try again';
    if (row.kind === OP.acquire || row.kind === OP.take || row.kind === OP.emit)
      return `waits for ${this.#subject(operation)}`;
    const { grainsPerToken, lockout } = this.#machine.model.supplies[row.subject]!;
    const known = row.policy < 0 && row.also.length === 0 && !Number.isNaN(row.enoughGrains);
    const level = known ? ` to reach ${amountText(row.enoughGrains / grainsPerToken)}` : '';
    const [below = 0, until = 0] = lockout ? [lockout.belowGrains, lockout.untilGrains] : [];
    const once =
      lockout && known && row.enoughGrains < until
        ? ` (${amountText(until / grainsPerToken)} once it fell below ${amountText(below / grainsPerToken)})`
        : '';
    return `${row.lined ? 'stands in line' : 'waits'} for ${this.#subject(operation)}${level}${once}`;
  }

  #givenUp(operation: number): string {
    const { kind } = this.#machine.rows[operation]!;
    if (kind === OP.emit) return `waits no longer for ${this.#subject(operation)}`;
    return kind === OP.call ? 'gives up' : `gets nothing from ${this.#subject(operation)}`;
  }

  #subject(operation: number): string {
    const { kind, subject, also } = this.#machine.rows[operation]!;
    const { locks, supplies, backlogs, tasks } = this.#machine.model;
    if (kind === OP.emit) return `what it started of ${tasks[subject]!.name}`;
    if (kind === OP.take) return `items of ${backlogs[subject]!.name}`;
    if (kind === OP.acquire) return locks[subject]!.name;
    return [subject, ...also.map(({ supply }) => supply)].map((one) => supplies[one]!.name).join(', ');
  }
}

function listText(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`;
}

function durationText(ms: number): string {
  return formatQuantity({ unit: 'duration', value: rational(ms) });
}

/** At most four decimals: amounts in grains may be odd fractions of a token. The minus is that of the levels beside it. */
function amountText(tokens: number): string {
  const [whole = '0', fraction] = String(Math.round(Math.abs(tokens) * 10_000) / 10_000).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return tokens < 0 && text !== '0' ? `−${text}` : text;
}
