/**
 * Explores every state that can be reached from every allowed start, by the engine's own step, from instant to instant.
 *
 * Breadth first: the states are numbered in the order of their distance from the start, so the first state of a kind that
 * is found is a nearest one. An edge keeps no choices; whoever wants to follow it tries its state's choices again.
 *
 * @module
 */
import { nextHits } from '../../sim/agenda.ts';
import { type Drive, driveOf } from '../../sim/drive.ts';
import { endlessOperation, stepThrough } from '../../sim/engine.ts';
import type { Machine } from '../../sim/machine.ts';
import type { Kept } from '../states/packer.ts';
import { interchangeable } from '../states/symmetry.ts';
import { Arrivals } from './arrivals.ts';
import { DateWays } from './date-ways.ts';
import { Edges } from './edges.ts';
import type { Explorer } from './explorer.ts';
import { Labels } from './labels.ts';
import { type Memo, memoOf } from './memo.ts';
import { Roots } from './roots.ts';
import { StateTable } from './table.ts';

export interface ExploreLimits {
  /** States that are stored at the most. */
  readonly statesMax: number;
  /** Bytes for states, edges, and what judging them takes. */
  readonly bytesMax: number;
  /** Starts that are tried at the most. */
  readonly startsMax: number;
  /** Instants that are tried at the most, once for each way through them; many tied runs, and many copies, make fewer of it. Default: no limit. */
  readonly stepsMax?: number | undefined;
  /** Whether ways that were gone before with other clocks are written down instead of gone. Default: true. */
  readonly remembers?: boolean | undefined;
  /** Told now and then; `frontier` are states found and not yet explored. */
  readonly onProgress?:
    | ((seen: { readonly states: number; readonly frontier: number; readonly edges: number }) => void)
    | undefined;
}

/** `range`: something grew out of the bounds that were foreseen for it, and `outside` says what. */
export type ExploreStop = 'complete' | 'states-max' | 'bytes-max' | 'starts-max' | 'steps-max' | 'range';

/** An instant that never ends: 10,000 operations and no time. `from`: the state before it, or a start. */
export interface Zeno {
  readonly from: { readonly kind: 'state' | 'start'; readonly index: number };
  readonly operation: number;
}

export interface Graph {
  readonly explorer: Explorer;
  readonly table: StateTable;
  readonly edges: Edges;
  readonly labels: Labels;
  readonly roots: Roots;
  /** States that are the first after a start: those with smaller numbers. */
  readonly rootStates: number;
  readonly stopped: ExploreStop;
  readonly outside: string;
  readonly zeno: Zeno | undefined;
  /** The first state in which nothing will ever happen again; -1: none. */
  readonly dead: number;
  readonly bytes: number;
}

/** Bytes per state that judging takes at its peak: degree, order, wait, component, low link, stack. */
const JUDGE_BYTES = 32;
/** Steps that an instant without end counts for, whose operations are thousands. */
const ZENO_STEPS = 1000;
/** As many turns in one instant as a step counts for. */
const TURNS_PER_STEP = 4;
/** States between two looks at the limits. */
const ROUND = 1024;

export function explore(explorer: Explorer, limits: ExploreLimits): Graph {
  const search = new Search(explorer, limits);
  search.begin();
  search.run();
  return search.graph();
}

/** What one way through an instant in which many copies have their turns costs, in those of few tasks. */
function stepWeight(machine: Machine): number {
  const copies = Math.max(0, ...interchangeable(machine).map(({ length }) => length));
  return Math.max(1, (copies / COPIES_FREE) ** 3);
}

/** So many copies take no longer than other tasks do. */
const COPIES_FREE = 4;

class Search {
  readonly #explorer: Explorer;
  readonly #limits: ExploreLimits;
  readonly #table: StateTable;
  readonly #arrivals: Arrivals;
  readonly #edges = new Edges();
  readonly #labels: Labels;
  readonly #roots = new Roots();
  #stopped: ExploreStop = 'complete';
  #zeno: Zeno | undefined;
  #dead = -1;
  #rootStates = 0;
  readonly #kept: Kept;
  readonly #drive: Drive;
  readonly #dates: DateWays | undefined;
  readonly #memo: Memo | undefined;
  readonly #rootsSettled = (): boolean => this.#settleRoots();
  readonly #edgesSettled = (id: number): boolean => this.#settleEdges(id);
  /** A number that is no small integer from the first: then counting it down takes no memory. */
  #stepsLeft = Number.MAX_SAFE_INTEGER;

  constructor(explorer: Explorer, limits: ExploreLimits) {
    const { machine, moved } = explorer.space;
    this.#explorer = explorer;
    this.#dates = moved && new DateWays(explorer.space, moved);
    this.#limits = limits;
    this.#kept = explorer.packer.room();
    const { state, odometer, meter } = explorer;
    this.#drive = driveOf(machine, state, odometer, meter.observer);
    this.#memo = limits.remembers === false ? undefined : memoOf(explorer);
    this.#stepsLeft = (limits.stepsMax ?? Number.MAX_SAFE_INTEGER) / stepWeight(machine);
    this.#table = new StateTable(explorer.packer.layout.words, limits.statesMax);
    this.#arrivals = new Arrivals(this.#table);
    this.#labels = new Labels(machine.model.tasks.length);
  }

