/**
 * What every policy promises, each promise as a property over whatever a policy may be shown and may remember.
 *
 * @module
 */
import fc from 'fast-check';
import type { PolicyDefinition } from '../policies/definition.ts';
import { watched } from '../policies/watched.ts';
import type { AdmissionPolicy, AdmissionView, BatchPolicy, EndView, IntervalPolicy, Policy } from '../sim/policy.ts';
import { isSame, must, shown } from './must.ts';
import { policyOptions } from './policy-options.ts';

export interface ContractOptions {
  /** How many tasks use the policy; default 1, of one that is about several 2. */
  readonly users?: number;
  /** Grains of the full supply, at which somebody must be let go on; default 300. */
  readonly capacityGrains?: number;
  /** Options to make it with; default: whatever its definition allows. */
  readonly options?: Readonly<Record<string, number>>;
  /** Of a batch policy that is given as a function: the most items. */
  readonly most?: number;
}

export interface Sizes {
  readonly users: number;
  readonly capacityGrains: number;
  readonly most: number;
}

/** Makes a policy, the same each time, and knows the most items of its batches. */
interface Maker<Made extends Policy> {
  readonly create: () => Made;
  readonly most: number;
  /** Made with these options; undefined of a function, which has its own. */
  readonly options?: Readonly<Record<string, number>>;
}

export interface Promised<Made extends Policy = Policy> {
  readonly promise: string;
  /** Throws where a policy that is made so breaks it. */
  check(makers: fc.Arbitrary<Maker<Made>>, sizes: Sizes): void;
}

/** A policy of one's own, or a function that makes one. */
export type PolicyUnderTest = PolicyDefinition | (() => Policy);

/** A definition made with whatever options it allows, or a function as it is. */
export function makersOf(
  subject: PolicyUnderTest,
  options: ContractOptions,
  sizes: Sizes,
): fc.Arbitrary<Maker<Policy>> {
  if (typeof subject === 'function') return fc.constant({ create: subject, most: sizes.most });
  const made = options.options === undefined ? policyOptions(subject, sizes) : fc.constant(options.options);
  return made.map((values) => ({
    create: () =>
      watched(subject, values, { users: sizes.users, place: (says) => `${says} (options ${shown(values)})` }),
    most: values.most ?? sizes.most,
    options: values,
  }));
}

/** Looks at rising, falling and repeated levels, in debt too, with others that wait or not. */
function viewOf({ users, capacityGrains }: Sizes): fc.Arbitrary<AdmissionView> {
  return fc
    .record({
      levelGrains: fc.integer({ min: -120, max: capacityGrains }),
      capacityGrains: fc.constant(capacityGrains),
      user: fc.integer({ min: 0, max: users - 1 }),
      waiting: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: users, maxLength: users }),
      priorities: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: users, maxLength: users }),
    })
    .map((view) => ({ ...view, priority: view.priorities[view.user]! }));
}

const endView: fc.Arbitrary<EndView> = fc.record({
  ended: fc.constantFrom('completed', 'stopped', 'failed', 'crashed'),
  levelGrains: fc.integer({ min: -120, max: 300 }),
});

/** Every memory the policy declares to be possible. */
function memoryOf({ memory }: Policy): fc.Arbitrary<number[]> {
  return fc.tuple(...memory.map(({ low, high }) => fc.integer({ min: low, max: high })));
}

/** Holds for every policy that is made, whatever it is shown and remembers. */
function always<Made extends Policy, View>(
  makers: fc.Arbitrary<Maker<Made>>,
  views: fc.Arbitrary<View>,
  holds: (maker: Maker<Made>, view: View, memory: readonly number[], policy: Made) => void,
): void {
  const cases = makers.chain((maker) => {
    const policy = maker.create();
    return fc.record({ view: views, memory: memoryOf(policy) }).map((seen) => ({
      ...{ maker, policy, ...seen },
      // What a reader can do something with, instead of the text of our own functions.
      [fc.toStringMethod]: () => shown({ options: maker.options, ...seen }),
    }));
  });
  fc.assert(fc.property(cases, ({ maker, policy, view, memory }) => holds(maker, view, memory, policy)));
}

function remembered(policy: AdmissionPolicy, seen: AdmissionView, memory: readonly number[]): readonly number[] {
  return policy.remember?.(seen, memory, policy.admit(seen, memory).kind === 'go') ?? memory;
}

function mustKeep({ memory: slots, remember }: Policy, after: readonly number[]): void {
  for (const { name, low, high } of slots) must(low <= 0 && high >= 0, () => `${name} begins at 0, outside its range`);
  must(slots.length > 0 || remember === undefined, () => 'it remembers, and declares no memory');
  const kept =
    after.length === slots.length &&
    slots.every(({ low, high }, slot) => {
      const value = after[slot]!;
      return Number.isSafeInteger(value) && value >= low && value <= high;
    });
  must(kept, () => `the memory is ${shown(after)}, and ${shown(slots)} are declared`);
}

