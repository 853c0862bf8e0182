/** Reports that were wrong once, each found by random scenarios that are made of everything. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const reportOf = (text: string) => simulate(loadScenario(text, { file: 'once.yaml' })).report;

describe('ages of items', () => {
  const text = (copies: number) => `quotasim: 1
horizon: 1d
replications: 1
backlogs:
  young: { arrivals: { every: 1h, offset: 1h } }
  old: { arrivals: { every: 1h, offset: 30m } }
tasks:
  both:
    trigger: { every: 1h, offset: 1h }
    whenBusy: skip
    copies: ${copies}
    steps:
      - take: { young: 1, atMost: 0s, otherwise: continue }
      - take: { old: 1, atMost: 0s, otherwise: continue }
      - progress
`;

  it.each([1, 2, 3])('are those of their backlog, however many tasks and copies (%i) there are', (copies) => {
    const { young, old } = reportOf(text(copies)).backlogs;
    expect([young!.done, young!.ageMs.count, young!.ageMs.max]).toEqual([23, 23, 0]);
    expect([old!.done, old!.ageMs.count, old!.ageMs.max]).toEqual([23, 23, 1_800_000]);
  });
});
