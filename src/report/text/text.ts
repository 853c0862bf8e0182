/**
 * A report for the terminal: the verdict first, then the numbers, why it is so, what it rests on, and how to repeat it.
 *
 * @module
 */

import { durationText } from '../../analysis/words/duration-text.ts';
import type { GoalReport, Report, WorldReport } from '../../judge/report/report.ts';
import { errorsDespitePass } from '../despite.ts';
import { replayCommand } from '../replay-command.ts';
import { worstWorld } from '../world.ts';
import { backlogLines } from './backlog-text.ts';
import { callRemarks } from './calls-text.ts';
import { lockRemarks } from './locks-text.ts';
import { neighbourText } from './neighbours-text.ts';
import { storyLines } from './story-lines.ts';
import {
  beside,
  block,
  type Drawing,
  type DrawTable,
  drawn,
  freed,
  held,
  INDENT,
  label,
  roomOf,
  widthOf,
} from './text-blocks.ts';
import { configLines } from './text-config.ts';
import { wrap } from './text-fit.ts';
import { acceptances, goalsShown } from './text-goals.ts';
import { chanceRemarks, proofPart, proofRemarks, proofRows, toldIn } from './text-proof.ts';
import { columnsOf, harmless, type Paint, painter } from './text-style.ts';
import { taskRows } from './text-tasks.ts';
import { duplicates, leftOvers, poolWaits } from './text-waits.ts';
import { verdictWord, worldLabel, worldList, worldRows } from './text-worlds.ts';

export interface TextOptions {
  /** Columns of the terminal; no sentence is longer. */
  readonly width: number;
  readonly colour: boolean;
  /** The files that were written, the one to look at first. */
  readonly wrote?: readonly string[];
  readonly table: DrawTable;
  /** `proof`: what was proved comes first, and counterexamples are told at length. */
  readonly show?: 'runs' | 'proof';
  /** Whether commands are called by npx. */
  readonly npx?: boolean;
  /** What is to be said of a certificate that was asked for. */
  readonly certificate?: readonly string[];
}

/** More findings are left to `sim lint`. */
const FINDINGS_TOLD = 10;

/**
 * The report as lines of text, with a new line at the end. The same report and options give the same text.
 *
 * @example
 * formatText(report, { width: 80, colour: false, table: (rows) => rows.map((row) => row.join('  ')) });
 */
export function formatText(raw: Report, options: TextOptions): string {
  const { width, colour, wrote = [], table, show = 'runs', certificate = [] } = options;
  const report = harmless(raw);
  const paint = painter(colour);
  const room = roomOf(width);
  const why = reasons(report);
  const sections = [
    [...head(report, paint, room), ...wrap(held(evidenceLine(report)), room).map((line) => paint(freed(line), 'dim'))],
    worldLines(report, { paint, room, table }),
    drawn(show === 'proof' ? proofRows(report, paint) : taskRows(report, paint), room, table),
    [
      ...block('Config', configLines(report), { paint, room }),
      ...block('Why', why, { paint, room }),
      ...block('Accept', acceptances(report), { paint, room }),
      ...howLines(report, { paint, room }, options),
      ...block('Fix', fixLines(report), { paint, room }),
      ...(show === 'proof' ? block('Near', nearLines(report), { paint, room }) : []),
      ...block('Chance', chanceRemarks(report), { paint, room }),
      ...block('Future', recurrenceLines(report), { paint, room }),
      ...block('Proof', proofRemarks(report), { paint, room }),
      ...findingLines(report, why, { paint, room }),
      ...block('Waits', poolWaits(report), { paint, room }),
      ...block('Items', backlogLines(report), { paint, room }),
      ...block('Calls', callRemarks(report), { paint, room }),
      ...block('Locks', lockRemarks(report, report.replications), { paint, room }),
      ...block('Twice', duplicates(report), { paint, room }),
      ...block('Left', leftOvers(report), { paint, room }),
      ...block('Rests', rests(report), { paint, room }),
      // Commands and paths are for copying: they stay in one line.
      label('Again', paint) + report.again,
      ...(wrote[0] === undefined ? [] : [label('Wrote', paint) + wroteText(wrote)]),
      ...block('Cert', harmless(certificate), { paint, room }),
    ],
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, '']);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function head(report: Report, paint: Paint, room: number): string[] {
  const { verdict, scenario } = report;
  const first = `${verdict.toUpperCase()}  ${scenario.name}   `;
  const hang = columnsOf(first) < room / 2 ? columnsOf(first) : INDENT;
  const [line = '', ...more] = wrap(summary(report), room - hang);
  const start = `${verdictWord(verdict, paint)}  ${paint(scenario.name, 'bold')}`;
  const lines = [line, ...more].map((text) => ' '.repeat(hang) + text);
  return hang === INDENT ? [start, ...lines] : [`${start}   ${line}`, ...lines.slice(1)];
}