  /** Every start, through its first instant. */
  begin(): void {
    this.#tryStarts();
    this.#settleRoots();
  }

  #tryStarts(): void {
    const { starts, state } = this.#explorer;
    for (let start = 0; start < starts.count; start++) {
      if (start >= this.#limits.startsMax) this.#stopped = 'starts-max';
      if (start % ROUND === 0) {
        this.#settleRoots();
        if (this.#isOver()) return;
      }
      if (starts.isRepeated?.(start) === true) continue;
      if (!this.#tryStart(start, 0)) return;
      if (this.#dates === undefined) continue;
      starts.set(state, start);
      const ways = this.#dates.count(state);
      for (let way = 1; way <= ways; way++) if (!this.#tryStart(start, way)) return;
    }
  }

  /** False where exploring ends. `way`: that of the dates. */
  #tryStart(start: number, way: number): boolean {
    const { starts, state, odometer, packer } = this.#explorer;
    this.#memo?.lookStart(start);
    const known = this.#take(start, this.#rootsSettled);
    if (known !== undefined) return known;
    const stepsLeft = this.#stepsLeft;
    odometer.reset();
    do {
      if (this.#isSpent()) return false;
      starts.set(state, start);
      this.#dates?.set(state, way);
      packer.marks.fill(0);
      const beforeMs = state.nowMs;
      if (this.#step() < 0) {
        this.#foundZeno('start', start);
        return true;
      }
      if (odometer.repeats) continue;
      if (this.#arrivals.isFull && !this.#settleRoots()) return false;
      if (!this.#arrive(start, beforeMs)) return false;
    } while (odometer.advance());
    this.#memo?.keep(stepsLeft - this.#stepsLeft);
    return true;
  }

  run(): void {
    const table = this.#table;
    this.#rootStates = table.count;
    for (let id = 0; ; id++) {
      if (id === table.count || id % ROUND === 0) {
        if (!this.#settleEdges(id) || id === table.count) return;
        if (id % ROUND === 0 && this.#isOver()) return;
      }
      if (!this.#follow(id)) {
        this.#settleEdges(id);
        return;
      }
    }
  }

  /** Tries every way on from state `id`; false where exploring ends amidst them. */
  #follow(id: number): boolean {
    if (!this.#followWay(id, 0)) return false;
    if (this.#dates === undefined) return true;
    this.#load(id, 0, 0);
    const ways = this.#dates.count(this.#explorer.state);
    for (let way = 1; way <= ways; way++) if (!this.#followWay(id, way)) return false;
    return true;
  }

  /** The same, where the dates go way number `way`. */
  #followWay(id: number, way: number): boolean {
    const { state, odometer } = this.#explorer;
    this.#memo?.lookState(this.#table.chunkOf(id), this.#table.placeOf(id));
    const known = this.#take(id, this.#edgesSettled);
    if (known !== undefined) return known;
    const leftMs = way === 0 ? this.#goToInstant(id) : -1;
    if (leftMs >= 0) {
      const knownThen = this.#take(id, this.#edgesSettled, state.nowMs - leftMs);
      if (knownThen !== undefined) return knownThen;
    }
    const stepsLeft = this.#stepsLeft;
    odometer.reset();
    let turns = 0;
    do {
      if (this.#isSpent()) return false;
      if (leftMs < 0) this.#load(id, turns, way);
      else if (turns > 0) this.#explorer.packer.recall(this.#kept, state);
      turns++;
      const beforeMs = leftMs < 0 ? state.nowMs : leftMs;
      const events = this.#step();
      if (events < 0) {
        // Such an instant asks thousands of questions, and its other answers cannot mend what this one shows.
        this.#foundZeno('state', id);
        return true;
      }
      if (events === 0) {
        if (!this.#stay(id)) return false;
      } else if (!odometer.repeats) {
        if (this.#arrivals.isFull && !this.#settleEdges(id)) return false;
        if (!this.#arrive(id, beforeMs)) return false;
      }
    } while (odometer.advance());
    this.#memo?.keep(stepsLeft - this.#stepsLeft);
    return true;
  }

  /**
   * Writes down the ways that were looked for, where they are known: undefined where not; false where exploring ends.
   * `passedMs`: how long each takes, where that is not as it was.
   */
  #take(from: number, settle: (from: number) => boolean, passedMs = -1): boolean | undefined {
    const memo = this.#memo;
    const count = memo?.known() ?? 0;
    if (memo === undefined || count === 0 || memo.cost > this.#stepsLeft) return undefined;
    this.#stepsLeft -= memo.cost;
    for (let way = 0; way < count; way++) {
      if (this.#arrivals.isFull && !settle(from)) return false;
      const label = memo.label(way);
      this.#arrivals.add(from, memo.target(way), passedMs < 0 ? label : this.#labels.lasting(passedMs, label));
    }
    return true;
  }

  /**
   * Where a clock is due next, what happens then follows from the state at that time, to which others come, too: brings the
   * state to it, keeps it and looks for it. Gives the time that was left; -1: it is not so.
   */
  #goToInstant(id: number): number {
    const memo = this.#memo;
    if (memo?.seeksInstants !== true) return -1;
    const { state, packer, words, space } = this.#explorer;
    this.#load(id, 0, 0);
    if (nextHits(state) === 0 || state.hits[0]! >= space.machine.leaseTimers) return -1;
    const leftMs = state.nowMs;
    state.nowMs = state.dueMs[state.hits[0]!]!;
    if (!packer.pack(state, words)) {
      packer.outside = '';
      return -1;
    }
    packer.keep(state, this.#kept);
    memo.lookInstant(words);
    return leftMs;
  }

  /** Brings the state to `id`: read at the first turn, at the second read again and kept, then copied. */
  #load(id: number, turns: number, way: number): void {
    const { state, packer } = this.#explorer;
    const [table, kept] = [this.#table, this.#kept];
    if (turns < 2) {
      packer.unpack(table.chunkOf(id), table.placeOf(id), state);
      this.#dates?.set(state, way);
    }
    if (turns === 1) packer.keep(state, kept);
    else if (turns > 1) packer.recall(kept, state);
  }

  graph(): Graph {
    const explorer = this.#explorer;
    return {
      explorer,
      table: this.#table,
      edges: this.#edges,
      labels: this.#labels,
      roots: this.#roots,
      rootStates: this.#rootStates,
      stopped: this.#stopped,
      outside: explorer.packer.outside,
      zeno: this.#zeno,
      dead: this.#dead,
      bytes: this.#bytes(),
    };
  }

  #foundZeno(kind: 'state' | 'start', index: number): void {
    this.#zeno ??= { from: { kind, index }, operation: endlessOperation(this.#explorer.state) };
    this.#stepsLeft -= ZENO_STEPS;
  }

  /** Whether the steps are used up; takes one. */
  #isSpent(): boolean {
    if (this.#stepsLeft-- > 0) return false;
    this.#stopped = 'steps-max';
    return true;
  }

  #step(): number {
    const { odometer, meter } = this.#explorer;
    odometer.rewind();
    meter.clear();
    meter.before(this.#drive.state);
    const events = stepThrough(this.#drive);
    if (events > 0) meter.after(this.#drive.state);
    // An instant at which many are tied is gone through once for each order, and takes long each time.
    if (odometer.turns > TURNS_PER_STEP) this.#stepsLeft -= Math.floor(odometer.turns / TURNS_PER_STEP) - 1;
    return events;
  }

  /** The instant is over: its state and the way to it are noted. False where the state cannot be written. */
  #arrive(from: number, beforeMs: number): boolean {
    const { packer, state, words, meter, space } = this.#explorer;
    if (!packer.pack(state, words)) {
      this.#stopped = 'range';
      packer.shrink(state);
      return false;
    }
    const passedMs = state.nowMs - beforeMs;
    const label = this.#labels.add(passedMs, meter.happened);
    this.#memo?.note(words, label, passedMs / space.quantumMs);
    this.#arrivals.add(from, words, label);
    return true;
  }

  /** Nothing will ever happen again: time passes all the same. False where the limit of states is reached. */
  #stay(id: number): boolean {
    this.#memo?.drop();
    if (this.#dead < 0) this.#dead = id;
    if (!this.#settleEdges(id)) return false;
    const { meter, state } = this.#explorer;
    meter.after(state);
    const { gridMs } = this.#drive.machine.model;
    this.#edges.add(id, this.#labels.add(gridMs, meter.happened));
    return true;
  }

  #settleRoots(): boolean {
    return this.#settled(this.#arrivals.settle((start, target, label) => this.#roots.add(start, target, label)));
  }

  /**
   * Stores the edges that were noted; those of the states before `id` are complete. False where there is no room for one
   * more state: then the state that leads to it, and those behind it, are left as not explored.
   */
  #settleEdges(id: number): boolean {
    const edges = this.#edges;
    if (this.#stopped === 'states-max') return false;
    const all = this.#arrivals.settle((from, target, label) => {
      while (edges.sources < from) edges.close();
      edges.add(target, label);
    });
    if (all) while (edges.sources < id) edges.close();
    return this.#settled(all);
  }

  #settled(all: boolean): boolean {
    if (!all) this.#stopped = 'states-max';
    return all;
  }

  #isOver(): boolean {
    const { bytesMax, onProgress } = this.#limits;
    const { count } = this.#table;
    onProgress?.({ states: count, frontier: count - this.#edges.sources, edges: this.#edges.count });
    if (this.#stopped !== 'complete') return true;
    if (this.#bytes() + count * JUDGE_BYTES <= bytesMax) return false;
    this.#stopped = 'bytes-max';
    return true;
  }

  #bytes(): number {
    return (
      this.#table.bytesNext + this.#edges.bytes + this.#labels.bytes + this.#roots.bytes + (this.#memo?.bytes ?? 0)
    );
  }
}
