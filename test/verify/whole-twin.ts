/**
 * A second explorer for models of whatever elements: every state by its canonical form, every way by plain trial. It shares
 * the engine's step with the product, and nothing of how states are packed, merged, sorted or looked up.
 */
import { isIdle } from '../../src/sim/backlogs/backlogs.ts';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, step } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import type { Machine } from '../../src/sim/machine.ts';
import { originalsOf } from '../../src/sim/program/copies.ts';
import { copyState, type State } from '../../src/sim/state.ts';
import { type Draws, drawsOf } from '../../src/verify/plain/draws.ts';
import { Ways } from '../../src/verify/plain/ways.ts';

/** What happened from one instant to the next, by task. */
interface Edge {
  readonly to: number;
  readonly ms: number;
  readonly progressed: readonly boolean[];
  /** Whether it had nothing to do before, and after. */
  readonly before: readonly boolean[];
  readonly after: readonly boolean[];
  /** Starts of it and its copies that were due, and that were served. */
  readonly due: readonly number[];
  readonly served: readonly number[];
}

export interface WholeGraph {
  readonly roots: readonly Edge[];
  readonly edges: readonly (readonly Edge[])[];
}

interface Limits {
  readonly statesMax: number;
  readonly waysMax: number;
}

/** Everything that can be reached, or why it was not listed. */
export function wholeGraph(machine: Machine, limits: Limits): WholeGraph | 'endless' | 'too large' | 'not listed' {
  const draws = machine.model.sources.map((_, source) => drawsOf(machine, source));
  if (draws.some((one) => one === undefined)) return 'not listed';
  const search = new Search(machine, new Ways(draws as Draws[]), limits);
  const roots = search.from(undefined);
  const edges: Edge[][] = [];
  for (let id = 0; id < search.states.length && search.trouble === undefined; id++) {
    edges.push(search.from(search.states[id]!));
  }
  return search.trouble ?? { roots, edges };
}

/** A state, and which of its runs have made progress. */
interface Marked {
  readonly state: State;
  readonly marks: ReadonlySet<number>;
}

class Search {
  readonly states: Marked[] = [];
  trouble: 'endless' | 'too large' | undefined;
  readonly #machine: Machine;
  readonly #originals: Int32Array;
  readonly #ways: Ways;
  readonly #limits: Limits;
  readonly #known = new Map<string, number>();
  #tried = 0;

  constructor(machine: Machine, ways: Ways, limits: Limits) {
    this.#machine = machine;
    this.#originals = originalsOf(machine.model);
    this.#ways = ways;
    this.#limits = limits;
  }

