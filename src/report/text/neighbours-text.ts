/**
 * How far each parameter can move, in a sentence each: for the terminal and the page.
 *
 * @module
 */
import type { NeighboursReport } from '../../judge/report/neighbours-schema.ts';

type Parameter = NeighboursReport[number];
type Range = Parameter['claim'];

/**
 * "BACKFILL_MIN_TOKENS 80: safe from 55 to 150 (not at 50); goals met from 55 to 120 (not at 50 and 125)"; goals that no
 * proof can judge are named, for nothing was tried of them at other values.
 */
export function neighbourText({ name, value, claim, goals, unjudged }: Parameter): string {
  if (claim.below.kind === 'no-step') return `${name} ${value}: its range has no step, so no other value was tried`;
  const safe = { yes: 'safe', no: 'not safe', unknown: 'not known to be safe' }[claim.answer];
  const which = unjudged.length === 0 ? 'goals' : 'goals that proofs can judge';
  const met = { yes: `${which} met`, no: `${which} not met`, unknown: `${which} not known to be met` }[goals.answer];
  const open = unjudged.length === 0 ? '' : `; not judged at other values: ${unjudged.join(', ')}`;
  if (claim.answer === goals.answer && sameEnds(claim, goals)) {
    const both = { yes: `safe and ${met}`, no: 'not safe', unknown: 'not known to be safe' }[claim.answer];
    return `${name} ${value}: ${both} ${extent(claim)}${open}`;
  }
  return `${name} ${value}: ${safe} ${extent(claim)}; ${met} ${extent(goals)}${open}`;
}

function sameEnds(left: Range, right: Range): boolean {
  return left.from === right.from && left.to === right.to && noteOf(left) === noteOf(right);
}

function extent(range: Range): string {
  const { from, to } = range;
  const note = noteOf(range);
  return (from === to ? `at ${from} alone` : `from ${from} to ${to}`) + (note === '' ? '' : ` (${note})`);
}

/** Why it ends there; nothing where the values end. */
function noteOf({ answer, below, above }: Range): string {
  const ends = [below, above];
  const flips = ends.flatMap((end) => (end.kind === 'flips' ? [end.at] : []));
  const unknown = ends.flatMap((end) => (end.kind === 'unknown' ? [end.at] : []));
  const invalid = ends.flatMap((end) => (end.kind === 'invalid' ? [end.at] : []));
  return [
    ...(flips.length > 0 ? [`${answer === 'no' ? 'but' : 'not'} at ${flips.join(' and ')}`] : []),
    ...(unknown.length > 0 ? [`not known at ${unknown.join(' and ')}`] : []),
    ...(invalid.length > 0 ? [`no scenario at ${invalid.join(' and ')}`] : []),
    ...(ends.some(({ kind }) => kind === 'limit') ? ['no further tried'] : []),
  ].join(', ');
}
