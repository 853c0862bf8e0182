/**
 * Chance, in named streams: one generator per (seed, replication, task, purpose), so that a new consumer never shifts
 * the numbers of an old one. The only file that imports a generator.
 *
 * @module
 */
import seedrandom from 'seedrandom';
import type { Chooser } from '../chooser.ts';
import type { Machine } from '../machine.ts';
import type { Model, Source } from '../model.ts';
import { quantileOf } from './distribution.ts';

/**
 * A stream of uniform numbers in [0, 1) with 53 bits, named by `words`; the same words, the same numbers.
 *
 * @example
 * const next = stream(['1', 0, 'costs']);
 */
export function stream(words: readonly (string | number)[]): () => number {
  // Seeded with one string always: a number and its digits would be two different generators.
  return seedrandom.alea(JSON.stringify(words.map(String)), { state: true }).double;
}

/**
 * Whoever drives a run by chance. `seed` is any text; replications are independent.
 *
 * @example
 * const choose = sampler(machine, { seed: '1', replication: 0 });
 */
export function sampler(machine: Machine, options: { readonly seed: string; readonly replication: number }): Chooser {
  const { model } = machine;
  const named = (task: string, purpose: string) => stream([options.seed, options.replication, task, purpose]);
  const draws = model.sources.map((source) => draw(source, named(ownerOf(model, source), source.purpose)));
  const turns = named('', 'turn');
  const starts = model.starts.map(({ label }) => named('', label));
  const mine = sourcesPerRun(machine);
  const perRun = Uint8Array.from(model.sources, ({ per }) => Number(per === 'run'));
  // What the run in a frame will find when it first asks: drawn when it began, so that draw k belongs to run k.
  const kept = draws.map((): number[] => []);
  return {
    start: (choice, count) => Math.floor(starts[choice]!() * count),
    amount: (source, run) => (run >= 0 && perRun[source] === 1 ? kept[source]![run]! : draws[source]!()),
    turn: (count) => Math.floor(turns() * count),
    began(task, run) {
      const sources = mine[task]!;
      for (let index = 0; index < sources.length; index++) {
        const source = sources[index]!;
        kept[source]![run] = draws[source]!();
      }
    },
  };
}

/** Whose draw it is: a task's name, or nothing for what no task draws. */
export function ownerOf({ tasks }: Model, { task }: Source): string {
  return tasks[task]?.name ?? '';
}

/** The sources of each task whose value a run has once. */
function sourcesPerRun({ model, triggers }: Machine): readonly (readonly number[])[] {
  const triggered = new Set(triggers.map(({ source }) => source));
  return model.tasks.map((_, task) =>
    model.sources.flatMap((source, index) =>
      source.task === task && source.per === 'run' && !triggered.has(index) ? [index] : [],
    ),
  );
}

function draw({ distribution }: Source, uniform: () => number): () => number {
  const valueAt = quantileOf(distribution);
  return () => valueAt(uniform());
}
