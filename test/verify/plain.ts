/**
 * The explorer written plainly: every way of every instant without merging, states as rows of numbers, and what is claimed
 * worked out by settling state after state. It shares the engine's step with the product, and nothing of how it explores.
 */
import { expect } from 'vitest';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import type { Image } from '../../src/verify/plain/image.ts';
import { type Instant, instantsOf } from '../../src/verify/plain/instants.ts';

interface Edge {
  readonly to: number;
  readonly ms: number;
  /** By task: whether it progressed, or had nothing to do before or after. */
  readonly progressed: readonly number[];
  /** By task: whether it had nothing to do before, so that the time is none it waited. */
  readonly idled: readonly boolean[];
}

export interface PlainGraph {
  readonly roots: readonly Edge[];
  readonly edges: readonly (readonly Edge[])[];
}

export type PlainClaim =
  | { readonly claim: 'live'; readonly worst: { readonly firstMs: number; readonly betweenMs: number } }
  | { readonly claim: 'starvable' | 'starved' };

/** Everything that can be reached, or why it was not listed. */
export function plainGraph(model: Model, waysMax: number): PlainGraph | string {
  const machine = assemble(model);
  const instants = instantsOf(machine);
  if (instants === undefined) return 'not listed';
  const [images, known]: [Image[], Map<string, number>] = [[], new Map()];
  /** By state and task: whether it has nothing to do there. */
  const idle: (readonly boolean[])[] = [];
  let ways = 0;
  const into = (found: Map<string, Edge>, from?: number) => (instant: Instant) => {
    const idled = Array.from(instant.idled, (one) => one === 1);
    // A state that was read back has nothing to do where it had nothing to do when it was written.
    if (from !== undefined) expect(idled).toEqual(idle[from]);
    ways++;
    const key = instant.image.join();
    const to = known.get(key) ?? images.push(instant.image) - 1;
    known.set(key, to);
    idle[to] ??= Array.from(instant.idle, (one) => one === 1);
    const progressed = Array.from(instant.progressed, (one, task) =>
      Number(one === 1 || idled[task] || idle[to]![task]),
    );
    const edge = { to, ms: instant.durationMs, progressed, idled };
    found.set(JSON.stringify(edge), edge);
  };
  const roots = new Map<string, Edge>();
  let trouble: string | undefined = instants.begin(into(roots));
  const edges: Edge[][] = [];
  while (edges.length < images.length && trouble === undefined) {
    if (ways > waysMax) return 'too many ways';
    const found = new Map<string, Edge>();
    trouble = instants.after(images[edges.length]!, into(found, edges.length));
    edges.push([...found.values()]);
  }
  return trouble ?? { roots: [...roots.values()], edges };
}

/** What is true of a task. */
export function plainClaim({ roots, edges }: PlainGraph, task: number): PlainClaim {
  const waitMs = settled(edges, task);
  if (waitMs === undefined) return { claim: goesOn(edges, task) ? 'starvable' : 'starved' };
  const through = (edge: Edge): number => msOf(edge, task) + (edge.progressed[task] === 1 ? 0 : waitMs[edge.to]!);
  const after = [roots, ...edges].flat().filter(({ progressed }) => progressed[task] === 1);
  return {
    claim: 'live',
    worst: {
      firstMs: Math.max(...roots.map(through)),
      betweenMs: after.reduce((most, { to }) => Math.max(most, waitMs[to]!), -1),
    },
  };
}

function msOf({ ms, idled }: Edge, task: number): number {
  return idled[task] ? 0 : ms;
}

/** The longest wait from each state; undefined where some state is never settled: a way round leads through it. */
function settled(edges: PlainGraph['edges'], task: number): readonly number[] | undefined {
  const waitMs = new Array<number>(edges.length).fill(-1);
  let open = edges.map((_, state) => state);
  while (open.length > 0) {
    const ready = open.filter((state) =>
      edges[state]!.every(({ to, progressed }) => progressed[task] === 1 || waitMs[to]! >= 0),
    );
    if (ready.length === 0) return undefined;
    const found = ready.map((state) =>
      edges[state]!.map((edge) => msOf(edge, task) + (edge.progressed[task] === 1 ? 0 : waitMs[edge.to]!)),
    );
    ready.forEach((state, index) => {
      waitMs[state] = Math.max(0, ...found[index]!);
    });
    open = open.filter((state) => waitMs[state]! < 0);
  }
  return waitMs;
}

/** Whether some run progresses for ever: the greatest set of states from which progress into the set itself is reached. */
function goesOn(edges: PlainGraph['edges'], task: number): boolean {
  let able = edges.map(() => true);
  for (;;) {
    const within = able;
    const reaches = edges.map((out) => out.some(({ to, progressed }) => progressed[task] === 1 && within[to]!));
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
