/**
 * QS010: a run waits for a lock that it holds itself.
 *
 * @module
 */
import type { Operation } from '../../sim/model.ts';
import { NEVER } from '../../sim/time.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import type { Loop, Place } from './program.ts';
import type { Surveyed } from './survey.ts';

export const takenTwice: Rule = {
  code: 'QS010',
  title: 'A run waits for itself',
  severities: ['error'],
  help: {
    what: 'A run takes a lock again while it holds all its permits. Often the `acquire` stands in a `repeat` that never releases.',
    why: 'A permit comes back when the run gives it back or ends. It does neither, since it waits: for ever.',
    change: 'Put the `acquire` before the `repeat`, or `release` the lock in each turn.',
    unless: 'Not said of a lock with a lease (it runs out one day) or an `acquire` with a limit.',
    example: {
      yaml: `quotasim: 1
title: A lock in a loop
horizon: 1d
locks: { index: { lease: none } }
tasks:
  clean:
    trigger: always
    steps:
      - repeat:
          - acquire: index
          - work: 1m
          - progress
`,
      instead: '          - progress\n',
      write: '          - progress\n          - release: index\n',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => evidence.model.locks.flatMap((_, lock) => foundIn(evidence, of, lock) ?? []));
  },
};

function foundIn({ model }: Evidence, of: Surveyed, lock: number): Found | undefined {
  const { name, permits, leaseMs } = model.locks[lock]!;
  if (leaseMs !== NEVER || permits > PERMITS_MAX || of.spec.crashesMs !== undefined) return undefined;
  const at = new Walk(of, lock, permits).find();
  if (at === undefined) return undefined;
  const { count = 1 } = at.operation as Extract<Operation, { kind: 'acquire' }>;
  const all =
    permits === 1 ? '' : count === 1 ? `all ${permits} permits of ` : `too many of the ${permits} permits of `;
  return {
    severity: 'error',
    message: `${of.spec.name} takes ${name} while it holds ${all}it already: it waits for itself for ever`,
    change: `release ${name} first, or take it once before the repeat`,
    path: at.operation.path,
    task: of.task,
  };
}

/** More permits than this are not counted out. */
const PERMITS_MAX = 64;

/** Goes through a program and counts the permits a run surely has; loops are gone round until that says enough. */
class Walk {
  readonly #of: Surveyed;
  readonly #lock: number;
  readonly #permits: number;
  #held = 0;

  constructor(of: Surveyed, lock: number, permits: number) {
    this.#of = of;
    this.#lock = lock;
    this.#permits = permits;
  }

  /** The acquire that waits for the run itself. */
  find(): Place | undefined {
    return this.#through(this.#of.places, 0);
  }

  #through(places: readonly Place[], depth: number): Place | undefined {
    for (let at = 0; at < places.length; at++) {
      const place = places[at]!;
      const loop = place.loops[depth];
      if (loop === undefined) {
        if (this.#step(place)) return place;
        continue;
      }
      const body = places.filter(({ loops }) => loops[depth]?.turn === loop.turn);
      for (let turn = 0; turn < this.#turns(loop); turn++) {
        const found = this.#through(body, depth + 1);
        if (found !== undefined) return found;
      }
      at += body.length - 1;
    }
    return undefined;
  }

  #turns({ times }: Loop): number {
    return Math.min(times?.low ?? Infinity, this.#permits + 1);
  }

  #step({ operation }: Place): boolean {
    if (operation.kind === 'release' && operation.lock === this.#lock) {
      this.#held = Math.max(0, this.#held - (operation.count ?? 1));
    }
    if (operation.kind !== 'acquire' || operation.lock !== this.#lock || operation.atMost !== undefined) return false;
    if (operation.back === true) return false;
    const { count = 1 } = operation;
    if (this.#held + count > this.#permits) return true;
    this.#held += count;
    return false;
  }
}
