/** Random models with copies of a task, and what tests of their symmetry share. */
import fc, { type GeneratorValue } from 'fast-check';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Machine } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { copiesOf } from '../../src/sim/program/copies.ts';
import { richScenario } from './rich.ts';
import { boundedSystem } from './systems.ts';

/** A model with many elements at once, one of whose tasks has copies. */
export function copiedModel(generate: GeneratorValue): Model {
  const { model } = loadScenario(richScenario(generate), { file: 'rich.yaml' }).worlds[0]!;
  const copied = generate(fc.integer, { min: 0, max: model.tasks.length - 1 });
  const copies = generate(fc.integer, { min: 2, max: 4 });
  return { ...model, tasks: model.tasks.map((task, index) => (index === copied ? { ...task, copies } : task)) };
}

/** A smaller one, whose runs and waiting starts cannot pile up. */
export const copiedSystem: fc.Arbitrary<Model> = fc
  .tuple(boundedSystem, fc.nat(2), fc.integer({ min: 2, max: 4 }))
  .map(([model, pick, copies]) => ({
    ...model,
    tasks: model.tasks.map((task, index) => (index === pick % model.tasks.length ? { ...task, copies } : task)),
  }));

/** The same system with every copy as a task of its own, of which nobody knows that it is a copy. */
export function apart(model: Model): Model {
  return { ...model, tasks: model.tasks.map(({ copyOf: _, ...task }) => task) };
}

/** The images that come of an image by exchanging copies, but for the first of each task; by definition, one by one. */
export function exchanged(
  machine: Machine,
  image: readonly number[],
): readonly { readonly to: readonly number[]; readonly image: readonly number[] }[] {
  const { model, entry } = machine;
  const groups = copiesOf(model).map(([, ...others]) => others);
  const identity = model.tasks.map((_, task) => task);
  let maps = [identity];
  for (const group of groups) {
    maps = maps.flatMap((map) =>
      orders(group).map((order) => map.map((to, task) => (group.includes(task) ? order[group.indexOf(task)]! : to))),
    );
  }
  return maps.map((to) => {
    const triggers = 1 + 4 * model.supplies.length + machine.memorySlots;
    const queued = triggers + 2 * model.triggers.length;
    const runs = queued + model.tasks.length;
    const out = image.slice(0, runs);
    model.triggers.forEach(({ task }, trigger) => {
      const own = (of: number) => model.triggers.flatMap((one, index) => (one.task === of ? [index] : []));
      const target = own(to[task]!)[own(task).indexOf(trigger)]!;
      for (const part of [0, 1]) out[triggers + 2 * target + part] = image[triggers + 2 * trigger + part]!;
    });
    model.tasks.forEach((_, task) => {
      out[queued + to[task]!] = image[queued + task]!;
    });
    const width = 9 + machine.countersMax + machine.variablesMax + model.locks.length + machine.leaseSlots;
    const rows = Array.from({ length: (image.length - runs) / width }, (_, row) => {
      const [task = 0, operation = 0, ...rest] = image.slice(runs + row * width, runs + (row + 1) * width);
      return [to[task]!, operation - entry[task]! + entry[to[task]!]!, ...rest];
    });
    rows.sort((left, right) => {
      const at = left.findIndex((value, index) => value !== right[index]);
      return at < 0 ? 0 : left[at]! - right[at]!;
    });
    return { to, image: [...out, ...rows.flat()] };
  });
}

function orders(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((first, at) => orders(values.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}
