/**
 * Backlogs in words: how many items lie in one, what became of them, how old they were.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { BacklogReport, WorldReport } from '../../judge/report/report.ts';
import type { ChartTable } from '../spec.ts';
import { amountText } from './amount-text.ts';

type Body = Pick<WorldReport, 'backlogs'>;

/** A sentence for each backlog. */
export function backlogLines({ backlogs = {} }: Body): string[] {
  return Object.entries(backlogs).map(([name, backlog]) => {
    const size = backlog.unlimited ? 'without end' : `${sizeText(backlog)} items`;
    return `${name}: ${[size, ...fatesText(backlog), ...agesText(backlog)].join(', ')}.`;
  });
}

/** "0 to 47 (mean 12)". */
function sizeText({ items: { min, mean, max } }: BacklogReport): string {
  return min === max ? amountText(max) : `${amountText(min)} to ${amountText(max)} (mean ${amountText(mean)})`;
}

function fatesText({ done, givenBack, expired, lost, left, unlimited }: BacklogReport): string[] {
  const fates = [
    [done, 'done', true],
    [givenBack, 'given back', false],
    [expired, 'too old and thrown away', false],
    [lost, 'lost for want of room', false],
    [left, 'left', !unlimited],
  ] as const;
  return fates.flatMap(([items, fate, always]) => (items > 0 || always ? [`${amountText(items)} ${fate}`] : []));
}

function agesText({ ageMs, oldestMs }: BacklogReport): string[] {
  const done =
    ageMs === null ? [] : [`half of them within ${durationText(ageMs.p50)}, 95 % within ${durationText(ageMs.p95)}`];
  return [...done, ...(oldestMs === null ? [] : [`the oldest left is ${durationText(oldestMs)} old`])];
}

/** Numbers per backlog, over all runs. */
export function backlogsTable({ backlogs = {} }: Body): ChartTable {
  const columns = [
    'backlog',
    'items',
    'arrived',
    'done',
    'given back',
    'thrown away',
    'lost',
    'left',
    'age when done (p50, p95, p99)',
    'oldest left',
  ];
  const rows = Object.entries(backlogs).map(([name, backlog]) => {
    const { ageMs, oldestMs } = backlog;
    const ages = ageMs === null ? '–' : [ageMs.p50, ageMs.p95, ageMs.p99].map(durationText).join(', ');
    return [
      name,
      backlog.unlimited ? 'without end' : sizeText(backlog),
      ...[backlog.arrived, backlog.done, backlog.givenBack, backlog.expired, backlog.lost, backlog.left].map(
        amountText,
      ),
      ages,
      oldestMs === null ? '–' : durationText(oldestMs),
    ];
  });
  return { columns, rows };
}
