/**
 * What can happen next, from every start and from every state: the engine's own step, tried in every way there is.
 *
 * This is all that the writer and the checker of a certificate share.
 *
 * @module
 */
import { isIdle } from '../../sim/backlogs/backlogs.ts';
import { cronPeriodMs } from '../../sim/cron.ts';
import { begin, step } from '../../sim/engine.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { type Draws, drawsOf } from './draws.ts';
import { type Image, Images } from './image.ts';
import { Ways } from './ways.ts';

/** Whether a task progressed, or had nothing to do before or after: then it need not have waited on. */
export function isServed({ progressed, idled, idle }: Instant, task: number): boolean {
  return progressed[task] === 1 || idled[task] === 1 || idle[task] === 1;
}

/** One way an instant went. */
export interface Instant {
  readonly durationMs: number;
  /** By task: 1 where it made progress. */
  readonly progressed: Uint8Array;
  /** By task: 1 where it had nothing to do before it, so that the time until then is none it waited; and after it. */
  readonly idled: Uint8Array;
  readonly idle: Uint8Array;
  /** The state after it. */
  readonly image: Image;
}

/** Why not everything that can happen was told; undefined: it was. */
export type Trouble = 'an instant never ends' | 'too many runs are alive at a time' | undefined;

export class Instants {
  readonly machine: Machine;
  readonly #ways: Ways;
  readonly #images: Images;
  readonly #state: State;
  readonly #progressed: Uint8Array;
  readonly #idled: Uint8Array;
  readonly #idle: Uint8Array;
  readonly #observer: Observer;

  constructor(machine: Machine, draws: readonly Draws[]) {
    this.machine = machine;
    this.#ways = new Ways(draws);
    this.#images = new Images(machine, draws, begin(machine, this.#ways));
    this.#state = this.#images.room();
    const progressed = new Uint8Array(machine.model.tasks.length);
    this.#progressed = progressed;
    this.#idled = new Uint8Array(machine.model.tasks.length);
    this.#idle = new Uint8Array(machine.model.tasks.length);
    this.#observer = {
      ...SILENT,
      progressed(task, _run, amount) {
        if (amount > 0) progressed[task] = 1;
      },
    };
  }

  /** The first instant of every run. */
  begin(tell: (instant: Instant) => void): Trouble {
    return this.#each(undefined, tell);
  }

  /** Every next instant after `image`. */
  after(image: Image, tell: (instant: Instant) => void): Trouble {
    return this.#each(image, tell);
  }

  #each(from: Image | undefined, tell: (instant: Instant) => void): Trouble {
    const ways = this.#ways;
    ways.reset();
    do {
      ways.rewind();
      const state = this.#load(from);
      const beforeMs = state.nowMs;
      this.#progressed.fill(0);
      this.#noteIdle(state, this.#idled);
      const { stopped, events } = step(this.machine, state, ways, this.#observer);
      if (stopped === 'zeno') return 'an instant never ends';
      if (!this.#images.fits(state)) return 'too many runs are alive at a time';
      // Where nothing will ever happen again time passes all the same.
      const rests = events === 0;
      this.#noteIdle(state, this.#idle);
      tell({
        durationMs: rests ? this.machine.model.gridMs : state.nowMs - beforeMs,
        progressed: this.#progressed,
        idled: this.#idled,
        idle: this.#idle,
        image: rests && from !== undefined ? from : this.#images.of(state),
      });
    } while (ways.next());
    return undefined;
  }

  #noteIdle(state: State, into: Uint8Array): void {
    for (const task of this.machine.idlers) into[task] = Number(isIdle(this.machine, state, task));
  }

  #load(from: Image | undefined): State {
    if (from === undefined) return begin(this.machine, this.#ways);
    this.#images.read(from, this.#state);
    return this.#state;
  }
}

/** The instants of a machine; undefined where they cannot be listed: a draw, or a calendar, without an end. */
export function instantsOf(machine: Machine): Instants | undefined {
  const draws = machine.model.sources.map((_, source) => drawsOf(machine, source));
  const weekly = machine.model.triggers.every((trigger) => trigger.kind !== 'cron' || cronPeriodMs(trigger) > 0);
  const plain = machine.model.supplies.every(
    ({ refill }) => !(refill.kind === 'calendar' && refill.resets.periodMs === 0),
  );
  const endless = machine.model.triggers.every(({ kind }) => kind !== 'trace');
  return weekly && endless && plain && draws.every((one) => one !== undefined)
    ? new Instants(machine, draws)
    : undefined;
}
