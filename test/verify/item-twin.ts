/**
 * A second explorer for models with backlogs: every state by its canonical form, every way by plain trial, and time in which
 * there is nothing to do measured by what lies in the backlog and in hands. It knows models in which each task takes in one
 * place, and progresses only with what it took.
 */
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, step } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import type { Machine } from '../../src/sim/machine.ts';
import { copyState, type State } from '../../src/sim/state.ts';
import { type Draws, drawsOf } from '../../src/verify/plain/draws.ts';
import { Ways } from '../../src/verify/plain/ways.ts';

interface Edge {
  readonly to: number;
  readonly durationMs: number;
  /** By task: whether it progressed, and whether it had nothing to do before and after. */
  readonly progressed: readonly boolean[];
  readonly before: readonly boolean[];
  readonly after: readonly boolean[];
}

export interface ItemGraph {
  readonly roots: readonly Edge[];
  readonly edges: readonly (readonly Edge[])[];
}

/** Undefined where it is too large, an instant never ends, or draws cannot be listed. */
export function itemGraph(machine: Machine, statesMax: number): ItemGraph | undefined {
  const draws = machine.model.sources.map((_, source) => drawsOf(machine, source));
  if (draws.some((one) => one === undefined)) return undefined;
  const search = new Search(machine, new Ways(draws as Draws[]));
  const roots = search.from(undefined);
  const edges: Edge[][] = [];
  for (let id = 0; id < search.states.length; id++) {
    if (search.states.length > statesMax || search.endless) return undefined;
    edges.push(search.from(search.states[id]!));
  }
  return search.endless ? undefined : { roots, edges };
}

class Search {
  readonly states: State[] = [];
  endless = false;
  readonly #machine: Machine;
  readonly #ways: Ways;
  readonly #known = new Map<string, number>();

  constructor(machine: Machine, ways: Ways) {
    this.#machine = machine;
    this.#ways = ways;
  }

  /** Every way on from a state, or from the start. */
  from(state: State | undefined): Edge[] {
    const [machine, ways] = [this.#machine, this.#ways];
    const edges: Edge[] = [];
    ways.reset();
    do {
      ways.rewind();
      const next = state === undefined ? begin(machine, ways) : copyState(machine, state);
      const fromMs = next.nowMs;
      const progressed = machine.model.tasks.map(() => false);
      const before = this.#idle(next);
      const observer = {
        ...SILENT,
        progressed(task: number, _run: number, amount: number): void {
          if (amount > 0) progressed[task] = true;
        },
      };
      const { stopped, events } = step(machine, next, ways, observer);
      if (stopped === 'zeno') this.endless = true;
      if (this.endless) return edges;
      // Where nothing will ever happen again time passes all the same.
      if (events === 0) next.nowMs += machine.model.gridMs;
      edges.push({
        to: this.#numberOf(next),
        durationMs: next.nowMs - fromMs,
        progressed,
        before,
        after: this.#idle(next),
      });
    } while (ways.next());
    return edges;
  }

  #numberOf(state: State): number {
    const key = canonicalForm(this.#machine, state).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.states.length);
    return this.states.push(copyState(this.#machine, state)) - 1;
  }

  #idle(state: State): boolean[] {
    const { model, stock } = this.#machine;
    return model.tasks.map(({ program }, task) => {
      const take = program.find((operation) => operation.kind === 'take');
      if (take === undefined || model.backlogs[take.backlog]!.unlimited) return false;
      const lies = state.items.reduce((sum, items) => sum + items, 0);
      const mine = state.inHand.filter((_, cell) => state.task[Math.floor(cell / stock.slots)] === task);
      return lies < take.atLeast && mine.every((items) => items === 0);
    });
  }
}

/** What is true of a task: whether every run progresses, or has nothing to do, again and again; and its longest waits then. */
export function itemClaim({ roots, edges }: ItemGraph, task: number) {
  const ends = (edge: Edge): boolean => edge.progressed[task]! || edge.before[task]! || edge.after[task]!;
  const waits = new Map<number, number | 'open'>();
  const after = (edge: Edge): number => (edge.before[task]! ? 0 : edge.durationMs) + (ends(edge) ? 0 : waitOf(edge.to));
  /** Infinity where it need not end. */
  const waitOf = (id: number): number => {
    const known = waits.get(id);
    if (known !== undefined) return known === 'open' ? Infinity : known;
    waits.set(id, 'open');
    const most = edges[id]!.reduce((longest, edge) => Math.max(longest, after(edge)), 0);
    waits.set(id, most);
    return most;
  };
  const all = edges.map((_, id) => waitOf(id));
  if (all.includes(Infinity)) return { live: false } as const;
  const firstMs = roots.reduce((most, edge) => Math.max(most, after(edge)), -1);
  const ended = [...roots, ...edges.flat()].filter(ends);
  const betweenMs = ended.reduce((most, { to }) => Math.max(most, all[to]!), -1);
  return { live: true, worst: { firstMs, betweenMs } } as const;
}
