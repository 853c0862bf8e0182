/**
 * How far a proof came, in one sentence without its full stop.
 *
 * @module
 */
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { WorldVerification } from '../../verify/verification.ts';
import type { ProofReport } from '../report/proof-schema.ts';

export function proofReport(verified: WorldVerification): ProofReport {
  const { stopped, states, frontier, edges, bytes, gridMs, refusals, chancesLeft, moved } = verified;
  return {
    stopped,
    states,
    frontier,
    edges,
    bytes,
    gridMs,
    refusals: refusals.map(({ name, reason }) => ({ name, reason })),
    ...(moved && { moved: { ...moved, canStarve: [...moved.canStarve] } }),
    ...(chancesLeft !== undefined && { chancesLeft }),
    text: proofText(verified),
  };
}

function proofText(verified: WorldVerification): string {
  const { stopped, states, edges, gridMs, zeno, moved } = verified;
  if (stopped !== 'complete') {
    return `not proved: ${whyNot(verified)}${moved === undefined ? '' : movedText(verified, moved)}`;
  }
  const dates = moved ? `, with all dates moved by any multiple of ${durationText(moved.byMs)}` : '';
  const whole = `every case was tried${dates}: ${amountText(states)} states, ${amountText(edges)} edges, grid ${durationText(gridMs)}`;
  return zeno === undefined ? whole : `${whole}; in some of them an instant never ends`;
}

/** "; with the dates moved ann is safe, whenever they come, and bob can starve at some of their times (9,017 states)". */
function movedText({ tasks }: WorldVerification, moved: NonNullable<WorldVerification['moved']>): string {
  const be = (names: readonly string[]) => `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;
  const safe = tasks.flatMap(({ task, atMost }) => (atMost === undefined ? [] : [task]));
  const parts = [
    ...(safe.length > 0 ? [`${be(safe)} safe, whenever they come`] : []),
    ...(moved.canStarve.length > 0 ? [`${moved.canStarve.join(', ')} can starve where they come at some time`] : []),
  ];
  return parts.length === 0
    ? ''
    : `; with the dates moved ${parts.join(', and ')} (${amountText(moved.states)} states)`;
}

/** Why not everything was explored. */
export function whyNot({ stopped, states, frontier, outside, refusals, zeno }: WorldVerification): string {
  const far = `after ${amountText(states)} states, ${amountText(frontier)} of them found and not yet explored`;
  switch (stopped) {
    case 'complete':
      return zeno === undefined ? 'every case was tried' : 'there is a run in which an instant never ends';
    case 'states-max':
      return `the limit of states was reached ${far}`;
    case 'bytes-max':
      return `the limit of memory was reached ${far}`;
    case 'steps-max':
      return `the limit of work was reached ${far}`;
    case 'starts-max':
      return states === 0
        ? 'it can begin in too many ways; a coarser grid has fewer'
        : `too many starts to try all, stopped ${far}`;
    case 'range':
      return `${outside ?? 'something'} grew out of what was foreseen for it, ${far}`;
    case 'not-verifiable': {
      const [first, ...others] = refusals.map(({ name, reason }) => `${name}: ${reason}`);
      return `${first}${others.length === 0 ? '' : ` (and ${others.length} more like this)`}`;
    }
  }
}
