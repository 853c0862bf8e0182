/**
 * QS020: less is reserved than is settled.
 *
 * @module
 */
import type { Supply } from '../../sim/model.ts';
import { durationText } from '../words/duration-text.ts';
import { type Bounds, differenceOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import type { Place } from './program.ts';
import type { Surveyed } from './survey.ts';
import { rangeText, tokensText } from './words.ts';

export const underEstimate: Rule = {
  code: 'QS020',
  title: 'An estimate below the cost',
  severities: ['warning'],
  help: {
    what: 'A run is admitted on an estimate and turns out to cost more (`actual`), of a supply that allows no such debt.',
    why:
      'The limit is kept for the estimate alone. What is missing is taken when the cost is settled, since it has been used: the level ' +
      'falls below what the debt allows, and nobody is admitted until the refill has made up for it. Others wait although they ' +
      'estimated well, and a lock-out begins where the level falls below its floor. With several runs at a time each adds its own part.',
    change: 'Reserve the largest cost; what is not needed comes back when it is settled. Or reserve less often.',
    unless:
      'Not said where the debt is unlimited, since the estimate then decides nothing, nor where costs are drawn so that it is not ' +
      'known whether they exceed the estimate. It does no harm where the supply is hardly used.',
    example: {
      yaml: `quotasim: 1
title: A hundred tokens reserved, up to four hundred used
horizon: 1d
facts: { REAL: { choice: [80, 400] } }
supplies: { llm: { model: token-bucket, refill: 600/min, capacity: 1000, debt: none } }
tasks:
  answer:
    trigger: { every: 30s, offset: any }
    whenBusy: skip
    steps: [spend: { llm: 100, lasts: 5s, actual: $REAL }, progress]
`,
      instead: 'llm: 100,',
      write: 'llm: 400,',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => of.places.flatMap((place) => foundOf(evidence, of, place) ?? []));
  },
};

function foundOf({ model }: Evidence, { task, spec }: Surveyed, { operation }: Place): Found | undefined {
  if (operation.kind !== 'settle' || operation.actual === 'held') return undefined;
  const supply = model.supplies[operation.supply]!;
  if (supply.debt.kind === 'unlimited' || supply.debt.kind === 'clamp') return undefined;
  const more = differenceOf(model, task, operation.actual, operation.estimate);
  if (more === undefined || !(more.high > 0)) return undefined;
  return {
    severity: 'warning',
    message: `${spec.name} ${overrunText(supply, more)} of ${supply.name} than it reserved${debtText(supply, more.high)}`,
    change: 'reserve the largest cost: what is not needed comes back',
    path: operation.path,
    task,
  };
}

function overrunText(supply: Supply, more: Bounds): string {
  if (more.low > 0) return `takes ${rangeText(supply, more)} more`;
  return Number.isFinite(more.high) ? `may take up to ${tokensText(supply, more.high)} more` : 'may take more';
}

function debtText(supply: Supply, grains: number): string {
  const { refill, lockout } = supply;
  const most = tokensText(supply, grains);
  const known = Number.isFinite(grains);
  const stepMs = refill.kind === 'stepwise' ? refill.everyMs : 1;
  const each = refill.kind === 'stepwise' ? refill.grains : refill.kind === 'continuous' ? refill.grainsPerMs : 0;
  const comes =
    known && each > 0 ? `, and ${most} take ${durationText(Math.ceil(grains / each) * stepMs)} to come` : '';
  const out = lockout ? `; below ${tokensText(supply, lockout.belowGrains)} a lock-out begins` : '';
  return `: that becomes a debt in which nobody is admitted${comes}${out}`;
}
