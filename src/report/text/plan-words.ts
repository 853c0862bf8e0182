/**
 * What a plan comes to in sentences, for the terminal and the page alike.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { PlanReport, SettingReport } from '../../plan/report.ts';
import { amountText, shareText } from './amount-text.ts';

type Chosen = NonNullable<PlanReport['chosen']>;
type Edge = Chosen['margin']['edges'][number];
type Interval = SettingReport['figures'][number]['interval'];

/** "of 30 settings 14 keep every goal". */
export function headText({ counts, chosen, verdict, exhaustive }: PlanReport): string {
  const kept = counts.proved + counts.estimated;
  const looked = `${amountText(counts.looked)} settings${exhaustive ? '' : ' looked at'}`;
  if (chosen !== null) return `${amountText(kept)} of ${looked} keep every goal`;
  return verdict === 'fail'
    ? `none of ${looked} keeps every goal`
    : `no setting is known to keep every goal, of ${looked}`;
}

/** How the settings were looked at. */
export function effortText({ counts, budget, seed, space }: PlanReport): string {
  const parts = [
    `${space.parameters.length} ${space.parameters.length === 1 ? 'parameter' : 'parameters'}`,
    `${amountText(counts.byFinding)} decided by findings`,
    `${amountText(budget.used.proofs)} explored`,
    `${amountText(budget.used.runs)} ${budget.used.runs === 1 ? 'run' : 'runs'}`,
    `seed ${seed}`,
  ];
  return parts.join(' · ');
}

export function valuesText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** "BACKFILL_MIN_TOKENS 50 -> 85; UPSERT_EVERY stays 15m". */
export function changesText({ changes, values }: Chosen): string {
  const changed = changes.map(({ name, from, to }) => `${name} ${from} -> ${to}`);
  const stay = Object.entries(values).filter(([name]) => !changes.some((change) => change.name === name));
  const stays = stay.map(([name, value]) => `${name} stays ${value}`);
  return changed.length === 0 ? `as it is: ${stays.join('; ')}` : [...changed, ...stays].join('; ');
}

/** What a setting does: progress, what is served, the longest wait that was proved. */
export function doesText({ perDay, served, worstMs }: SettingReport): string {
  const tasks = [...new Set([...Object.keys(perDay), ...Object.keys(worstMs)])];
  const each = tasks.map((task) => {
    const parts = [
      ...(perDay[task] === undefined ? [] : [`${amountText(perDay[task])} a day`]),
      ...(served[task] === undefined ? [] : [`${shareText(served[task])} served`]),
      ...(worstMs[task] === undefined ? [] : [`waits ${durationText(worstMs[task])} at most (proved)`]),
    ];
    return `${task} ${parts.join(', ')}`;
  });
  return each.join('; ');
}

const WORDS: Readonly<Record<SettingReport['standing'] | 'not-looked-at', string>> = {
  proved: 'safe, proved, and every goal is met',
  estimated: 'every goal is met, as far as runs show',
  unknown: 'not known',
  missed: 'a goal is not met',
  unsafe: 'a task can starve',
  invalid: 'no scenario',
  'not-looked-at': 'not looked at',
};

export function standingText(standing: keyof typeof WORDS): string {
  return WORDS[standing];
}

/** Why a setting stands where it stands. */
export function whyText(setting: SettingReport): string {
  // Who can starve says enough.
  const goals = setting.standing === 'unsafe' ? [] : setting.open.map(({ of, text }) => `${of} ${text}`);
  const seen = setting.standing === 'estimated' || setting.standing === 'unknown' ? starvedText(setting) : '';
  const reasons = [...(setting.why === undefined ? [] : [setting.why]), ...goals, ...(seen === '' ? [] : [seen])];
  const standing = standingText(setting.standing);
  return reasons.length === 0 ? standing : `${standing}: ${reasons.join('; ')}`;
}

function starvedText({ starved }: SettingReport): string {
  if (starved === null || starved.interval === null) return '';
  const [low, high] = starved.interval;
  return `a task looked starved in ${starved.runs} of ${starved.of} runs, which is ${shareText(low)} to ${shareText(high)} of all (95 %)`;
}

