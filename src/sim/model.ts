/**
 * The model: what a scenario compiles to and what the engine runs. Every amount is a whole number of grains or
 * milliseconds; nothing here refers to the text it came from, except `path`, by which a report finds the line again.
 *
 * @module
 */
import type { CatchUp } from './catch-up.ts';
import type { CronTimes } from './cron.ts';
import type { Line, Renewal } from './locks/lock-orders.ts';
import type { Distribution } from './numbers/distribution.ts';
import type { Expression } from './numbers/expression.ts';
import type { Policy } from './policy.ts';
import type { RunRules } from './run-rules.ts';
import type { Start } from './start.ts';
import type { Reckoning } from './supplies/reckoning.ts';
import type { Refill } from './supplies/refill.ts';
import type { Retry } from './supplies/retry.ts';
import type { TimeMs } from './time.ts';

export type { Line, Renewal } from './locks/lock-orders.ts';
export type { Start } from './start.ts';
export type { Refill } from './supplies/refill.ts';

/** Where in the scenario something stands, e.g. `['tasks', 'upserter', 'steps', 0]`. */
export type Path = readonly (string | number)[];

export interface Model {
  readonly name: string;
  readonly title: string;
  readonly horizonMs: TimeMs;
  /** Statistics (not first and between waits) count only what ends at or after this time. */
  readonly warmupMs: TimeMs;
  /** `any` offsets and phases are multiples of this. */
  readonly gridMs: TimeMs;
  readonly order: Order;
  /** `simulate`: polls that cost nothing are run one by one (the benchmark, and the twin of computed waits). */
  readonly polls: 'compute' | 'simulate';
  readonly supplies: readonly Supply[];
  /** Locks and pools: one namespace, one mechanism. */
  readonly locks: readonly Lock[];
  /** Each above several pools; a pool has at most one. */
  readonly dispatchers?: readonly Dispatcher[];
  readonly backlogs: readonly Backlog[];
  /** Where the items of backlogs come from. */
  readonly arrivals: readonly Arrival[];
  readonly tasks: readonly Task[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  /** Everything that is drawn during a run. */
  readonly sources: readonly Source[];
  /** Everything that is fixed at the start of a run, from a finite set. */
  readonly starts: readonly StartChoice[];
}

/** Whose turn it is among runs that can go on at one instant. */
export type Order = 'any' | 'fair' | 'priority';

/** A finite arithmetic set `from, from + step, …` of `count` values; one is chosen at the start of each run. */
export interface StartChoice {
  /** e.g. `supplies.keepa.initial`, `tasks.upserter.trigger.offset`. */
  readonly label: string;
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

export interface Source {
  /** The task it belongs to, an index; -1: it is a backlog's, which `purpose` names. */
  readonly task: number;
  /** Unique within the task: with the task's name it names the random stream. */
  readonly purpose: string;
  /** In tokens, milliseconds or plain numbers, whatever the place that uses it is measured in. */
  readonly distribution: Distribution;
  /** `run`: draw k belongs to the k-th started run. `turn`: drawn in sequence. */
  readonly per: 'run' | 'turn';
  /** Never drawn: the variable says how many items the run took last, and these are the numbers it may be. */
  readonly taken?: true;
  /** An adversary's: its values have no chance. Sampled uniformly where somebody must choose. */
  readonly open?: true;
}

/** An amount in the unit of its place: grains of a supply, milliseconds, or a plain number. */
export type Amount =
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'computed';
      readonly expression: Expression;
      /** The result becomes `max(0, floor(result / unit + 1/2)) * each`; 0 as `unit` leaves it unrounded (and unscaled). */
      readonly unit: number;
      readonly each: number;
    };

export interface Supply {
  readonly name: string;
  readonly path: Path;
  /** Grains in one token: divides a level to show it. */
  readonly grainsPerToken: number;
  readonly capacityGrains: number;
  readonly refill: Refill;
  /** In grains. */
  readonly initial: Start;
  readonly debt: Debt;
  /** Grains in one `unit` (one token unless said): the positive start that debt asks for. */
  readonly unitGrains: number;
  /** Whose turn it is among runs that wait; absent: whoever looks at the right time. */
  readonly turn?: LineOrder;
  /** Once the level falls below `belowGrains` nobody is admitted until it is at `untilGrains`. */
  readonly lockout?: { readonly belowGrains: number; readonly untilGrains: number };
  /** What a refused `call` costs (at most what is there under `none` and `clamp`), and what its answer says. */
  readonly refused?: { readonly grains: number; readonly hint: Hint };
  /** What becomes different on dates, in the order of time. */
  readonly changes?: readonly SupplyChange[];
  /** Some step settles later what it took. */
  readonly settled?: true;
  /** It is one of several limits under one name, the name. */
  readonly limitOf?: string;
}

/** fifo: as they came. priority: the task's, then as they came. fair: one run of each task that waits, in turn. */
export type LineOrder = 'fifo' | 'priority' | 'fair';

/** retry-after: when the level would suffice if nobody took anything. reset: the next refill, or when a continuous one is full. */
export type Hint = 'retry-after' | 'reset' | 'none';

/** From `atMs` on a supply has another capacity or refill. */
export interface SupplyChange {
  readonly atMs: TimeMs;
  readonly capacityGrains: number;
  readonly refill: Refill;
  /** `cut`: what a smaller capacity has no room for is lost. `moved`: what counts against the limit goes on to count. */
  readonly level: 'cut' | 'moved';
}

/** none: level >= cost. limited: level >= unit and level - cost >= -grains. unlimited: level >= unit. clamp: level >= unit, pays what is there. */
export type Debt =
  | { readonly kind: 'none' | 'unlimited' | 'clamp' }
  | { readonly kind: 'limited'; readonly grains: number };

export interface Lock {
  readonly name: string;
  readonly path: Path;
  readonly kind: 'lock' | 'pool';
  /** Permits of a lock, slots of a pool. */
  readonly permits: number;
  /** A permit is taken back this long after it was granted, even while its holder goes on. `NEVER`: no lease. */
  readonly leaseMs: TimeMs;
  /** What of the rest is not said is as for a plain lock: first come, first served, and the lease is not renewed. */
  readonly line?: Line;
  readonly renew?: Renewal;
  /** The lease runs from when the start of the run was due, and not from the grant. */
  readonly leaseFromDue?: boolean;
}

/**
 * One list of all that wait for slots of several pools. Whoever hands out slots looks at the first of the list alone: a run that stands
 * further back does not begin, though its pool may be idle.
 */
export interface Dispatcher {
  readonly name: string;
  readonly path: Path;
  /** Indices of locks. */
  readonly pools: readonly number[];
  /** How many of the list it looks at. */
  readonly looksAt: number;
  /** priority: the highest first, then as they came. */
  readonly order: 'fifo' | 'priority';
  /** Whether it looks past runs of pools in which no slot is free, as if they were not in the list. */
  readonly skipsFull: boolean;
  /** It looks at these times alone, first at `phaseMs` (0: at the first period). Absent: whenever something changes. */
  readonly looks?: { readonly everyMs: TimeMs; readonly phaseMs: Start };
}

/**
 * Items that wait to be done. A run takes some; they are done when it next makes progress, and go back, with the age they
 * had, when it ends before.
 */
export interface Backlog {
  readonly name: string;
  readonly path: Path;
  /** There is always more: nothing comes, goes or grows old. */
  readonly unlimited: boolean;
  readonly initial: Start;
  /** Items it holds at the most, those that runs have in hand counted; what comes beyond is lost. `NEVER`: no limit. */
  readonly capacity: number;
  /** Every so often, first after that time, whatever is older than `afterMs` is thrown away. */
  readonly expires?: { readonly afterMs: TimeMs; readonly everyMs: TimeMs };
}

export type Arrival = At & { readonly backlog: number } & (
    | {
        readonly kind: 'every';
        readonly periodMs: TimeMs;
        /** The first time; `any` lies in (0, period]. */
        readonly offsetMs: Start;
        /** How many come at a time: so many, or as `Model.sources` says, rounded half up. */
        readonly items:
          | { readonly kind: 'fixed'; readonly count: number }
          | { readonly kind: 'drawn'; readonly source: number };
      }
    /** One at a time; `source` draws the time in ms to the next, the first included. */
    | { readonly kind: 'poisson'; readonly source: number }
    /** In the order of their times, which all differ. */
    | { readonly kind: 'trace'; readonly points: readonly { readonly atMs: TimeMs; readonly items: number }[] }
  );

export interface Task extends RunRules {
  readonly name: string;
  readonly path: Path;
  /** Larger goes first. */
  readonly priority: number;
  /**
   * What a start does while a run of the task is alive. `queue one`: it waits, where none does yet. `allow`: it runs beside it.
   * `replace`: that run ends, and it runs; `replace hard`: that run dies where it stands.
   */
  readonly whenBusy: 'skip' | 'queue one' | 'queue all' | 'allow' | 'replace' | 'replace hard';
  /** Interchangeable instances of the task, each with its own starts and its own busy state. Absent: one. */
  readonly copies?: number;
  /** The task that this one is another copy of: only in a model that was written out, see `copies.ts`. */
  readonly copyOf?: number;
  /** Drawn values of a run; `source` is an index into `Model.sources`. */
  readonly variables: readonly { readonly name: string; readonly source: number }[];
  /** Flat; the last operation is `end`. */
  readonly program: readonly Operation[];
}

/** What a step that may have to wait does about it. */
export interface Waiting {
  /** Give up this long after the step was reached. Absent: waits for ever. 0: does not wait. */
  readonly atMost?: Amount;
  /** What giving up means. Only where something is given up. `expire`: the run never began, and its start is dropped. */
  readonly otherwise?: 'stop' | 'fail' | 'continue' | 'expire';
  /** The pool whose slots the run gives back when it begins to wait here; the next operation takes them again. */
  readonly gives?: number;
}

/** What an `acquire` says beside the lock. */
export interface Acquiring extends Waiting {
  /** Permits it takes, all at once or none. Default: 1. */
  readonly count?: number;
  /** Refused, it has no place in the line, but looks this often, counted from its first refusal. */
  readonly pollMs?: TimeMs;
  /** Takes back what the operation before gave; where that gave nothing it does nothing. */
  readonly back?: boolean;
}

/** What a step that waits for tokens does as it is refused. */
export interface GivingUp {
  /** Give up at once where it would take longer than this until the level suffices, or until the next try. */
  readonly giveUpIfLongerThan?: Amount;
}

export interface SupplyWaiting extends Waiting, GivingUp {
  /** Once refused, and until granted, wait for this much more. */
  readonly margin?: Amount;
  readonly poll?: Poll;
}

/** After a refusal look again only now and then. */
export interface Poll {
  /** Without `orWhenDue` the looks come at the first refusal plus multiples of this; with it, counted from the last look. */
  readonly everyMs: TimeMs;
  /** Look already when the level is due, if that is sooner. */
  readonly orWhenDue: boolean;
  /** With `orWhenDue`: when that is follows from the level the last look read, by a rate of the job's own reckoning. */
  readonly reckons?: Reckoning;
  /** Grains each look after the first refusal costs. */
  readonly cost: Amount;
  /** Whether a look is paid before it reads the level, or after. */
  readonly charged: 'before' | 'after';
}

interface At {
  /** The step in the scenario that this operation comes from. */
  readonly path: Path;
}

export type Operation = At &
  (
    | ({ readonly kind: 'acquire'; readonly lock: number } & Acquiring)
    /** Gives back so many permits (default: 1), or as many as the run has. */
    | { readonly kind: 'release'; readonly lock: number; readonly count?: number }
    /** The run dies here; where there is a `chance`, a source, only if that draws 1. */
    | { readonly kind: 'crash'; readonly chance?: number }
    | ({ readonly kind: 'await'; readonly supply: number; readonly target: Target } & SupplyWaiting)
    /** `also`: what it takes of other limits at the same time, all or nothing; then it knows no margin and no polls. */
    | ({
        readonly kind: 'spend';
        readonly supply: number;
        readonly cost: Amount;
        readonly also?: readonly { readonly supply: number; readonly cost: Amount }[];
      } & SupplyWaiting)
    /**
     * Takes up to `most` items (at least `atLeast`, whatever was drawn) once `atLeast` are there and nobody waits before it.
     * `exit`: does not wait, but goes there.
     */
    | ({
        readonly kind: 'take';
        readonly backlog: number;
        readonly most: Amount;
        readonly atLeast: number;
        readonly exit?: number;
        /** How many it takes is what this policy says, at most `most`. */
        readonly policy?: number;
      } & Waiting)
    | ({
        readonly kind: 'call';
        readonly supply: number;
        readonly cost: Amount;
        /** What it takes of other limits at the same time, all or nothing. */
        readonly also?: readonly { readonly supply: number; readonly cost: Amount }[];
        /** Absent: one try. */
        readonly retry?: Retry;
      } & Pick<Waiting, 'otherwise' | 'gives'> &
        GivingUp)
    | ({ readonly kind: 'emit' } & Emitting)
    | { readonly kind: 'work'; readonly duration: Amount }
    /**
     * What a `spend` or `call` took for `lasts` until now is settled: of `estimate` it kept `actual`, the rest comes back, or more is
     * taken. `held`: it was only lent, and all of it comes back.
     */
    | ({ readonly kind: 'settle'; readonly supply: number } & Settlement)
    | { readonly kind: 'progress'; readonly amount: Amount }
    /** Begins a `repeat`: sets the counter of this loop (`times` absent: without end). */
    | { readonly kind: 'loop'; readonly counter: number; readonly times?: Amount }
    /** Begins a turn: goes to `exit` when the counter is used up, else counts down and forgets `forgets` (variables). */
    | { readonly kind: 'turn'; readonly counter: number; readonly exit: number; readonly forgets: readonly number[] }
    | { readonly kind: 'jump'; readonly to: number }
    /** From here on the run may last so long; then it fails or, where that is `hard`, dies where it stands. */
    | { readonly kind: 'limit'; readonly afterMs: TimeMs; readonly hard: boolean }
    /** The start is delivered to the run: it has the slot it needs. */
    | { readonly kind: 'deliver' }
    | { readonly kind: 'stop' }
    | { readonly kind: 'fail' }
    | { readonly kind: 'end' }
  );

/** Starts so many runs of a task, whatever becomes of each by its `whenBusy`. */
export interface Emitting extends Waiting {
  readonly task: number;
  readonly count: Amount;
  /** The run goes on once all of them are over; a start that is skipped is over at once. Only then it may give up. */
  readonly wait: boolean;
}

/** How a `spend` or `call` is settled when what it was for is over. */
export interface Settlement {
  readonly estimate: Amount;
  readonly actual: Amount | 'held';
  /** How long ago the estimate was taken; absent: just now. */
  readonly lasts?: Amount;
}

/** The level to wait for: a plain amount, or whatever the policy (an index into `Model.policies`) says. */
export type Target =
  | { readonly kind: 'level'; readonly level: Amount }
  | { readonly kind: 'policy'; readonly policy: number };

export type Trigger = At & {
  readonly task: number;
  /** Starts that come at a time. Absent: one. */
  readonly count?: number;
  /** Of `every` and `cron`, without a jitter: the scheduler may be down. Absent: it never is. */
  readonly catchUp?: CatchUp;
  /**
   * As long as a start of the task waits, in its queue or, where it is `slot`, for the slot that its run takes first, none is
   * due. Only of the one trigger of a task, of `every` and `cron`.
   */
  readonly afterStart?: 'slot' | 'start';
} & (
    | {
        readonly kind: 'every';
        readonly periodMs: TimeMs;
        /** The first start; `any` lies in (0, period]. */
        readonly offsetMs: Start;
        /** Source of a delay in ms, below the period, drawn anew for each start. */
        readonly jitter?: number;
      }
    | ({ readonly kind: 'cron' } & CronTimes)
    /** `source` draws the time in ms to the next start, the first one included. */
    | { readonly kind: 'poisson'; readonly source: number }
    /** In the order of their times, which all differ. */
    | { readonly kind: 'trace'; readonly points: readonly StartPoint[] }
    /** Starts at 0 and again as soon as the run ends. */
    | { readonly kind: 'always' }
    /** Starts at 0 and again so long after a run ended: `pauseMs`, or what a source draws; at least 1 ms. `policy`: as that says, `pauseMs` at the most. */
    | { readonly kind: 'pause'; readonly pauseMs: TimeMs; readonly source?: number; readonly policy?: number }
    /** Starts when another task emits it. */
    | { readonly kind: 'on' }
  );

/** So many starts at a time. */
export interface StartPoint {
  readonly atMs: TimeMs;
  readonly count: number;
}
