/**
 * Backlogs in words: how many items lie in one, what became of them, how old they were.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { BacklogReport, Report, WorldReport } from '../../judge/report/report.ts';
import type { ChartTable } from '../spec.ts';
import { amountText } from './amount-text.ts';

type Body = Pick<WorldReport, 'backlogs'>;

/** For each backlog how many items lie in it, what became of them, and how old they were. */
export function backlogLines({ backlogs = {}, replications }: Pick<Report, 'backlogs' | 'replications'>): string[] {
  return Object.entries(backlogs).map(([name, backlog]) => {
    const size = backlog.unlimited ? 'items without end' : sizeText(backlog);
    return [`${name}: ${size}.`, fatesText(backlog, replications), agesText(backlog)].filter(Boolean).join(' ');
  });
}

/** "0 to 47 items (mean 12)". */
function sizeText({ items: { min, mean, max } }: BacklogReport): string {
  if (min === max) return `${amountText(max)} ${max === 1 ? 'item' : 'items'}`;
  return `${amountText(min)} to ${amountText(max)} items (mean ${amountText(mean)})`;
}

/** What became of all there were: sums are of all runs, and sizes of one, so these are of one as well. */
function fatesText(backlog: BacklogReport, runs: number): string {
  const { initial, arrived, done, givenBack, expired, lost, left, inHand, unlimited } = backlog;
  const each = (items: number): string => amountText(items / runs);
  const fates = [
    [done, 'done', true],
    [expired, 'too old and thrown away', false],
    [lost, 'lost for want of room', false],
    [inHand, 'in hand', false],
    [left, 'left', !unlimited],
  ] as const;
  const told = fates.flatMap(([items, fate, always]) => (items > 0 || always ? [`${each(items)} ${fate}`] : []));
  const back = givenBack > 0 ? [`${each(givenBack)} times one was given back`] : [];
  const all = [...told, ...back].join(', ');
  const there = [
    ...(initial > 0 ? [`${each(initial)} there at first`] : []),
    ...(arrived > 0 ? [`${each(arrived)} that came`] : []),
  ];
  const mean = runs > 1 ? 'In each run, on average, ' : '';
  if (unlimited) return `${mean}${all}.`;
  if (there.length === 0) return 'None came.';
  return `${mean}${mean === '' ? 'Of' : 'of'} ${there.join(' and ')}: ${all}.`;
}

function agesText({ ageMs, oldestMs }: BacklogReport): string {
  const done =
    ageMs === null
      ? []
      : [`half of the done were done within ${durationText(ageMs.p50)}, 95 % within ${durationText(ageMs.p95)}`];
  const old = oldestMs === null ? [] : [`the oldest left is ${durationText(oldestMs)} old`];
  const text = [...done, ...old].join('; ');
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** Numbers per backlog, over all runs. */
export function backlogsTable({ backlogs = {} }: Body): ChartTable {
  const columns = [
    'backlog',
    'items at a time',
    'at first',
    'arrived',
    'done',
    'given back',
    'thrown away',
    'lost',
    'in hand',
    'left',
    'age when done (p50, p95, p99)',
    'oldest left',
  ];
  const rows = Object.entries(backlogs).map(([name, backlog]) => {
    const { ageMs, oldestMs, initial, arrived, done, givenBack, expired, lost, inHand, left } = backlog;
    const ages = ageMs === null ? '–' : [ageMs.p50, ageMs.p95, ageMs.p99].map(durationText).join(', ');
    return [
      name,
      backlog.unlimited ? 'without end' : sizeText(backlog),
      ...[initial, arrived, done, givenBack, expired, lost, inHand, left].map(amountText),
      ages,
      oldestMs === null ? '–' : durationText(oldestMs),
    ];
  });
  return { columns, rows };
}