/** Why this one, of those that keep every goal. */
export function choiceText(report: PlanReport): string {
  const { target, direction, indifference, confidence, chosen, sure } = report;
  const { equals, margin } = chosen!;
  const far =
    margin.steps === null
      ? 'no value of any parameter alone spoils it'
      : `it is ${stepsText(margin.steps)} from the nearest value that spoils it`;
  if (equals === 1) {
    const best =
      target === null ? 'it is the only one' : `it has the ${direction === 'maximize' ? 'most' : 'least'} ${target}`;
    const within = indifference === null || !sure ? '' : `, within ${figureText(target!, indifference)}`;
    return `${best}${within}${indifference === null ? '' : sureText(confidence, sure)}; ${far}`;
  }
  const as =
    target === null
      ? `${amountText(equals)} settings keep every goal`
      : indifference === null
        ? `${amountText(equals)} settings have the ${direction === 'maximize' ? 'most' : 'least'} ${target}`
        : `${amountText(equals)} settings are as good by ${target}, within ${figureText(target, indifference)}${sureText(confidence, sure)}`;
  return `${as}; of them this one is farthest from trouble: ${far}`;
}

function sureText(confidence: number, sure: boolean): string {
  return sure ? ` (${shareText(confidence)} sure)` : ' (by its mean alone)';
}

export function stepsText(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`;
}

export function edgeText({ name, direction, at, steps, standing, why }: Edge): string {
  const reason = why === undefined ? standingText(standing) : `${standingText(standing)} (${why})`;
  return `${name} ${direction === 'below' ? 'down' : 'up'} to ${at}, ${stepsText(steps)}: ${reason}`;
}

/** The present setting, and how far it is from safety. */
export function presentText(present: NonNullable<PlanReport['present']>): string {
  const { nearest, values } = present;
  const mend =
    nearest === null
      ? ''
      : `; the nearest that keeps every goal: ${nearest.name} ${values[nearest.name]} -> ${nearest.to} (${stepsText(nearest.steps)})`;
  return `${valuesText(values)}: ${whyText(present)}${mend}`;
}

/** "backfiller.progress +28 a day [27.3, 28.7]". */
export function differenceText({ target, mean, interval }: Chosen['difference'][number]): string {
  const signed = (value: number) => `${value > 0 ? '+' : ''}${figureText(target, value)}`;
  return `${target} ${signed(mean)}${rangeText(interval, signed)}`;
}

export function rangeText(interval: Interval, text: (value: number) => string): string {
  return interval === null || text(interval[0]) === text(interval[1])
    ? ''
    : ` [${text(interval[0])}, ${text(interval[1])}]`;
}

/** A value of a target, in its unit. */
export function figureText(target: string, value: number): string {
  if (target.endsWith('.latency') || target.endsWith('.age')) return durationText(value);
  if (target.endsWith('.served')) return shareText(value);
  return target.endsWith('.progress') ? `${amountText(value)} a day` : amountText(value);
}

/** What the facts may be before it is spoilt. */
export function factText({ what, by, standing, why }: PlanReport['robustness'][number]): string {
  return why === null
    ? `${what} ${by}: ${standingText(standing)}`
    : `${what} ${by}: ${standingText(standing)} (${why})`;
}

/** "BACKFILL_MIN_TOKENS: every goal is kept by some setting from 55 to 120, and by 14 of 30". */
export function effectText(
  { name, values, least, most, alone }: PlanReport['effects'][number],
  target: string | null,
): string {
  if (least === null || most === null) return `${name}: no value keeps every goal`;
  const kept = values.filter((value) => value.kept > 0);
  const span =
    least === most ? `with ${least} alone` : `with ${kept.length} of ${values.length} values, ${least} to ${most}`;
  const moves =
    alone === null || target === null || alone.low.value === alone.high.value
      ? ''
      : `; by itself it moves ${target} from ${figureText(target, alone.low.value)} (at ${alone.low.at}) to ${figureText(target, alone.high.value)} (at ${alone.high.at})`;
  return `${name}: goals can be kept ${span}${moves}`;
}
