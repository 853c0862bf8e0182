/**
 * What was proved, for the terminal: the numbers of the proof, each task's longest waits, and how a counterexample goes.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { CounterexampleReport } from '../../judge/report/proof-schema.ts';
import type { Report, TaskReport } from '../../judge/report/report.ts';
import { amountText } from './amount-text.ts';
import { shorten } from './text-fit.ts';
import { goalsShown } from './text-goals.ts';
import type { Paint } from './text-style.ts';
import { claimWords, NAME_LENGTH_MAX, taskHead, withGoals } from './text-tasks.ts';

/** "proof 4,885 states, 5,531 edges, grid 1 min"; nothing where nothing was explored. */
export function proofPart({ proof }: Report): string[] {
  if (proof === undefined || proof.states === 0) return [];
  const size = `${amountText(proof.states)} states, ${amountText(proof.edges)} edges`;
  if (proof.stopped !== 'complete') return [`unfinished proof ${size}`];
  return [`proof ${size}, grid ${durationText(proof.gridMs)}${proof.moved ? ', whenever the dates come' : ''}`];
}

/** Why not everything was proved, and what to write instead; nothing where it was. */
export function proofRemarks({ proof }: Report): string[] {
  if (proof === undefined || proof.stopped === 'complete') return [];
  if (proof.stopped !== 'not-verifiable') return [`${proof.text}.`];
  return proof.refusals.map(({ name, reason }) => `not proved: ${name}: ${reason}.`);
}

/** What chance does to those who can starve; or why that is not known. */
export function chanceRemarks({ tasks, proof }: Report): string[] {
  const starvable = Object.values(tasks).filter(({ claim }) => claim === 'starvable');
  if (starvable.length === 0) return [];
  if (proof?.chancesLeft !== undefined) return [`not known: ${proof.chancesLeft}.`];
  return starvable.flatMap(({ chances }) => (chances === undefined ? [] : [`${chances.text}.`]));
}

/** Rows of the table of `sim verify`: the longest waits of any run in a column of their own. */
export function proofRows(report: Report, paint: Paint): string[][] {
  const [task, verdict, , , goal, outcome] = taskHead('');
  const head = [task, verdict, 'first, between', goal, outcome].map((word) => paint(word, 'dim'));
  const rows = Object.entries(report.tasks).flatMap(([name, numbers]) => {
    const goals = report.goals.filter(({ of }) => of === name);
    const facts = [shorten(name, NAME_LENGTH_MAX), claimWords(numbers, goals, paint), worstCell(numbers)];
    return withGoals(facts, goalsShown(goals, name), paint);
  });
  return [head, ...rows];
}

function worstCell({ worst, claim }: TaskReport): string {
  if (worst === undefined) return claim === 'unknown' || claim === 'live' ? 'unknown' : 'unbounded';
  const first = durationText(worst.firstMs);
  const both = worst.betweenMs === null ? first : `${first}, ${durationText(worst.betweenMs)}`;
  return worst.bound ? `at most ${both}` : both;
}

export interface Told {
  readonly counterexample: CounterexampleReport;
  /** Whether its sentence stands elsewhere already. */
  readonly said: boolean;
}

/** The counterexamples of a report, in the order of its tasks. */
export function toldIn({ tasks }: Report): Told[] {
  return Object.values(tasks).flatMap(({ counterexample, cause }) =>
    counterexample === undefined ? [] : [{ counterexample, said: cause === counterexample.text }],
  );
}
