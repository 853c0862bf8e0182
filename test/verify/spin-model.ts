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

function declarations(form: TwoTasks): string {
  const { capacity, refill, period, threshold, batch, gate, debt, belowGate, lookCost } = form;
  const admits = {
    none: '(found >= (COST))',
    unlimited: '(found >= 1)',
    clamp: '(found >= 1)',
  };
  const admitted = typeof debt === 'number' ? `(found >= 1 && found - (COST) >= -${debt})` : admits[debt];
  const paid = debt === 'clamp' ? '(level > (COST) -> level - (COST) : 0)' : 'level - (COST)';
  const looked = debt === 'none' || debt === 'clamp' ? '(level > LOOK -> level - LOOK : 0)' : 'level - LOOK';
  return `/* Two tasks and a token bucket, one step a round. */
#define CAPACITY ${capacity}
#define REFILL ${refill}
#define PERIOD ${period}
#define THRESHOLD ${threshold}
#define BATCH ${batch}
#define GATE ${gate}
#define LOOK ${lookCost}
#define ADMITTED(COST) ${admitted}
#define PAID(COST) ${paid}
#define LOOKED ${looked}
#define REFUSED(STAGE) ${belowGate === 'skip' ? 'IDLE' : 'STAGE'}

/* Where a task is: a refusal before makes its next look one that is paid for. */
#define IDLE 0
#define FRESH 1
#define REFUSED_LEVEL 2
#define PASSED 3
#define REFUSED_COST 4

short level;
short due; /* steps to the next start of the upserter */
byte backfiller = FRESH;
byte upserter = IDLE;
short cost; /* of the upserter's run, once drawn */
short found; /* by the look of this very moment; 0 between steps */
bool odd, backfiller_progress, upserter_progress;

inline look(stage) {
  if
${lookOf(form)
  .map((line) => `  ${line}`)
  .join('\n')}
  fi
}
`;
}

function lookOf({ poll }: TwoTasks): string[] {
  if (poll === 'none') return [':: true -> found = level'];
  const again = '(stage == REFUSED_LEVEL || stage == REFUSED_COST)';
  const paid = poll === 'before' ? 'level = LOOKED; found = level' : 'found = level; level = LOOKED';
  return [`:: ${again} -> ${paid}`, `:: !${again} -> found = level`];
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
  :: backfiller == FRESH || backfiller == REFUSED_LEVEL ->
    look(backfiller);
    if
    :: found >= THRESHOLD -> backfiller = PASSED
    :: found < THRESHOLD -> backfiller = REFUSED_LEVEL
    fi
  :: else
  fi;
  if
  :: backfiller == PASSED || backfiller == REFUSED_COST ->
    look(backfiller);
    if
    :: ADMITTED(BATCH) -> level = PAID(BATCH); backfiller = FRESH; backfiller_progress = true
    :: !ADMITTED(BATCH) -> backfiller = REFUSED_COST
    fi
  :: else
  fi
}

inline upsert() {
  if
  :: upserter == FRESH || upserter == REFUSED_LEVEL ->
    look(upserter);
    if
    :: found >= GATE ->
      upserter = PASSED;
      if
${costs.map((cost) => `      :: true -> cost = ${cost}`).join('\n')}
      fi
    :: found < GATE -> upserter = REFUSED(REFUSED_LEVEL)
    fi
  :: else
  fi;
  if
  :: upserter == PASSED || upserter == REFUSED_COST ->
    look(upserter);
    if
    :: ADMITTED(cost) -> level = PAID(cost); upserter = IDLE; cost = 0; upserter_progress = true
    :: !ADMITTED(cost) ->
      upserter = REFUSED(REFUSED_COST);
      if
      :: upserter == IDLE -> cost = 0
      :: else
      fi
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
      :: due == 0 && upserter == IDLE -> due = PERIOD; upserter = FRESH
      :: due == 0 && upserter != IDLE -> due = PERIOD
      :: else
      fi
    }
    if
${orders.join('\n')}
    fi;
    d_step {
      odd = !odd;
      found = 0;${counted.map((task) => `\n      count_${task}();`).join('')}
    }
  }
  od
}

`;
}
