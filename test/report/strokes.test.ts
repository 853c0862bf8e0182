import { describe, expect, it } from 'vitest';
import { dropsOf } from '../../src/report/charts/strokes.ts';
import { crowdResult } from './crowd-fixture.ts';
import { keepaTrace } from './fixture.ts';

describe('dropsOf', () => {
  it('finds the level before and after each spend on the line', () => {
    const trace = keepaTrace({ pollCost: 1 });
    const drops = dropsOf(trace, 'keepa');
    expect(drops).toHaveLength(trace.spends.length);
    const corners = trace.supplies[0]!.level;
    for (const { atMs, before, after, tokens } of drops.slice(0, 300)) {
      expect(before - after).toBe(tokens);
      const here = corners.filter((corner) => corner.atMs === atMs).map((corner) => corner.tokens);
      expect(here).toContain(before);
      expect(here).toContain(after);
    }
  });

  it('tells two spends at one instant apart', () => {
    const trace = keepaTrace({ gate: 50, initial: 300, everyMinutes: 7 });
    const start = dropsOf(trace, 'keepa').filter(({ atMs }) => atMs === 0);
    expect(start.map(({ task, before, after }) => [task, before, after])).toEqual([
      ['upserter', 300, 240],
      ['backfiller', 240, 200],
    ]);
  });

  it('has nothing to say of a supply that was not recorded', () => {
    expect(dropsOf(crowdResult({ tasks: 1, horizonMs: 1000, idle: true }).traces[0]!, 'budget')).toEqual([]);
  });
});
