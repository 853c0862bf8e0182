/** The elements of the language that a model has, by name: to see that a generator comes to all of them. */
import type { Model, Operation } from '../../src/sim/model.ts';

/** All there is that `wholeScenario` makes, but for what only dated scenarios have. */
export const ELEMENTS: readonly string[] = [
  ...['continuous', 'stepwise', 'window', 'first-use', 'sliding', 'calendar', 'returned'],
  ...['none', 'unlimited', 'limited', 'clamp', 'any-level', 'any-phase', 'several', 'settled', 'lockout', 'refused'],
  ...['line-fifo', 'line-priority', 'line-fair', 'special-line', 'special-lockout', 'special-call'],
  ...[
    'fifo',
    'priority',
    'any',
    'passOver',
    'prefetch',
    'permits',
    'lease',
    'renew',
    'lost',
    'enqueue',
    'pool',
    'gives',
    'dispatcher',
    'skipsFull',
    'looks',
  ],
  ...['crash', 'crash-date', 'lock-poll', 'poll', 'paid-poll', 'margin', 'giveUp', 'call', 'retry', 'jitter'],
  ...['backlog', 'unlimited-backlog', 'expires', 'between', 'take', 'while', 'several-items'],
  ...['copies', 'allow', 'queue all', 'skip', 'delay', 'two-triggers', 'drawn', 'pause', 'emit', 'emit-wait'],
  ...['queue one', 'replace', 'replace hard', 'late-start', 'late-slot'],
  ...['once', 'renewed', 'visible', 'after-start', 'again', 'too-long'],
  ...['copies-line', 'copies-backlog', 'crash-backlog', 'settled-lockout', 'lent-call', 'settled-call'],
];
export const DATED: readonly string[] = ['changes', 'clock-change'];

export function elementsOf(model: Model): ReadonlySet<string> {
  const found = new Set<string>();
  const note = (name: string, is: boolean | undefined = true): void => {
    if (is === true) found.add(name);
  };
  noteSupplies(model, note);
  noteLocks(model, note);
  noteTasks(model, note);
  const crashes = found.has('crash') || found.has('crash-date');
  note('copies-backlog', found.has('copies') && found.has('take'));
  note('crash-backlog', crashes && found.has('take'));
  note('copies-line', found.has('copies') && model.supplies.some(({ turn }) => turn !== undefined));
  note(
    'drawn',
    model.sources.some(({ taken, open }) => taken !== true && open !== true),
  );
  note(
    'between',
    model.sources.some(({ open }) => open === true),
  );
  return found;
}

type Note = (name: string, is?: boolean) => void;

function noteSupplies({ supplies, starts, tasks }: Model, note: Note): void {
  const called = new Set(steps(tasks).flatMap((step) => (step.kind === 'call' ? [step.supply] : [])));
  supplies.forEach(({ refill, debt, turn, lockout, refused, settled, limitOf, changes }, supply) => {
    const isWindow = refill.kind === 'stepwise' && refill.fills === true;
    const isSpecial = refill.kind !== 'continuous' && refill.kind !== 'stepwise';
    note(isWindow ? 'window' : refill.kind);
    note(debt.kind);
    note('clock-change', refill.kind === 'calendar' && refill.resets.periodMs === 0);
    note('several', limitOf !== undefined);
    note('settled', settled === true && refill.kind !== 'returned');
    note('lockout', lockout !== undefined);
    note('refused', refused !== undefined);
    note('changes', changes !== undefined);
    note(`line-${turn}`, turn !== undefined);
    note('special-line', isSpecial && turn !== undefined);
    note('special-lockout', isSpecial && lockout !== undefined);
    note('special-call', isSpecial && called.has(supply));
    note('lent-call', refill.kind === 'returned' && called.has(supply));
    note('settled-call', settled === true && refill.kind !== 'returned' && called.has(supply));
    note('settled-lockout', settled === true && lockout !== undefined);
  });
  note(
    'any-level',
    starts.some(({ label }) => label.endsWith('initial')),
  );
  note(
    'any-phase',
    starts.some(({ label }) => label.endsWith('phase')),
  );
}

function noteLocks({ locks, backlogs, dispatchers = [] }: Model, note: Note): void {
  for (const { kind, permits, line, leaseMs, renew, leaseFromDue } of locks) {
    note(line?.order ?? 'fifo');
    note('passOver', line?.passOver);
    note('prefetch', (line?.prefetch ?? 0) > 0);
    note('permits', kind === 'lock' && permits > 1);
    note('pool', kind === 'pool');
    note('lease', Number.isFinite(leaseMs));
    note('renew', renew !== undefined);
    note('lost', (renew?.lost.length ?? 0) > 0);
    note('enqueue', leaseFromDue);
  }
  for (const { skipsFull, looks } of dispatchers) {
    note('dispatcher');
    note('skipsFull', skipsFull);
    note('looks', looks !== undefined);
  }
  for (const { unlimited, expires } of backlogs) {
    note(unlimited ? 'unlimited-backlog' : 'backlog');
    note('expires', expires !== undefined);
  }
}

function noteTasks({ tasks, triggers }: Model, note: Note): void {
  tasks.forEach(({ whenBusy, copies = 1, crashesMs = [], expiresMs, delivery, retry, program }, task) => {
    const own = triggers.filter((trigger) => trigger.task === task);
    note('copies', copies > 1);
    note('crash-date', crashesMs.length > 0);
    note('once', delivery?.kind === 'at most once');
    note('again', retry !== undefined);
    note(
      'too-long',
      program.some(({ kind }) => kind === 'limit'),
    );
    note('renewed', delivery?.kind === 'at least once' && delivery.renewed);
    note('visible', delivery?.kind === 'at least once' && !delivery.renewed);
    note(
      'after-start',
      own.some(({ afterStart }) => afterStart !== undefined),
    );
    note('late-start', expiresMs !== undefined && whenBusy.startsWith('queue'));
    note('late-slot', expiresMs !== undefined && program[0]?.kind === 'acquire');
    note('two-triggers', own.length > 1);
    note(
      'pause',
      own.some(({ kind }) => kind === 'pause'),
    );
    note(
      'delay',
      own.some((trigger) => trigger.kind === 'every' && trigger.jitter !== undefined),
    );
    if (own.some(({ kind }) => kind !== 'always')) note(whenBusy);
  });
  for (const step of steps(tasks)) {
    note('crash', step.kind === 'crash');
    note('emit', step.kind === 'emit');
    note('emit-wait', step.kind === 'emit' && step.wait === true);
    note('gives', 'gives' in step);
    note('lock-poll', step.kind === 'acquire' && step.pollMs !== undefined);
    note('giveUp', 'giveUpIfLongerThan' in step);
    if (step.kind === 'await' || step.kind === 'spend') {
      note('margin', step.margin !== undefined);
      note('poll', step.poll !== undefined);
      note('paid-poll', step.poll?.cost.kind === 'constant' && step.poll.cost.value > 0);
    } else if (step.kind === 'call') {
      note('call');
      note('retry', step.retry !== undefined);
      note('jitter', step.retry?.jitter !== undefined);
    } else if (step.kind === 'take') {
      note(step.exit === undefined ? 'take' : 'while');
      note('several-items', step.atLeast > 1);
    }
  }
}

function steps(tasks: Model['tasks']): readonly Operation[] {
  return tasks.flatMap(({ program }) => program);
}