  /** Every way on from a state, or from the start. */
  from(marked: Marked | undefined): Edge[] {
    const ways = this.#ways;
    const found = new Map<string, Edge>();
    ways.reset();
    do {
      ways.rewind();
      const edge = this.#follow(marked);
      if (++this.#tried > this.#limits.waysMax || this.states.length > this.#limits.statesMax)
        this.trouble ??= 'too large';
      if (this.trouble !== undefined) return [];
      found.set(JSON.stringify(edge), edge);
    } while (ways.next());
    return [...found.values()];
  }

  #follow(marked: Marked | undefined): Edge {
    const [machine, ways, originals] = [this.#machine, this.#ways, this.#originals];
    const state = marked === undefined ? begin(machine, ways) : copyState(machine, marked.state);
    const marks = new Set(marked?.marks);
    const fromMs = state.nowMs;
    const none = (): number[] => machine.model.tasks.map(() => 0);
    const [progressed, due, served] = [machine.model.tasks.map(() => false), none(), none()];
    const before = this.#idle(state);
    const { stopped, events } = step(machine, state, ways, {
      ...SILENT,
      triggered: (task) => {
        due[originals[task]!]!++;
      },
      started: (_task, run) => marks.delete(run),
      ended: (_task, run) => marks.delete(run),
      progressed(task, run, amount) {
        if (!(amount > 0)) return;
        progressed[task] = true;
        if (!marks.has(run)) served[originals[task]!]!++;
        marks.add(run);
      },
    });
    if (stopped === 'zeno') this.trouble = 'endless';
    // Where nothing will ever happen again time passes all the same.
    if (events === 0) state.nowMs += machine.model.gridMs;
    const ms = state.nowMs - fromMs;
    return { to: this.#numberOf(state, marks), ms, progressed, before, after: this.#idle(state), due, served };
  }

  #numberOf(state: State, marks: ReadonlySet<number>): number {
    // The form sorts its runs: a mark is told as so many more tries, which no run has.
    for (const run of marks) state.tries[run]! += MARKED;
    const key = canonicalForm(this.#machine, state).join();
    for (const run of marks) state.tries[run]! -= MARKED;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.states.length);
    return this.states.push({ state: copyState(this.#machine, state), marks }) - 1;
  }

  #idle(state: State): boolean[] {
    return this.#machine.model.tasks.map((_, task) => isIdle(this.#machine, state, task));
  }
}

const MARKED = 1_000_000;

export type WholeClaim =
  | { readonly claim: 'live'; readonly worst: { readonly firstMs: number; readonly betweenMs: number } }
  | { readonly claim: 'starvable' | 'starved' };

/** Whether on this edge a wait of the task ends. */
function ends({ progressed, before, after }: Edge, task: number): boolean {
  return progressed[task]! || before[task]! || after[task]!;
}

function lasts({ ms, before }: Edge, task: number): number {
  return before[task]! ? 0 : ms;
}

/** What is true of a task. */
export function wholeClaim({ roots, edges }: WholeGraph, task: number): WholeClaim {
  const waits = settled(edges, task);
  if (waits === undefined) return { claim: goesOn(edges, task) ? 'starvable' : 'starved' };
  const through = (edge: Edge): number => lasts(edge, task) + (ends(edge, task) ? 0 : waits[edge.to]!);
  const ended = [roots, ...edges].flat().filter((edge) => ends(edge, task));
  return {
    claim: 'live',
    worst: {
      firstMs: roots.reduce((most, edge) => Math.max(most, through(edge)), -1),
      betweenMs: ended.reduce((most, { to }) => Math.max(most, waits[to]!), -1),
    },
  };
}

/** The longest wait from each state, by relaxing as often as there are states; undefined where it still grows then. */
function settled(edges: WholeGraph['edges'], task: number): readonly number[] | undefined {
  // Steps first: a way round without the end of a wait may take no counted time.
  const steps = relaxed(edges, (edge, known) => 1 + (ends(edge, task) ? 0 : known[edge.to]!));
  if (steps === undefined) return undefined;
  return relaxed(edges, (edge, known) => lasts(edge, task) + (ends(edge, task) ? 0 : known[edge.to]!));
}

function relaxed(
  edges: WholeGraph['edges'],
  through: (edge: Edge, known: readonly number[]) => number,
): readonly number[] | undefined {
  const known = edges.map(() => 0);
  for (let round = 0; round <= edges.length + 1; round++) {
    let grew = false;
    for (let state = edges.length - 1; state >= 0; state--) {
      const most = edges[state]!.reduce((longest, edge) => Math.max(longest, through(edge, known)), 0);
      if (most > known[state]!) {
        known[state] = most;
        grew = true;
      }
    }
    if (!grew) return known;
  }
  return undefined;
}

/** Whether some run progresses for ever: the greatest set of states from which progress into the set itself is reached. */
function goesOn(edges: WholeGraph['edges'], task: number): boolean {
  let able = edges.map(() => true);
  for (;;) {
    const within = able;
    const reaches = edges.map((out) => out.some((edge) => ends(edge, task) && within[edge.to]!));
    for (let grown = true; grown; ) {
      grown = false;
      for (let state = edges.length - 1; state >= 0; state--) {
        if (reaches[state] || !edges[state]!.some(({ to }) => reaches[to]!)) continue;
        reaches[state] = true;
        grown = true;
      }
    }
    if (reaches.every((one, state) => one === within[state])) return reaches.includes(true);
    able = reaches;
  }
}

/** Whether some cycle serves a smaller share of the starts that are due on it than `served` of `due`. */
export function servesLess({ edges }: WholeGraph, task: number, served: number, due: number): boolean {
  // Bellman and Ford: such a cycle is one whose sum of these weights is below 0.
  const distance = edges.map(() => 0);
  for (let round = 0; round <= edges.length; round++) {
    let improved = false;
    edges.forEach((out, state) => {
      for (const edge of out) {
        const there = distance[state]! + due * edge.served[task]! - served * edge.due[task]!;
        if (there >= distance[edge.to]!) continue;
        distance[edge.to] = there;
        improved = true;
      }
    });
    if (!improved) return false;
  }
  return true;
}