export const admissionPromises: readonly Promised<AdmissionPolicy>[] = [
  {
    promise: 'answers the same to the same view and memory, and changes neither',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), ({ create }, seen, memory, policy) => {
        const [view, kept] = [Object.freeze({ ...seen }), Object.freeze([...memory])];
        const first = policy.admit(view, kept);
        for (const again of [policy.admit(view, kept), create().admit(view, kept)])
          must(isSame(again, first), () => `${shown(first)} and then ${shown(again)}`);
        must(
          isSame(remembered(policy, view, kept), remembered(create(), seen, memory)),
          () => 'it remembers another thing',
        );
      }),
  },
  {
    promise: 'waits for a whole level above the one it saw, or for those who wait, and says why',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), (_, seen, memory, policy) => {
        const answer = policy.admit(seen, memory);
        if (answer.kind === 'go') return;
        const { untilGrains, because } = answer;
        const forOthers = untilGrains === Number.POSITIVE_INFINITY && policy.seesWaiting === true;
        const isLevel = Number.isSafeInteger(untilGrains) && untilGrains > seen.levelGrains;
        must(isLevel || forOthers, () => `at ${seen.levelGrains} it waits for ${untilGrains}`);
        must(because !== '', () => 'it does not say why');
      }),
  },
  {
    promise: 'lets go at the level it asked for, and above, where nobody else waits',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), (_, seen, memory, policy) => {
        const answer = policy.admit(seen, memory);
        if (answer.kind === 'go' || answer.untilGrains === Number.POSITIVE_INFINITY) return;
        for (const more of [0, 1, 40]) {
          const alone = { waiting: seen.waiting.map(() => 0), levelGrains: answer.untilGrains + more };
          const then = policy.admit({ ...seen, ...alone }, remembered(policy, seen, memory));
          must(
            then.kind === 'go',
            () => `at ${seen.levelGrains} it waits for ${answer.untilGrains}, and there it says ${shown(then)}`,
          );
        }
      }),
  },
  {
    promise: 'lets somebody go at the full supply, whoever waits and whatever it remembers',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), (_, seen, memory, policy) => {
        const waiting = seen.waiting.map((runs, user) => (user === seen.user ? runs + 1 : runs));
        const goes = waiting.map((runs, user) => {
          if (runs === 0) return false;
          const others = waiting.map((count, other) => (other === user ? count - 1 : count));
          const view = {
            ...seen,
            levelGrains: sizes.capacityGrains,
            user,
            priority: seen.priorities[user]!,
            waiting: others,
          };
          return policy.admit(view, memory).kind === 'go';
        });
        must(
          goes.includes(true),
          () => `at the full ${sizes.capacityGrains} with the memory ${shown(memory)} nobody goes on`,
        );
      }),
  },
  {
    promise: 'answers a run that it refused the same when it is asked again at once',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), (_, seen, memory, policy) => {
        const answer = policy.admit(seen, memory);
        if (answer.kind === 'go') return;
        const again = policy.admit(seen, remembered(policy, seen, memory));
        must(isSame(again, answer), () => `${shown(answer)} and then ${shown(again)}`);
      }),
  },
  {
    promise: 'keeps its memory in the ranges it declares, and starts at 0',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), (_, seen, memory, policy) => mustKeep(policy, remembered(policy, seen, memory))),
  },
  {
    promise: 'goes exactly from its constant level up, where it declares one',
    check: (makers, sizes) =>
      always(makers, viewOf(sizes), (_, seen, memory, policy) => {
        if (policy.constantGrains === undefined) return;
        const enough = seen.levelGrains >= policy.constantGrains(seen.priority);
        must((policy.admit(seen, memory).kind === 'go') === enough, () => `at ${seen.levelGrains} it does not`);
      }),
  },
];

const remembersEnds: Promised<IntervalPolicy | BatchPolicy> = {
  promise: 'keeps its memory in the ranges it declares, starts at 0, and remembers the same of the same',
  check: (makers) =>
    always(makers, endView, ({ create }, seen, memory, policy) => {
      const after = policy.remember?.(Object.freeze({ ...seen }), Object.freeze([...memory])) ?? memory;
      const again = create().remember?.(seen, memory) ?? memory;
      must(isSame(again, after), () => `${shown(after)} and then ${shown(again)}`);
      mustKeep(policy, after);
    }),
};

export const intervalPromises: readonly Promised<IntervalPolicy>[] = [
  remembersEnds as Promised<IntervalPolicy>,
  {
    promise: 'asks for no pause but those it declares, each of a whole number of milliseconds above 0',
    check: (makers) =>
      always(makers, endView, ({ create }, seen, memory, policy) => {
        const whole = policy.pausesMs.every((pauseMs) => Number.isSafeInteger(pauseMs) && pauseMs > 0);
        must(whole, () => `the pauses are ${shown(policy.pausesMs)}`);
        const pauseMs = policy.pauseMs(Object.freeze({ ...seen }), Object.freeze([...memory]));
        must(policy.pausesMs.includes(pauseMs), () => `it asks for ${pauseMs}`);
        must(create().pauseMs(seen, memory) === pauseMs, () => 'another time it asks for another one');
      }),
  },
];

export const batchPromises: readonly Promised<BatchPolicy>[] = [
  remembersEnds as Promised<BatchPolicy>,
  {
    promise: 'takes a whole number of items from 1 to the most, the same at the same level',
    check: (makers) =>
      always(makers, fc.integer({ min: -120, max: 300 }), ({ create, most }, level, memory, policy) => {
        const size = policy.size(level, Object.freeze([...memory]));
        must(
          Number.isSafeInteger(size) && size >= 1 && size <= most,
          () => `at ${level} it takes ${size} of at most ${most}`,
        );
        must(create().size(level, memory) === size, () => 'another time it takes another number');
      }),
  },
];
