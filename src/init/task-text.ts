/**
 * A job as a task of a scenario.
 *
 * @module
 */
import { divide, rational } from '../sim/numbers/rational.ts';
import { durationMs, durationOf } from './cron-starts.ts';
import type { Job, Kept, Start } from './found.ts';
import { commentLines, commentText, yamlText } from './labels.ts';
import type { Written } from './open.ts';

/** What a task refers to, as the scenario calls it. */
export interface Named {
  readonly labelOf: (what: 'pool' | 'limit' | 'lock', name: string) => string;
  /** Whether a constant of production's is a parameter. */
  readonly kept: (kept: Kept | undefined) => boolean;
  /** With the fact of what a run takes; `lasts`: and of how long it has it in use. */
  readonly api: { readonly name: string; readonly cost: string; readonly lasts: boolean } | undefined;
  /** The fact of how long a run works. */
  readonly lasts: string;
}

/** `busy` is what becomes of a start that finds it busy; undefined where a preset says that, or nothing can. */
export function taskLines(name: string, job: Job, busy: Written | undefined, named: Named): string[] {
  const { at, preset, starts, timeLimit, pool, limits } = job;
  const triggers = starts.map((start) => triggerText(start, named));
  const where = at === undefined ? '' : ` # ${commentText(`${at.file}:${at.line}`)}`;
  return [
    `  ${yamlText(name)}:${where}`,
    ...job.remarks.flatMap((remark) => commentLines(remark, '    ').slice(0, 4)),
    ...(preset === undefined ? [] : [`    preset: ${preset}`]),
    `    trigger: ${triggers.length === 1 ? triggers[0] : `[${triggers.join(', ')}]`}`,
    ...(busy === undefined ? [] : [`    whenBusy: ${busy.text}${busy.dropped.replace(/^; /, ' # ')}`]),
    ...(timeLimit === undefined
      ? []
      : [`    timeLimit: ${timeLimit.hard ? `{ hard: ${timeLimit.text} }` : timeLimit.text}`]),
    ...(pool === undefined ? [] : [`    pool: ${yamlText(named.labelOf('pool', pool))}`]),
    // Celery holds what is over a rate back before it takes a slot.
    ...(pool === undefined || limits.length === 0 ? [] : ['    keepsSlot: false']),
    '    steps:',
    ...stepLines(job, named),
  ];
}

function triggerText(start: Start, { kept }: Named): string {
  if (start.kind === 'always') return 'always';
  if (start.kind === 'every') {
    return `{ every: ${kept(start.kept) ? `$${start.kept!.name}` : start.every}, offset: any }`;
  }
  const { pattern, zone, dst } = start;
  return `{ cron: ${JSON.stringify(pattern)}${zone === 'UTC' ? '' : `, zone: ${yamlText(zone)}, dst: ${dst}`} }`;
}

function stepLines({ lock, limits, timeLimit }: Job, { labelOf, api, lasts }: Named): string[] {
  // What lasts too long for its limit would never get through; half of it leaves room for waits.
  const half = timeLimit && durationOf(divide(durationMs(timeLimit.text)!, rational(2)));
  const span = half === undefined ? `$${lasts}` : `min($${lasts}, ${half})`;
  const isInUse = api?.lasts === true;
  return [
    ...(lock === undefined ? [] : [lockStep(labelOf('lock', lock.name), lock.atMost)]),
    ...limits.map((limit) => `      - spend: { ${yamlText(labelOf('limit', limit))}: 1 }`),
    ...(api === undefined
      ? []
      : [`      - spend: { ${yamlText(api.name)}: $${api.cost}${isInUse ? `, lasts: ${quotedSpan(span)}` : ''} }`]),
    ...(isInUse ? [] : [`      - work: ${span}`]),
    '      - progress',
  ];
}

/** In braces a comma would end the value. */
function quotedSpan(span: string): string {
  return span.includes(',') ? JSON.stringify(span) : span;
}

function lockStep(lock: string, atMost: string | undefined): string {
  return atMost === undefined
    ? `      - acquire: ${yamlText(lock)}`
    : `      - acquire: { ${yamlText(lock)}: 1, atMost: ${atMost} }`;
}
