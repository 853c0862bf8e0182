/**
 * Tasks that take items of a backlog, seen by the rules: where there may be nothing to do, hardly any argument about
 * starving holds. So such a model is looked at by those rules alone that say they know it, and of what they conclude only that
 * remains which holds whatever there is to do.
 *
 * @module
 */
import type { Operation } from '../../sim/model.ts';
import type { Evidence, Found, Rule } from './finding.ts';

/**
 * What a rule finds, as far as it knows the model. Where tasks start others, how often a task starts does not follow from its
 * triggers, and it need not be due at all: then only what is said of a step by itself remains.
 */
export function foundBy(rule: Rule, evidence: Evidence): readonly Found[] {
  if (rule.find === undefined) return [];
  if (startsOthers(evidence) || retries(evidence))
    return rule.elsewhere === true ? rule.find(evidence).map(factAlone) : [];
  if (!takesItems(evidence) || rule.items === 'claims') return rule.find(evidence);
  if (rule.items === undefined) return [];
  return rule.find(evidence).map((found) => factOf(evidence, found));
}

function factAlone({ claim: _, with: _others, ...fact }: Found): Found {
  return fact;
}

function startsOthers({ written }: Evidence): boolean {
  return written.tasks.some(({ spec }) => spec.program.some(({ kind }) => kind === 'emit'));
}

/** Whether some run begins anew where its task would have ended, ends where its steps would go on, never begins, or begins twice. */
function retries({ written }: Evidence): boolean {
  return written.tasks.some(
    ({ triggers, spec: { retry, delivery, whenBusy, expiresMs, program } }) =>
      triggers.some(({ afterStart }) => afterStart !== undefined) ||
      delivery?.kind === 'at least once' ||
      retry !== undefined ||
      expiresMs !== undefined ||
      whenBusy === 'replace' ||
      whenBusy === 'replace hard' ||
      program.some(({ kind }) => kind === 'limit'),
  );
}

/** Without what the rule concludes, but where the task certainly has something to do. */
function factOf(evidence: Evidence, found: Found): Found {
  const { claim, with: _others, ...fact } = found;
  if (claim === 'starved' && fact.task !== undefined && neverIdles(evidence, fact.task)) return { ...fact, claim };
  // How many items are taken is nothing that is drawn: the worst case may never come.
  return claim === 'starvable' ? { ...fact, severity: 'warning' } : fact;
}

/** Whether a task has items in hand or finds enough at every time, as long as it makes no progress: nobody else takes any. */
function neverIdles({ model, tasks }: Evidence, task: number): boolean {
  return tasks[task]!.spec.program.every((operation) => {
    if (operation.kind !== 'take') return true;
    const { unlimited, initial, expires } = model.backlogs[operation.backlog]!;
    if (unlimited) return true;
    const alone = tasks.every((one) => one.task === task || !takesFrom(one.spec.program, operation.backlog));
    return alone && expires === undefined && initial.kind === 'fixed' && initial.value >= operation.atLeast;
  });
}

function takesFrom(program: readonly Operation[], backlog: number): boolean {
  return program.some((operation) => operation.kind === 'take' && operation.backlog === backlog);
}

function takesItems({ written }: Evidence): boolean {
  return written.tasks.some(({ spec }) => spec.program.some(({ kind }) => kind === 'take'));
}
