/**
 * Writes the two-task form as a Promela model with its claims, for Spin: a third road, by a tool that knows nothing of us.
 *
 * One process; each round of its loop is one step. The claims look at flags that stand from the end of one step to the
 * beginning of the next. A world that came to a halt would make claims about "for ever" true for the wrong reason, so
 * one more claim says that it never does: `odd` goes on changing.
 */
import type { TaskAnswer, TwinAnswer } from './twin.ts';
import type { TwoTasks } from './two-tasks.ts';

export interface SpinClaim {
  readonly name: string;
  readonly formula: string;
  /** What the answer in question says of it. */
  readonly holds: boolean;
}

export interface SpinModel {
  readonly text: string;
  readonly claims: readonly SpinClaim[];
}

const TASKS = ['backfiller', 'upserter'] as const;

/** The model of a form, with the claims that an answer makes about it. */
export function spinModel(form: TwoTasks, answer: TwinAnswer): SpinModel {
  const claims = [
    { name: 'moves', formula: '([]<> odd) && ([]<> !odd)', holds: true },
    ...TASKS.flatMap((task) => claimsOf(task, answer[task])),
  ];
  const counted = TASKS.filter((task) => answer[task].worst !== undefined);
  const declared = claims.map(({ name, formula }) => `ltl ${name} { ${formula} }\n`).join('');
  return {
    text: declarations(form) + counters(counted, answer) + turns(form) + world(form, counted) + declared,
    claims,
  };
}

function claimsOf(task: (typeof TASKS)[number], { claim, worst }: TaskAnswer): SpinClaim[] {
  const claims = [
    { name: `live_${task}`, formula: `[]<> ${task}_progress`, holds: claim === 'live' },
    { name: `starved_${task}`, formula: `<>[] !${task}_progress`, holds: claim === 'starved' },
  ];
  if (worst === undefined) return claims;
  // At the end of a step without progress a wait of n steps has lasted n - 1 at most. Not shorter: one step less is wrong.
  const first = (steps: number) => `[] (${task}_seen || ${task}_waited < ${steps})`;
  const between = (steps: number) => `[] (!${task}_seen || ${task}_waited < ${steps})`;
  return [
    ...claims,
    { name: `first_${task}`, formula: first(worst.first), holds: true },
    { name: `first_shorter_${task}`, formula: first(worst.first - 1), holds: false },
    { name: `between_${task}`, formula: between(worst.between), holds: true },
    { name: `between_shorter_${task}`, formula: between(worst.between - 1), holds: false },
  ];
}

function declarations({ capacity, refill, period, threshold, batch, gate, debt, belowGate }: TwoTasks): string {
  const admits = {
    none: '(level >= (COST))',
    unlimited: '(level >= 1)',
    clamp: '(level >= 1)',
  };
  const admitted = typeof debt === 'number' ? `(level >= 1 && level - (COST) >= -${debt})` : admits[debt];
  const paid = debt === 'clamp' ? '(level > (COST) -> level - (COST) : 0)' : 'level - (COST)';
  return `/* Two tasks and a token bucket, one step a round. */
#define CAPACITY ${capacity}
#define REFILL ${refill}
#define PERIOD ${period}
#define THRESHOLD ${threshold}
#define BATCH ${batch}
#define GATE ${gate}
#define ADMITTED(COST) ${admitted}
#define PAID(COST) ${paid}
#define REFUSED(STAGE) ${belowGate === 'skip' ? 'IDLE' : 'STAGE'}

#define IDLE 0
#define AT_GATE 1
#define TO_PAY 2

short level;
short due; /* steps to the next start of the upserter */
bool passed; /* the backfiller has found its threshold and not paid yet */
byte stage = IDLE; /* of the upserter's run */
short cost; /* of the upserter's run, once drawn */
bool odd, backfiller_progress, upserter_progress;
`;
}

function counters(tasks: readonly (typeof TASKS)[number][], answer: TwinAnswer): string {
  const declare = (task: (typeof TASKS)[number]) => {
    const { first, between } = answer[task].worst!;
    // One more than the longest is enough to see that it was too long, and keeps the states finite.
    return `bool ${task}_seen;
short ${task}_waited;
inline count_${task}() {
  if
  :: ${task}_progress -> ${task}_seen = true; ${task}_waited = 0
  :: !${task}_progress && ${task}_waited <= ${Math.max(first, between)} -> ${task}_waited++
  :: else
  fi
}
`;
  };
  return tasks.map(declare).join('');
}

function turns({ costs }: TwoTasks): string {
  return `
inline backfill() {
  if
  :: !passed && level >= THRESHOLD -> passed = true
  :: else
  fi;
  if
  :: passed && ADMITTED(BATCH) -> level = PAID(BATCH); passed = false; backfiller_progress = true
  :: else
  fi
}

inline upsert() {
  if
  :: stage == AT_GATE && level >= GATE ->
    stage = TO_PAY;
    if
${costs.map((cost) => `    :: true -> cost = ${cost}`).join('\n')}
    fi
  :: stage == AT_GATE && level < GATE -> stage = REFUSED(AT_GATE)
  :: else
  fi;
  if
  :: stage == TO_PAY && ADMITTED(cost) -> level = PAID(cost); stage = IDLE; cost = 0; upserter_progress = true
  :: stage == TO_PAY && !ADMITTED(cost) ->
    stage = REFUSED(TO_PAY);
    if
    :: stage == IDLE -> cost = 0
    :: else
    fi
  :: else
  fi
}
`;
}

function world({ first, initial, offset }: TwoTasks, counted: readonly (typeof TASKS)[number][]): string {
  const orders = [
    ...(first === 'upserter' ? [] : ['    :: true -> backfill(); upsert()']),
    ...(first === 'backfiller' ? [] : ['    :: true -> upsert(); backfill()']),
  ];
  return `
active proctype world() {
  atomic {
    ${initial === 'any' ? 'select(level : 0 .. CAPACITY)' : `level = ${initial}`};
    ${offset === 'any' ? 'select(due : 1 .. PERIOD)' : `due = ${offset}`}
  }
  do
  :: atomic {
    d_step {
      backfiller_progress = false;
      upserter_progress = false;
      level = (level + REFILL > CAPACITY -> CAPACITY : level + REFILL);
      due--;
      if
      :: due == 0 && stage == IDLE -> due = PERIOD; stage = AT_GATE
      :: due == 0 && stage != IDLE -> due = PERIOD
      :: else
      fi
    }
    if
${orders.join('\n')}
    fi;
    d_step {
      odd = !odd;${counted.map((task) => `\n      count_${task}();`).join('')}
    }
  }
  od
}

`;
}
