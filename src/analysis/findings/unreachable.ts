/**
 * QS001: a step waits for more than there can ever be.
 *
 * @module
 */
import { mostCapacity } from '../../sim/supplies/columns.ts';
import { type Ask, admitted } from './asks.ts';
import { boundsOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { mayBeGivenUp } from './plain-supply.ts';
import type { Place } from './program.ts';
import { gatesOf, isGate, type Surveyed } from './survey.ts';
import { ownPath, tokensText } from './words.ts';

export const unreachable: Rule = {
  code: 'QS001',
  title: 'A level that cannot be reached',
  severities: ['error', 'warning'],
  items: 'facts',
  elsewhere: true,
  help: {
    what: 'A step waits for a level above the capacity of its supply, or spends, or calls for, a cost that no level ever admits.',
    why:
      'A bucket never holds more than its capacity. Whoever waits for more waits for ever, and keeps every lock and slot ' +
      'meanwhile. Often the level is worked out (a batch times a cost, plus a reserve), and a larger batch lifts it above ' +
      'the capacity unseen. With a margin it is enough that level and margin together are above the capacity: the step then ' +
      'passes as long as it is never refused, and never after.',
    change: 'Lower the level, the batch or the margin, or raise the capacity if it is yours to set.',
    unless:
      'A cost above the capacity is fine where debt is allowed (`debt: unlimited`): then one unit admits it. A step with ' +
      '`atMost` and `otherwise: continue` goes on all the same; that it never passes is then only a warning.',
    example: {
      yaml: `quotasim: 1
title: A batch and a reserve above the capacity
horizon: 1d
parameters: { BATCH: 12 }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 300, debt: unlimited } }
tasks:
  backfill:
    trigger: always
    steps:
      - await: { api: 20 * $BATCH + 80 }
      - spend: { api: 20 * $BATCH }
      - progress
      - work: 1m
`,
      instead: 'BATCH: 12',
      write: 'BATCH: 11',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => [
      ...of.asks.flatMap((ask) => foundAt(evidence, of, ask) ?? []),
      ...of.places.flatMap((place) => foundAtCall(evidence, of, place) ?? []),
    ]);
  },
};

/** A call that is dearer than what there can ever be is refused each time. */
function foundAtCall({ model }: Evidence, of: Surveyed, place: Place): Found | undefined {
  const { operation } = place;
  if (operation.kind !== 'call') return undefined;
  const supply = model.supplies[operation.supply]!;
  const capacityGrains = mostCapacity(supply);
  const { low, values = [] } = admitted(supply, boundsOf(model, of.task, operation.cost));
  const dearest = values.at(-1) ?? low;
  const givesUp = mayBeGivenUp(operation);
  const continues = givesUp && operation.otherwise === 'continue';
  // Who goes on without it does so whatever it costs in some runs.
  if (dearest <= capacityGrains || (continues && low <= capacityGrains)) return undefined;
  const isGated = isGate(of, { place, continues, limitMs: givesUp ? { low: 0, high: Infinity } : undefined });
  const ends = continues ? 'goes on without it' : givesUp ? 'gives up each time' : 'is tried for ever';
  const always = low > capacityGrains;
  const which = always ? '' : ' in some runs';
  return {
    severity: continues ? 'warning' : 'error',
    message:
      `${of.spec.name} calls ${supply.name}, which needs it at ${tokensText(supply, always ? low : dearest)}${which}, but it holds at most ` +
      `${tokensText(supply, capacityGrains)}: ${always ? 'it' : 'such a call'} is refused, and ${ends}`,
    change: `let no call cost more than ${tokensText(supply, capacityGrains)}`,
    path: [...operation.path, 'call', supply.name],
    task: of.task,
    ...(isGated && { claim: always ? ('starved' as const) : ('starvable' as const) }),
  };
}

function foundAt({ model }: Evidence, of: Surveyed, ask: Ask): Found | undefined {
  const supply = model.supplies[ask.supply]!;
  const capacityGrains = mostCapacity(supply);
  const { own, margin, limitMs, continues, kind, cost } = ask;
  const waits = kind === 'await' ? `waits for ${supply.name} to reach` : `needs ${supply.name} at`;
  const holds = `it holds at most ${tokensText(supply, capacityGrains)}`;
  const { name } = of.spec;
  const place = { path: ownPath(ask, supply), task: of.task };
  const isGate = gatesOf(of, ask.supply).includes(ask);
  const ends = limitMs === undefined ? 'waits for ever' : 'gives up each time';
  if (own.low > capacityGrains) {
    const what = `${name} ${waits} ${tokensText(supply, own.low)}, but ${holds}`;
    const change =
      kind === 'await' || cost.low <= capacityGrains
        ? `wait for at most ${tokensText(supply, capacityGrains)}`
        : `spend at most ${tokensText(supply, capacityGrains)} at once`;
    if (continues)
      return {
        ...place,
        severity: 'warning',
        message: `${what}: it never passes, and goes on after each wait`,
        change,
      };
    return { ...place, severity: 'error', message: `${what}: it ${ends}`, change, ...(isGate && { claim: 'starved' }) };
  }
  const worst = own.values?.at(-1);
  if (worst !== undefined && worst > capacityGrains && !continues) {
    return {
      ...place,
      severity: 'error',
      message: `${name} ${waits} ${tokensText(supply, worst)} in some runs, but ${holds}: such a run ${ends}`,
      change: `keep every draw at or below ${tokensText(supply, capacityGrains)}`,
      ...(isGate && { claim: 'starvable' }),
    };
  }
  if (margin.low > 0 && own.low + margin.low > capacityGrains && !continues) {
    const [level, more] = [tokensText(supply, own.low), tokensText(supply, margin.low)];
    return {
      ...place,
      severity: 'error',
      message: `${name}, once refused, ${waits} ${level} and ${more} more, but ${holds}: it ${ends} then`,
      change: `let level and margin together be at most ${tokensText(supply, capacityGrains)}`,
    };
  }
  return undefined;
}
