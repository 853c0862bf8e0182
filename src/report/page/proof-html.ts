/**
 * What was proved, in the page: how a task starves, with its pictures, and how far the proof came.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { CounterexampleReport } from '../../judge/report/proof-schema.ts';
import type { Report, TaskReport, WorldReport } from '../../judge/report/report.ts';
import { replayCommand } from '../replay-command.ts';
import { neighbourText } from '../text/neighbours-text.ts';
import { type Html, html, NOTHING, trusted } from './html-text.ts';
import { tableHtml } from './page-parts.ts';

type Body = Omit<WorldReport, 'set'>;

const HEADINGS = {
  starvation: 'How it starves',
  'longest-wait': 'How it waits that long',
  zeno: 'How time stands still for it',
} as const;

/** A longer story is folded: pictures tell it at a glance. */
const STORY_OPEN = 12;

/** A section for each counterexample; `figures` gives its pictures by the name of its script. */
export function counterexamplesHtml(
  report: Pick<Report, 'scenario'>,
  { tasks }: Body,
  figures: (script: string) => readonly Html[],
): Html {
  const sections = Object.entries(tasks).flatMap(([task, { counterexample }]) =>
    counterexample === undefined
      ? []
      : [
          html`<section><h2>${task}: ${HEADINGS[counterexample.shows]}</h2><p>${counterexample.text}.</p>
${figures(counterexample.script)}
<div class="card"><details${counterexample.story.length <= STORY_OPEN ? trusted(' open') : NOTHING}><summary>instant by instant</summary>${storyHtml(counterexample)}</details></div>
<p>It can be run step by step: <code>${replayCommand(report, counterexample.script)}</code>, the file beside this page.</p></section>
`,
        ],
  );
  return html`${sections}`;
}

function storyHtml({ story, omitted, cycle }: CounterexampleReport): Html {
  const supplies = Object.keys(story[0]?.levels ?? {});
  const heads = ['time', ...supplies, 'what happens'];
  const rows = story.map(({ at, levels, sentences, inCycle, leftOut }) => {
    const cells = supplies.map((name) => html`<td class="number">${numberText(levels[name] ?? 0)}</td>`);
    const gap =
      leftOut === undefined
        ? NOTHING
        : html`<tr><td class="quiet" colspan="${heads.length}">… ${leftOut} more, which are in the script …</td></tr>
`;
    return html`${gap}<tr${inCycle ? html` class="cycle"` : NOTHING}><th scope="row">${at}</th>${cells}<td>${sentences.join('; ')}</td></tr>
`;
  });
  const after = omitted - story.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0);
  const rest = [
    after > 0 ? `${after} more instants are in the script.` : '',
    cycle === null ? '' : `The marked part takes ${durationText(cycle.durationMs)} and goes on for ever.`,
  ].filter((part) => part !== '');
  return html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>
<p class="quiet">${rest.join(' ')}</p>`;
}

function numberText(tokens: number): string {
  return String(Math.round(tokens * 1e4) / 1e4);
}

/** How far the proof came, and each task's longest waits. */
export function proofHtml({ proof, tasks }: Body): Html {
  if (proof === undefined) return NOTHING;
  const rows = Object.entries(tasks).map(([name, task]) => [name, claimText(task), ...waitCells(task)]);
  const refusals = proof.refusals.map(({ name, reason }) => html`<li><strong>${name}</strong>: ${reason}.</li>`);
  const chances = Object.values(tasks).flatMap((task) => task.chances ?? []);
  const said = chances.map(({ text }) => html`<li>${sentence(text)}</li>`);
  const unsaid =
    proof.chancesLeft === undefined ? NOTHING : html`<p class="quiet">Chances are not known: ${proof.chancesLeft}.</p>`;
  const table = tableHtml({ columns: ['task', 'claim', 'first progress within', 'between two at most'], rows });
  return html`<section><h2>Proof</h2><p>${refusals.length === 0 ? `${proof.text}.` : 'Not proved, because of'}</p>${refusals.length === 0 ? NOTHING : html`<ul>${refusals}</ul>`}
<div class="card">${table}</div>
${said.length === 0 ? unsaid : html`<h3>By chance</h3><div class="card"><ul class="plain">${said}</ul><p class="quiet">What is left open at the start has no chance: where figures span a range, it goes over all of that.</p></div>`}</section>`;
}

/** The smallest change that mends a world that fails. */
export function fixHtml({ fix }: Body): Html {
  if (fix === undefined) return NOTHING;
  const heading = fix.kind === 'none' ? 'No fix by one parameter' : 'The smallest fix';
  const open = fix.kind === 'none' ? [] : fix.open.map((goal) => html`<li>${goal}</li>`);
  return html`<section><h2>${heading}</h2><div class="card"><p>${sentence(fix.text)}</p>${open.length === 0 ? NOTHING : html`<ul>${open}</ul>`}</div></section>
`;
}

/** How far each parameter can move, alone. */
export function neighboursHtml({ neighbours = [] }: Body): Html {
  if (neighbours.length === 0) return NOTHING;
  const items = neighbours.map((one) => html`<li>${neighbourText(one)}.</li>`);
  return html`<section><h2>How far each parameter can move, alone</h2><div class="card"><ul class="plain">${items}</ul>
<p class="quiet">Every value between the ends was verified. Safe: no task starves that must not. Proofs can judge waits, shares, and that nobody starves; other goals are named and were not tried at other values.</p></div></section>`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function claimText({ claim, evidence }: TaskReport): string {
  const known = evidence.kind === 'proof' || evidence.kind === 'counterexample' ? ', proved' : '';
  const words = {
    live: 'safe',
    starvable: 'can starve',
    starved: 'starves',
    overloaded: 'is overloaded',
    unknown: 'not known',
  } as const;
  return `${words[claim]}${known}`;
}

function waitCells({ worst, claim }: TaskReport): [string, string] {
  const isOpen = claim === 'unknown' || claim === 'live';
  if (worst === undefined) return isOpen ? ['not known', 'not known'] : ['one of them is unbounded', ''];
  const most = worst.bound ? 'at most ' : '';
  return [
    `${most}${durationText(worst.firstMs)}`,
    worst.betweenMs === null ? 'never two' : `${most}${durationText(worst.betweenMs)}`,
  ];
}
