/**
 * A second explorer, for the two-task form only: step by step, every state, no engine. It shares nothing with the product
 * but the form, so what both say has been worked out twice.
 *
 * A state is what is left at the end of a step. Each edge is one step and says who made progress in it.
 */
import { admissionLevel, type TwoTasks } from './two-tasks.ts';

export interface TaskAnswer {
  readonly claim: 'live' | 'starvable' | 'starved';
  /** Longest waits of a task that is live, in steps: up to its first progress, and between two. */
  readonly worst?: { readonly first: number; readonly between: number };
}

export interface TwinAnswer {
  readonly backfiller: TaskAnswer;
  readonly upserter: TaskAnswer;
}

export interface Situation {
  readonly level: number;
  /** Steps until the next start of the Upserter. */
  readonly due: number;
  /** Steps until the next refill. */
  readonly refillIn: number;
  /** The Backfiller comes afresh, was refused at its threshold, or passed it and was refused as it wanted to pay. */
  readonly backfiller: 'fresh' | 'waits' | 'owes';
  /** A run of the Upserter is not there, begins (only within a step), was refused at its gate, or has to pay this cost. */
  readonly upserter: 'idle' | 'fresh' | 'waits' | number;
}

export interface Moment extends Situation {
  readonly backfilled: boolean;
  readonly upserted: boolean;
}

interface Graph {
  /** Situations by number; those that can be the start come first. */
  readonly count: number;
  readonly starts: number;
  /** For each situation, what can follow it. */
  readonly edges: readonly (readonly Edge[])[];
}

interface Edge {
  readonly to: number;
  readonly backfilled: boolean;
  readonly upserted: boolean;
}

type Task = 'backfilled' | 'upserted';

/** What is true of both tasks, over all starts, costs and orders. */
export function twin(form: TwoTasks): TwinAnswer {
  const graph = explore(form);
  return { backfiller: answer(graph, 'backfilled'), upserter: answer(graph, 'upserted') };
}

/**
 * Whether each task progresses again and again with probability 1 where a coin decides each turn and each cost: there are
 * finitely many situations, so that is so exactly where a progress can be reached from each of them.
 */
export function sureByCoin(form: TwoTasks): { readonly backfiller: boolean; readonly upserter: boolean } {
  const graph = explore(form);
  return { backfiller: reachesFromAll(graph, 'backfilled'), upserter: reachesFromAll(graph, 'upserted') };
}

function reachesFromAll({ edges }: Graph, task: Task): boolean {
  const reaches = edges.map((out) => out.some((edge) => edge[task]));
  for (let grown = true; grown; ) {
    grown = false;
    for (let situation = edges.length - 1; situation >= 0; situation--) {
      if (reaches[situation] || !edges[situation]!.some(({ to }) => reaches[to])) continue;
      reaches[situation] = true;
      grown = true;
    }
  }
  return !reaches.includes(false);
}

function explore(form: TwoTasks): Graph {
  const numbers = new Map<number, number>();
  const situations: Situation[] = [];
  const numberOf = (situation: Situation): number => {
    const code = codeOf(form, situation);
    const known = numbers.get(code);
    if (known !== undefined) return known;
    numbers.set(code, situations.length);
    return situations.push(situation) - 1;
  };
  const starts = startsOf(form).map(numberOf).length;
  const edges: Edge[][] = [];
  for (let number = 0; number < situations.length; number++) {
    edges.push(
      stepsFrom(form, situations[number]!).map((moment) => ({
        to: numberOf(moment),
        backfilled: moment.backfilled,
        upserted: moment.upserted,
      })),
    );
  }
  return { count: situations.length, starts, edges };
}

/** Every situation that a run can begin in: where nothing is fixed, any level, and any step of the period. */
export function startsOf({ capacity, initial, offset, period, refillEvery = 1 }: TwoTasks): Situation[] {
  const levels = initial === 'any' ? Array.from({ length: capacity + 1 }, (_, level) => level) : [initial];
  const dues = offset === 'any' ? Array.from({ length: period }, (_, index) => index + 1) : [offset];
  return levels.flatMap((level) =>
    dues.map((due): Situation => ({ level, due, refillIn: refillEvery, backfiller: 'fresh', upserter: 'idle' })),
  );
}

/** One whole number for each situation: which is which must not depend on a hash. */
function codeOf(form: TwoTasks, { level, due, refillIn, backfiller, upserter }: Situation): number {
  const refillEvery = form.refillEvery ?? 1;
  const lowest = -Math.max(form.batch, ...form.costs) - 2 * form.lookCost * refillEvery;
  if (level < lowest) throw new Error(`the level sinks to ${level}: ${JSON.stringify(form)}`);
  const stage = typeof upserter === 'number' ? 2 + form.costs.indexOf(upserter) : upserter === 'idle' ? 0 : 1;
  const doing = (stage * 3 + ['fresh', 'waits', 'owes'].indexOf(backfiller)) * form.period + due - 1;
  const place = doing * refillEvery + refillIn - 1;
  return place * (form.capacity - lowest + 1) + level - lowest;
}

