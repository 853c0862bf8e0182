/**
 * What the unsure facts decide, told before any world is shown.
 *
 * @module
 */
import type { GoalReport, WorldReport } from '../../judge/report/report.ts';
import { goalName, measuredText } from '../text/goal-text.ts';
import { type Html, html } from './html-text.ts';
import { chip } from './page-parts.ts';

/** "POLL_COST = 0", the name of a world. */
export function worldName(world: WorldReport): string {
  const facts = Object.entries(world.set).map(([name, value]) => `${name} = ${value}`);
  return facts.length === 0 ? 'the only world' : facts.join(', ');
}

/** What the unsure facts decide: the goals whose verdict flips first, then those that no world saves. */
export function flipsHtml(worlds: readonly WorldReport[]): Html {
  const rows = goalRows(worlds);
  const flips = rows.filter(({ same }) => !same);
  const lost = rows.filter(({ same, goals }) => same && goals.every((goal) => goal?.verdict === 'missed'));
  const facts = [...new Set(worlds.flatMap(({ set }) => Object.keys(set)))].join(', ');
  const said = [
    flips.length > 0
      ? `It depends on ${facts}: ${flips.map(({ label }) => label).join(', ')}.`
      : `${facts} decides no goal: the verdicts are the same in ${worlds.length === 2 ? 'both' : `all ${worlds.length}`} worlds.`,
    lost.length > 0 ? `Missed in every world: ${lost.map(({ label }) => label).join(', ')}.` : '',
  ];
  const ordered = [...flips, ...lost, ...rows.filter((row) => row.same && !lost.includes(row))];
  return html`<section id="worlds"><h2>What flips between the worlds</h2><p>${said.filter((part) => part !== '').join(' ')}</p>
<div class="card"><table><thead><tr><th scope="col">goal</th>${worlds.map((world) => html`<th scope="col">${worldName(world)}</th>`)}</tr></thead>
<tbody><tr><th scope="row">verdict</th>${worlds.map(({ verdict }) => html`<td>${chip(verdict)}</td>`)}</tr>
${ordered.map(
  ({ label, goals, same }) =>
    html`<tr><th scope="row">${label}${same ? '' : ' (flips)'}</th>${goals.map((goal) =>
      goal === undefined ? html`<td></td>` : html`<td>${chip(goal.verdict)} ${measuredText(goal)}</td>`,
    )}</tr>
`,
)}</tbody></table></div></section>`;
}

interface GoalRow {
  readonly label: string;
  readonly same: boolean;
  readonly goals: readonly (GoalReport | undefined)[];
}

function goalRows(worlds: readonly WorldReport[]): GoalRow[] {
  const labels = [...new Set(worlds.flatMap(({ goals }) => goals.map((goal) => `${goal.of} ${goalName(goal)}`)))];
  return labels.map((label) => {
    const goals = worlds.map((world) => world.goals.find((goal) => `${goal.of} ${goalName(goal)}` === label));
    return { label, goals, same: new Set(goals.map((goal) => goal?.verdict)).size === 1 };
  });
}
