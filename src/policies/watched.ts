/**
 * A user's policy as the engine asks it: `Watch` finds out who keeps a memory of his own, and what is answered is looked at
 * here, family by family.
 *
 * @module
 */
import type {
  Admission,
  AdmissionPolicy,
  AdmissionView,
  BatchPolicy,
  EndView,
  IntervalPolicy,
  Policy,
} from '../sim/policy.ts';
import type {
  AdmissionDefinition,
  BatchDefinition,
  IntervalDefinition,
  OwnAdmission,
  OwnBatch,
  OwnInterval,
  PolicyDefinition,
} from './definition.ts';
import { PolicyError } from './policy-error.ts';
import { definitionMistake } from './shape.ts';
import { made, type Question, type Refuse, textOf, Watch } from './watch.ts';

export type Options = Readonly<Record<string, number>>;

export interface WatchOptions {
  /** How many tasks use it; default 1. */
  readonly users?: number;
  /** Makes a message of what is wrong, with a place. Default: the name of the policy, and what is wrong. */
  readonly place?: (says: string) => string;
}

/**
 * The policy that `definition` makes with `options`.
 *
 * @throws {PolicyError} when it cannot be made, and, whenever it is asked, when it throws or breaks what a policy promises.
 */
export function watched(definition: AdmissionDefinition, options: Options, how?: WatchOptions): AdmissionPolicy;
export function watched(definition: IntervalDefinition, options: Options, how?: WatchOptions): IntervalPolicy;
export function watched(definition: BatchDefinition, options: Options, how?: WatchOptions): BatchPolicy;
export function watched(definition: PolicyDefinition, options: Options, how?: WatchOptions): Policy;
export function watched(
  definition: PolicyDefinition,
  options: Options,
  { users = 1, place = (says) => says }: WatchOptions = {},
): Policy {
  const refuse: Refuse = (says) => {
    const whole = `the policy ${definition.name}: ${says}`;
    throw new PolicyError(definition.name, whole, place(whole));
  };
  const mistake = definitionMistake(definition);
  if (mistake !== undefined) refuse(mistake);
  const { name } = definition;
  switch (definition.family) {
    case 'admission': {
      const watch = new Watch(() => made('admission', () => definition.create({ ...options }, users), refuse), refuse);
      return { family: 'admission', name, ...admissionBy(watch) };
    }
    case 'interval': {
      const watch = new Watch(() => made('interval', () => definition.create({ ...options }), refuse), refuse);
      return { family: 'interval', name, ...intervalBy(watch) };
    }
    case 'batch': {
      const watch = new Watch(() => made('batch', () => definition.create({ ...options }), refuse), refuse);
      return { family: 'batch', name, ...batchBy(watch, options.most!) };
    }
  }
}

function admissionBy(watch: Watch<OwnAdmission>): Omit<AdmissionPolicy, 'family' | 'name'> {
  const { memory, policy, refuse } = watch;
  const seesWaiting = policy.seesWaiting === true;
  const lows = memory.map(({ low }) => low);
  const highs = memory.map(({ high }) => high);
  const admits = (view: AdmissionView, kept: readonly number[]): Question<OwnAdmission> => {
    const [seen, own] = [frozenView(view), Object.freeze([...kept])];
    const shown = { ...seen, memory: own };
    return { what: 'admit', key: keyOf(view, kept), shown, ask: (asked) => asked.admit(seen, own) };
  };
  const remembers = (view: AdmissionView, kept: readonly number[], wentOn: boolean): Question<OwnAdmission> => {
    const [seen, own] = [frozenView(view), Object.freeze([...kept])];
    const shown = { ...seen, memory: own, wentOn };
    const key = `${keyOf(view, kept)} ${wentOn}`;
    return { what: 'remember', key, shown, ask: (asked) => asked.remember?.(seen, own, wentOn) };
  };
  const others = (view: AdmissionView) => (): readonly Question<OwnAdmission>[] =>
    [-view.capacityGrains, 0, view.capacityGrains].flatMap((levelGrains) =>
      [lows, highs].flatMap((kept) => {
        const other = { ...view, levelGrains };
        return [admits(other, kept), remembers(other, kept, levelGrains > 0)];
      }),
    );
  return {
    memory,
    ...(seesWaiting && { seesWaiting }),
    admit: (view, kept) => {
      const question = admits(view, kept);
      return admission(watch.ask(question, others(view)), { view, seesWaiting, question, refuse });
    },
    ...(memory.length > 0 && {
      remember: (view, kept, wentOn) => watch.remembered(watch.ask(remembers(view, kept, wentOn), others(view))),
    }),
  };
}

function keyOf(view: AdmissionView, memory: readonly number[]): string {
  const { levelGrains, capacityGrains, priority, user, waiting, priorities } = view;
  return `${levelGrains} ${capacityGrains} ${priority} ${user} ${waiting} ${priorities} ${memory}`;
}