/** Everything that the next step can bring. */
export function stepsFrom(form: TwoTasks, { level, due, refillIn, backfiller, upserter }: Situation): Moment[] {
  const starts = due === 1;
  const moment: Moment = {
    level: refillIn === 1 ? Math.min(form.capacity, level + form.refill) : level,
    refillIn: refillIn === 1 ? (form.refillEvery ?? 1) : refillIn - 1,
    due: starts ? form.period : due - 1,
    backfiller,
    upserter: starts && upserter === 'idle' ? 'fresh' : upserter,
    backfilled: false,
    upserted: false,
  };
  const backfillerFirst = () => upserterTurn(form, backfillerTurn(form, moment));
  const upserterFirst = () => upserterTurn(form, moment).map((after) => backfillerTurn(form, after));
  switch (form.first) {
    case 'backfiller':
      return backfillerFirst();
    case 'upserter':
      return upserterFirst();
    case 'any':
      return [...backfillerFirst(), ...upserterFirst()];
  }
}

function backfillerTurn(form: TwoTasks, moment: Moment): Moment {
  let { level } = moment;
  if (moment.backfiller !== 'owes') {
    const look = lookAt(form, level, moment.backfiller === 'waits');
    if (look.read < form.threshold) return { ...moment, level: look.left, backfiller: 'waits' };
    level = look.left;
  }
  const { read, left } = lookAt(form, level, moment.backfiller === 'owes');
  if (read < admissionLevel(form, form.batch)) return { ...moment, level: left, backfiller: 'owes' };
  return { ...moment, level: levelAfter(form, left, form.batch), backfiller: 'fresh', backfilled: true };
}

function upserterTurn(form: TwoTasks, moment: Moment): Moment[] {
  const { upserter } = moment;
  if (upserter === 'idle') return [moment];
  const refused = (left: number, stage: Situation['upserter']): Moment => {
    return { ...moment, level: left, upserter: form.belowGate === 'skip' ? 'idle' : stage };
  };
  let { level } = moment;
  if (typeof upserter !== 'number') {
    const look = lookAt(form, level, upserter === 'waits');
    if (look.read < form.gate) return [refused(look.left, 'waits')];
    level = look.left;
  }
  const { read, left } = lookAt(form, level, typeof upserter === 'number');
  const costs = typeof upserter === 'number' ? [upserter] : form.costs;
  return costs.map((cost) => {
    if (read < admissionLevel(form, cost)) return refused(left, cost);
    return { ...moment, level: levelAfter(form, left, cost), upserter: 'idle', upserted: true };
  });
}

/** The level that a look finds, and the level it leaves. Only who was refused before pays for it. */
function lookAt({ debt, lookCost, poll }: TwoTasks, level: number, refusedBefore: boolean) {
  if (!refusedBefore || poll === 'none') return { read: level, left: level };
  const takesWhatIsThere = debt === 'none' || debt === 'clamp';
  const left = level - (takesWhatIsThere ? Math.min(lookCost, Math.max(level, 0)) : lookCost);
  return { read: poll === 'before' ? left : level, left };
}

function levelAfter({ debt }: TwoTasks, level: number, cost: number): number {
  return debt === 'clamp' ? Math.max(0, level - cost) : level - cost;
}

function answer(graph: Graph, task: Task): TaskAnswer {
  const waits = longestWaits(graph, task);
  if (waits !== undefined) {
    let between = 0;
    for (const edge of graph.edges.flat()) if (edge[task]) between = Math.max(between, waits[edge.to]!);
    return { claim: 'live', worst: { first: Math.max(...waits.slice(0, graph.starts)), between } };
  }
  return { claim: canGoOnForEver(graph, task) ? 'starvable' : 'starved' };
}

/**
 * For each situation the longest time to the next progress; undefined when some run never sees it. In round n those are
 * settled whose every edge makes progress or leads to one settled before: what is never settled has a way round for ever.
 */
function longestWaits({ count, edges }: Graph, task: Task): number[] | undefined {
  const waits = new Array<number>(count).fill(0);
  let open = Array.from({ length: count }, (_, situation) => situation);
  for (let round = 1; open.length > 0; round++) {
    const settled = (edge: Edge): boolean => edge[task] || (waits[edge.to]! > 0 && waits[edge.to]! < round);
    const left: number[] = [];
    for (const situation of open) {
      if (edges[situation]!.every(settled)) waits[situation] = round;
      else left.push(situation);
    }
    if (left.length === open.length) return undefined;
    open = left;
  }
  return waits;
}

/** Whether some run progresses again and again: the greatest set from which a progress into the set itself is reached. */
function canGoOnForEver({ count, edges }: Graph, task: Task): boolean {
  let able = new Array<boolean>(count).fill(true);
  for (;;) {
    const within = able;
    const reaches = edges.map((out) => out.some((edge) => edge[task] && within[edge.to]!));
    for (let grown = true; grown; ) {
      grown = false;
      for (let situation = count - 1; situation >= 0; situation--) {
        if (reaches[situation] || !edges[situation]!.some((edge) => reaches[edge.to]!)) continue;
        reaches[situation] = true;
        grown = true;
      }
    }
    if (reaches.every((one, situation) => one === within[situation])) return reaches.includes(true);
    able = reaches;
  }
}