/** What decides the verdict, in one sentence. */
function summary(report: Report): string {
  const { goals, tasks, verdict, scenario } = report;
  const claims = { starvable: 'can starve', starved: 'starves', overloaded: 'is overloaded' } as const;
  const said = Object.entries(tasks).flatMap(([name, { claim, almostSafe, mechanism = 'starvation' }]) => {
    if (claim === 'live' || claim === 'unknown') return [];
    if (almostSafe === true) return [`${name} ${claims[claim]} (probability 0)`];
    return [`${name} ${claims[claim]}${mechanism === 'starvation' ? '' : ` (${mechanism})`}`];
  });
  const decisive = goals.filter((goal) => goal.verdict === (verdict === 'fail' ? 'missed' : 'unknown'));
  const count = `${decisive.length} of ${goals.length} goals`;
  const errors = errorsDespitePass(report);
  if (verdict === 'pass') {
    const kept = passSummary(goals, tasks);
    if (errors === undefined) return [...said, kept].join('; ');
    return [...said, `${kept}, judged over ${durationText(scenario.horizonMs)}`, errors].join('; ');
  }
  return [...said, `${count} ${verdict === 'fail' ? 'missed' : 'cannot be judged'}`].join('; ');
}

function passSummary(goals: readonly GoalReport[], tasks: Report['tasks']): string {
  const open = goals.filter(({ verdict }) => verdict === 'accepted');
  const almost = open.filter(({ of, goal }) => goal === 'neverStarves' && tasks[of]?.almostSafe === true).length;
  const accepted = open.length - almost;
  if (open.length > 0) {
    const met = `${goals.length - open.length} of ${goals.length} goals met`;
    const chance = almost === 0 ? [] : [`${almost} kept with probability 1`];
    return [met, ...chance, ...(accepted === 0 ? [] : [`${accepted} accepted as they are`])].join(', ');
  }
  if (goals.length <= 2) return ['no goal was set', 'its only goal met', 'both goals met'][goals.length]!;
  return `all ${goals.length} goals met`;
}

/** "proof 4,885 states, 5,531 edges, grid 1 min · estimate 20 x 7 d, seed 1". */
function evidenceLine(report: Report): string {
  const { replications, scenario, seed, worlds, recurrence } = report;
  const warmup = scenario.warmupMs > 0 ? `, the first ${durationText(scenario.warmupMs)} not counted` : '';
  const length = `${durationText(scenario.horizonMs)}${warmup}, seed ${seed}`;
  const runs = recurrence === undefined ? `estimate ${replications} x ${length}` : `the only possible run, ${length}`;
  const all = [...proofPart(report), runs].join(' · ');
  return (worlds === undefined ? all : `${all}, in ${worlds.length} worlds`) + hiddenText(report);
}

/** The table leaves out what every task has and keeps. */
function hiddenText({ goals }: Report): string {
  const tasks = [...new Set(goals.map(({ of }) => of))];
  const hidden = goals.length - tasks.reduce((sum, of) => sum + goalsShown(goals, of).length, 0);
  if (hidden === 0) return '';
  return `; ${hidden === 1 ? 'one goal' : `${hidden} goals`} met and not shown (never starves)`;
}