function frozenView(view: AdmissionView): AdmissionView {
  return Object.freeze({
    ...view,
    waiting: Object.freeze([...view.waiting]),
    priorities: Object.freeze([...view.priorities]),
  });
}

interface Asked {
  readonly view: AdmissionView;
  readonly seesWaiting: boolean;
  readonly question: Question<OwnAdmission>;
  readonly refuse: Refuse;
}

/** The answer of `admit`, if it is one. A level between two grains is reached with the upper one. */
function admission(answer: unknown, { view, seesWaiting, question, refuse }: Asked): Admission {
  const { kind, untilGrains, because } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const of = `admit of ${textOf(question.shown)}`;
  if (kind === 'go') return { kind };
  if (kind !== 'wait' || typeof untilGrains !== 'number' || Number.isNaN(untilGrains) || typeof because !== 'string')
    return refuse(
      `gives no answer: ${of} gave ${textOf(answer)}, expected { kind: 'go' } or { kind: 'wait', untilGrains, because }`,
    );
  if (because === '') return refuse(`does not say why: ${of} says wait, and its \`because\` is empty`);
  if (untilGrains === Number.POSITIVE_INFINITY && !seesWaiting)
    return refuse(`lets nobody wake: ${of} waits for no level, which is for policies that say seesWaiting: true`);
  if (untilGrains <= view.levelGrains) return refuse(`waits for what is there: ${of} says to wait for ${untilGrains}`);
  return { kind, untilGrains: Math.ceil(untilGrains), because };
}

/** Ends that are as different as can be. */
const ENDS: readonly EndView[] = (['completed', 'crashed'] as const).flatMap((ended) =>
  [0, 1_000_000_000].map((levelGrains) => ({ ended, levelGrains })),
);

function remembering<Made extends OwnInterval | OwnBatch>(watch: Watch<Made>) {
  const { memory } = watch;
  const question = (view: EndView, kept: readonly number[]): Question<Made> => {
    const [seen, own] = [Object.freeze({ ...view }), Object.freeze([...kept])];
    const key = `${view.ended} ${view.levelGrains} ${kept}`;
    return { what: 'remember', key, shown: { ...seen, memory: own }, ask: (asked) => asked.remember?.(seen, own) };
  };
  const extremes = [memory.map(({ low }) => low), memory.map(({ high }) => high)];
  const others = ENDS.flatMap((view) => extremes.map((kept) => question(view, kept)));
  const remember = (view: EndView, kept: readonly number[]) =>
    watch.remembered(watch.ask(question(view, kept), () => others));
  return { others, extremes, own: { memory, ...(memory.length > 0 && { remember }) } };
}

function intervalBy(watch: Watch<OwnInterval>): Omit<IntervalPolicy, 'family' | 'name'> {
  const pausesMs = Object.freeze([...watch.policy.pausesMs]);
  const { others, extremes, own } = remembering(watch);
  const pauses = (view: EndView, kept: readonly number[]): Question<OwnInterval> => {
    const [seen, memory] = [Object.freeze({ ...view }), Object.freeze([...kept])];
    const key = `${view.ended} ${view.levelGrains} ${kept}`;
    return { what: 'pauseMs', key, shown: { ...seen, memory }, ask: (asked) => asked.pauseMs(seen, memory) };
  };
  const asked = [...others, ...ENDS.flatMap((view) => extremes.map((kept) => pauses(view, kept)))];
  return {
    ...own,
    pausesMs,
    pauseMs: (view, kept) => {
      const question = pauses(view, kept);
      const pauseMs = watch.ask(question, () => asked);
      if (pausesMs.includes(pauseMs as number)) return pauseMs as number;
      const declared = pausesMs.slice(0, 20).join(', ');
      return watch.refuse(
        `asks for a pause it does not declare: pauseMs of ${textOf(question.shown)} gave ${textOf(pauseMs)}, pausesMs are ${declared}`,
      );
    },
  };
}

function batchBy(watch: Watch<OwnBatch>, most: number): Omit<BatchPolicy, 'family' | 'name'> {
  const { others, extremes, own } = remembering(watch);
  const sizes = (levelGrains: number, kept: readonly number[]): Question<OwnBatch> => {
    const memory = Object.freeze([...kept]);
    const key = `${levelGrains} ${kept}`;
    return { what: 'size', key, shown: { levelGrains, memory }, ask: (asked) => asked.size(levelGrains, memory) };
  };
  const asked = [...others, ...ENDS.flatMap(({ levelGrains }) => extremes.map((kept) => sizes(levelGrains, kept)))];
  return {
    ...own,
    size: (levelGrains, kept) => {
      const question = sizes(levelGrains, kept);
      const size = watch.ask(question, () => asked);
      if (Number.isSafeInteger(size) && Number(size) >= 1 && Number(size) <= most) return size as number;
      return watch.refuse(
        `takes what it may not: size of ${textOf(question.shown)} gave ${textOf(size)}, expected a whole number from 1 to ${most}`,
      );
    },
  };
}
