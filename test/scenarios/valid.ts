import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';

/** A small valid scenario, to be broken in one place. */
export const VALID = `quotasim: 1
title: Two jobs
horizon: 7d
parameters:
  GATE: { value: 50, range: [5, 150] }
facts:
  COST: { choice: [40, 60] }
supplies:
  keepa: { model: token-bucket, refill: 5/min, capacity: 300, debt: unlimited }
locks:
  backfill: { lease: none }
tasks:
  upserter:
    trigger: { every: 15m, offset: any }
    whenBusy: skip
    steps:
      - await: { keepa: $GATE }
      - spend: { keepa: $COST }
      - progress
goals:
  upserter: { served: 95% }
`;

/** The valid scenario with one text in it replaced. */
export function broken(from: string, to: string): string {
  if (!VALID.includes(from)) throw new Error(`"${from}" is not in the valid scenario`);
  return VALID.replace(from, to);
}

/** The model that a text is compiled to. */
export function modelOf(text: string, set: Readonly<Record<string, string>> = {}): Model {
  return loadScenario(text, { file: 'test.yaml', set }).worlds[0]!.model;
}
