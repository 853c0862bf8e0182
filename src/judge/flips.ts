/**
 * The assumptions of a world turned the other way, one at a time: debt instead of none, looks that cost a token, one task
 * always before the others, one of the starts that are `any`.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { Assumption, World } from '../scenarios/scenario.ts';
import type { Debt, Model, Operation, Start, Supply } from '../sim/model.ts';

export interface Flip {
  readonly assumption: Assumption;
  /** What is true of the model instead: "with debt none". */
  readonly text: string;
  readonly model: Model;
  /** The model allows less than the world's: who is live there stays live. */
  readonly narrows: boolean;
}

/** All flips of a world, in the order of its assumptions. */
export function flipsOf({ model, assumptions }: World): readonly Flip[] {
  const tried = new Set<string>();
  return assumptions.flatMap((assumption) => {
    const { about } = assumption;
    // Several looks at one supply are one assumption.
    if (about === undefined || tried.has(`${about.kind} ${about.index}`)) return [];
    tried.add(`${about.kind} ${about.index}`);
    return flipsOfOne(model, assumption, about);
  });
}

function flipsOfOne(
  model: Model,
  assumption: Assumption,
  { kind, index }: NonNullable<Assumption['about']>,
): readonly Flip[] {
  switch (kind) {
    case 'debt':
      return [otherDebt(model, assumption, index)];
    case 'polls':
      return otherPrice(model, assumption, index);
    case 'order':
      return otherOrders(model, assumption);
    case 'start':
      return [fixedStart(model, assumption, index)];
  }
}

function otherDebt(model: Model, assumption: Assumption, index: number): Flip {
  const debt: Debt = { kind: model.supplies[index]!.debt.kind === 'none' ? 'unlimited' : 'none' };
  const supplies = model.supplies.map((supply, at): Supply => (at === index ? { ...supply, debt } : supply));
  return { assumption, text: `with debt ${debt.kind}`, model: { ...model, supplies }, narrows: false };
}

/** A look that is free costs one token, and one that costs something is free; nothing where nobody looks. */
function otherPrice(model: Model, assumption: Assumption, index: number): Flip[] {
  const { grainsPerToken } = model.supplies[index]!;
  const value = assumption.value === '0' ? grainsPerToken : 0;
  let changed = false;
  const priced = (operation: Operation): Operation => {
    if ((operation.kind !== 'await' && operation.kind !== 'spend') || operation.supply !== index) return operation;
    if (operation.poll === undefined) return operation;
    changed = true;
    return { ...operation, poll: { ...operation.poll, cost: { kind: 'constant', value } } };
  };
  const tasks = model.tasks.map((task) => ({ ...task, program: task.program.map(priced) }));
  if (!changed) return [];
  const text = `with looks that ${value === 0 ? 'are free' : 'cost 1'}`;
  return [{ assumption, text, model: { ...model, tasks }, narrows: false }];
}

/** Where anybody may be first, each order of the document and its reverse; where an order is fixed, any. */
function otherOrders(model: Model, assumption: Assumption): Flip[] {
  // A policy may look at the priority, which would then mean something else.
  if (model.tasks.length < 2 || model.policies.length > 0) return [];
  if (model.order === 'priority') {
    return [{ assumption, text: 'with order any', model: { ...model, order: 'any' }, narrows: false }];
  }
  return [1, -1].map((sign): Flip => {
    const tasks = model.tasks.map((task, index) => ({ ...task, priority: -sign * index }));
    const names = model.tasks.map(({ name }) => name);
    const [first] = sign === 1 ? names : names.toReversed();
    const others = names.length > 2 ? ', the others in the order of the document or its reverse' : '';
    const text = `with ${first} always first${others}`;
    return { assumption, text, model: { ...model, order: 'priority', tasks }, narrows: true };
  });
}

/** One value of a start that may be any: the full level, the first offset. */
function fixedStart(model: Model, assumption: Assumption, index: number): Flip {
  const { from, step, count } = model.starts[index]!;
  const supply = model.supplies.find(({ initial }) => initial.kind === 'any' && initial.choice === index);
  const value = supply === undefined ? from : from + step * (count - 1);
  const fixed = (start: Start): Start =>
    start.kind === 'any' && start.choice === index ? { kind: 'fixed', value } : start;
  const supplies = model.supplies.map((one): Supply => {
    const { refill } = one;
    const fixedRefill = refill.kind === 'stepwise' ? { ...refill, phaseMs: fixed(refill.phaseMs) } : refill;
    return { ...one, initial: fixed(one.initial), refill: fixedRefill };
  });
  const triggers = model.triggers.map((trigger) =>
    trigger.kind === 'every' ? { ...trigger, offsetMs: fixed(trigger.offsetMs) } : trigger,
  );
  // Nobody asks for it any more; the other starts keep their numbers.
  const starts = model.starts.map((start, at) => (at === index ? { ...start, from: value, count: 1 } : start));
  const shown = supply === undefined ? durationText(value) : String(value / supply.grainsPerToken);
  return { assumption, text: `with ${shown}`, model: { ...model, supplies, triggers, starts }, narrows: true };
}
