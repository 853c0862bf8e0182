/**
 * Tasks that are proved never to starve, and by which argument.
 *
 * @module
 */
import { type Ask, isPaid } from './asks.ts';
import { boundsOf } from './bounds.ts';
import type { Evidence } from './finding.ts';
import { jitterOf } from './hog.ts';
import { itsTurnComes } from './line.ts';
import { leftByOthers, type Sure, sureToPass } from './passes.ts';
import { endlessLoop } from './program.ts';
import { leastIn } from './refill.ts';
import { livesBeside, pairsOf, type SawTooth } from './saw-tooth.ts';
import { isSteady, type Surveyed } from './survey.ts';
import type { Taker } from './taker.ts';
import { timePasses } from './time-passes.ts';

export type Safe = { readonly of: Surveyed } & (
  | { readonly why: Sure | 'line' }
  | { readonly why: 'turn'; readonly saw: SawTooth }
  | { readonly why: 'between'; readonly taker: Taker; readonly other: Taker }
);

/** Several rules ask. */
const KNOWN = new WeakMap<Evidence, readonly Safe[]>();

/** Every task that is safe, with the first argument that shows it. */
export function safeTasks(evidence: Evidence): readonly Safe[] {
  const known = KNOWN.get(evidence);
  if (known !== undefined) return known;
  const safe = !timePasses(evidence)
    ? []
    : evidence.tasks.flatMap((of) => (recurs(evidence, of) ? (safeOf(evidence, of) ?? []) : []));
  KNOWN.set(evidence, safe);
  return safe;
}

function safeOf(evidence: Evidence, of: Surveyed): Safe | undefined {
  const sure = everyAskPasses(evidence, of);
  if (sure !== undefined) return { of, why: sure };
  for (const { peer, looker } of pairsOf(evidence)) {
    const saw = looker.of.task === of.task ? livesBeside(evidence, peer, looker) : undefined;
    if (saw !== undefined) return { of, why: 'turn', saw };
    if (peer.of.task === of.task && servedBetween(evidence, peer, looker)) {
      return { of, why: 'between', taker: peer, other: looker };
    }
  }
  return undefined;
}

/** Whether a task comes again and again, never waits for a permit, works for a bounded time, and progresses each time. */
function recurs({ model }: Evidence, { triggers, single, unblocked, spec, places, progress, task }: Surveyed): boolean {
  const [trigger, ...more] = triggers;
  const known = trigger?.kind === 'always' || (trigger?.kind === 'every' && spec.whenBusy === 'skip');
  if (!known || !isSteady(trigger) || more.length > 0 || !single || !unblocked) return false;
  const turns = new Set(places.flatMap((place) => endlessLoop(place)?.turn ?? []));
  // A call may be refused again and again.
  const ends = places.some(({ operation: { kind } }) => kind === 'stop' || kind === 'fail' || kind === 'call');
  if (ends || turns.size > 1 || places.some(({ loops }) => loops.some(({ times }) => times?.high === Infinity)))
    return false;
  const finite = places.every(
    ({ operation }) => operation.kind !== 'work' || Number.isFinite(boundsOf(model, task, operation.duration).high),
  );
  return (
    finite && progress.some(({ loops }) => loops.length === turns.size && loops.every((loop) => turns.has(loop.turn)))
  );
}

/** Whether each ask of a task passes one day: where it waits without limit, or is skipped and tried again at its next start. */
function everyAskPasses(evidence: Evidence, of: Surveyed): Sure | 'line' | undefined {
  const taker = evidence.takers.find((one) => one.of.task === of.task);
  if (taker?.mode === 'skip') return leftByOthers(evidence, of, taker.supply, taker.needHigh) ? 'left' : undefined;
  const whys = of.asks.map((ask) => (ask.limitMs === undefined ? passes(evidence, of, ask) : undefined));
  if (whys.length === 0 || whys.includes(undefined)) return undefined;
  return whys.includes('line') ? 'line' : whys.includes('comes') ? 'comes' : 'left';
}

function passes(evidence: Evidence, of: Surveyed, ask: Ask): Sure | 'line' | undefined {
  return itsTurnComes(evidence, of, ask) ? 'line' : sureToPass(evidence, of, ask);
}

/** Whether a waiting task is served between two runs of a periodic one that is skipped when it finds too little. */
function servedBetween(evidence: Evidence, taker: Taker, other: Taker): boolean {
  const { trigger, mode, take, workBefore } = other;
  const spec = evidence.model.supplies[taker.supply]!;
  const { refill } = taker;
  if (trigger.kind !== 'every' || mode !== 'skip' || jitterOf(evidence, other) > 0 || workBefore.high > 0) return false;
  if (taker.needHigh > spec.capacityGrains || refill.grains === 0 || [take, taker.take].some(isPaid)) return false;
  if (other.work.high > trigger.periodMs) return false;
  const freeMs = trigger.periodMs - 1 - taker.lookMs;
  return freeMs >= 0 && take.leaves + leastIn(refill, freeMs) >= taker.needHigh;
}