const INSTANTS_TOLD = { runs: 6, proof: 24 } as const;

/** How counterexamples go, each with the command that replays it; in a report of runs the first one in short. */
function howLines(report: Report, { paint, room }: Omit<Drawing, 'table'>, options: TextOptions): string[] {
  const { show = 'runs', wrote = [], npx } = options;
  return toldIn(report)
    .slice(0, show === 'runs' ? 1 : undefined)
    .flatMap(({ counterexample, said }) => {
      const sentence = said ? [] : wrap(ended(counterexample.text), room - INDENT);
      const story = storyLines(counterexample, { room: room - INDENT, instantsMax: INSTANTS_TOLD[show] });
      const script = wrote.find((path) => path.endsWith(`/${counterexample.script}`));
      const replay =
        script === undefined
          ? []
          : [`${label('Replay', paint)}${npx === true ? 'npx ' : ''}${replayCommand(report, script)}`];
      return [...beside('How', [...sentence, ...story], paint), ...replay];
    });
}

function worldLines(report: Report, { paint, room, table }: Drawing): string[] {
  const { worlds } = report;
  if (worlds === undefined) return [];
  const columns = worldRows(worlds, paint);
  const lines = drawn(widthOf(columns) <= room ? columns : worldList(worlds, paint), room, table);
  const shown = worldLabel(worlds[worstWorld(report)]!);
  return [...lines, '', `Below: ${shown}, the worst of them.`];
}

/** The cause of each goal that is not met, or, where no cause is known, what was measured. */
function reasons({ goals, tasks }: Report): string[] {
  const open = goals.filter(({ verdict }) => verdict === 'missed' || verdict === 'unknown');
  const said = open.map(({ of, text }) => tasks[of]?.cause ?? sentence(of, text));
  return [...new Set(said)].map(ended);
}

function sentence(of: string, text: string): string {
  return text.startsWith(of) ? text : `${of}: ${text}`;
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function fixLines({ fix }: Report): string[] {
  return fix === undefined ? [] : [ended(fix.text)];
}

function nearLines({ neighbours = [] }: Report): string[] {
  return neighbours.map(neighbourText);
}

/** What stands under `Why` is not said twice. */
function findingLines({ findings }: Report, why: readonly string[], space: Omit<Drawing, 'table'>): string[] {
  const names = { error: 'Error', warning: 'Warn', note: 'Note' } as const;
  const told = findings.slice(0, FINDINGS_TOLD).flatMap(({ code, severity, message, at }) => {
    const said = why.includes(ended(message)) ? 'as above' : message;
    return block(names[severity], [`${code} ${said} (${at})`], space);
  });
  const more = findings.length - FINDINGS_TOLD;
  return more > 0 ? [...told, ...block('', [`… and ${more} more findings, which sim lint lists`], space)] : told;
}

/** Whether the only run there is repeats itself; nothing where something is left open. */
function recurrenceLines({ recurrence }: Report): string[] {
  return recurrence === undefined ? [] : [`${recurrence.text}.`];
}

/** A sentence each; what each run draws anew is said in one. */
function rests({ restsOn }: Pick<WorldReport, 'restsOn'>): string[] {
  const isDrawn = (value: string): boolean => /^any of \d+: /.test(value);
  const drawn = restsOn.filter(({ value }) => isDrawn(value));
  const names = drawn.map(({ name, value }) => `${name} (${value.replace(/^any of \d+: /, '')})`);
  const sentences = restsOn.flatMap(({ name, value, text, flips }) => {
    if (flips === undefined) return isDrawn(value) ? [] : [text];
    return [`${isDrawn(value) ? `any ${name}` : text}: ${flips}`];
  });
  return names.length === 0 ? sentences : [...sentences, `each run draws ${names.join(', ')}`];
}

function wroteText([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} and ${others.length === 1 ? 'one file' : `${others.length} files`} beside it`;
}
