/**
 * In the page: whether the only run of a model that leaves nothing open repeats itself, and what then holds for all time.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TaskReport, WorldReport } from '../../judge/report/report.ts';
import { amountText } from '../text/amount-text.ts';
import { type Html, html, NOTHING } from './html-text.ts';
import { tableHtml } from './page-parts.ts';

/** Nothing where something is left open. */
export function recurrenceHtml({ recurrence, tasks }: Omit<WorldReport, 'set'>): Html {
  if (recurrence === undefined) return NOTHING;
  const rows = Object.entries(tasks).map(([name, task]) => [name, foreverText(task)]);
  const table = recurrence.kind === 'not-seen' ? NOTHING : tableHtml({ columns: ['task', 'for all time'], rows });
  return html`<section><h2>The only possible run</h2><p>Nothing is left open, so there is one run. It is ${recurrence.text}.</p>
<div class="card">${table}</div></section>`;
}

function foreverText({ claim, worst, growsPerDay, itemsPerDay }: TaskReport): string {
  const waits =
    worst === undefined
      ? ''
      : `first progress within ${durationText(worst.firstMs)}${worst.betweenMs === null ? '' : `, ${durationText(worst.betweenMs)} between two at most`}`;
  switch (claim) {
    case 'live':
      return waits === '' ? 'progress whenever there is something to do' : waits;
    case 'overloaded':
      if (itemsPerDay !== undefined) return `${amountText(itemsPerDay)} more items wait each day`;
      return `${amountText(growsPerDay ?? 0)} more starts wait each day; ${waits}`;
    case 'starved':
    case 'starvable':
      return 'no progress any more';
    case 'unknown':
      return 'not known';
  }
}
