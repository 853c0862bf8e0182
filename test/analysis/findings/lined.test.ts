/** Rules about lines, calls and estimates: what they claim exploration proves, what they tell of costs runs do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import type { Found, RuleClaim } from '../../../src/analysis/findings/finding.ts';
import { RULES } from '../../../src/analysis/findings/table.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import { SILENT } from '../../../src/sim/listen/silent.ts';
import { assemble } from '../../../src/sim/machine.ts';
import type { Model } from '../../../src/sim/model.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { verifyWorld } from '../../../src/verify/verify.ts';
import { lined } from './lined.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
/** Claims of each rule that are held against exploration. */
const CLAIMS = Number(process.env.QUOTASIM_CLAIMS ?? (LONG ? 3000 : 8));
const SYSTEMS_MAX = LONG ? 400_000 : 4000;

const modelOf = (text: string): Model => loadScenario(text, { file: 'lined.yaml' }).worlds[0]!.model;

function found(code: string, model: Model): readonly Found[] {
  return RULES.find((rule) => rule.code === code)!.find!(evidenceOf(model));
}

/** Random systems without end, the same each time. */
function* systems(): Generator<string> {
  const seed = Number(process.env.FC_SEED ?? 20261130);
  for (let chunk = 0; chunk * 200 < SYSTEMS_MAX; chunk++) yield* fc.sample(lined, { seed: seed + chunk, numRuns: 200 });
}

/** Whether a claim is confirmed; undefined: the exploration does not know. */
function confirmed(claim: RuleClaim, proved: string, whole: boolean): boolean | undefined {
  if (proved === 'unknown') return undefined;
  if (proved === claim || (claim === 'starvable' && proved === 'starved')) return true;
  // Where the exploration is not whole, "starvable" may yet turn out to be "starved".
  return claim === 'starved' && proved === 'starvable' && !whole ? undefined : false;
}

describe.each(['QS001', 'QS018', 'QS105'])('%s of a supply with a line and calls', (code) => {
  it(`is right ${CLAIMS} times out of ${CLAIMS}`, { timeout: 7_200_000 }, () => {
    let right = 0;
    for (const text of systems()) {
      const model = modelOf(text);
      const claims = found(code, model).filter(({ claim }) => claim !== undefined);
      if (claims.length === 0) continue;
      const world = { set: {}, model, goals: [], assumptions: [] };
      const { tasks, zeno, stopped } = verifyWorld(world, { statesMax: 3000, stepsMax: 20_000 });
      if (zeno !== undefined) continue;
      for (const { task, claim, message } of claims) {
        const held = confirmed(claim!, tasks[task!]!.claim, stopped === 'complete');
        expect({ held: held !== false, message, text }).toEqual({ held: true, message, text });
        if (held === true) right++;
      }
      if (right >= CLAIMS) break;
    }
    expect(right).toBeGreaterThanOrEqual(CLAIMS);
  });
});

describe('QS020, an estimate below the cost', () => {
  /** By task: by how much each settlement of a sampled run was more than reserved. */
  function settledMore(model: Model): ReadonlyMap<number, readonly number[]> {
    const more = new Map<number, number[]>();
    const machine = assemble(model);
    const choose = sampler(machine, { seed: '1', replication: 0 });
    const settled = (
      task: number,
      _run: number,
      _supply: number,
      _before: number,
      _after: number,
      by: number,
    ): void => {
      more.set(task, [...(more.get(task) ?? []), by]);
    };
    run(machine, begin(machine, choose), choose, { untilMs: 200, observer: { ...SILENT, settled } });
    return more;
  }

  it('is told of every task that settles more where no debt is allowed, and of none that never does', () => {
    const seen = { told: 0, quiet: 0 };
    fc.assert(
      fc.property(lined, (text) => {
        const model = modelOf(text);
        const told = new Map(found('QS020', model).map(({ task, message }) => [task!, message]));
        const { debt, grainsPerToken } = model.supplies[0]!;
        const counts = debt.kind === 'none' || debt.kind === 'limited';
        for (const [task, more] of settledMore(model)) {
          const most = Math.max(...more) / grainsPerToken;
          const message = told.get(task);
          if (counts && most > 0) expect({ message, text }).toEqual({ message: expect.any(String), text });
          if (message === undefined) seen.quiet++;
          else {
            seen.told++;
            const [, low, high = low] = /takes ([\d.]+)(?: to ([\d.]+))? more/.exec(message) ?? [];
            const [, upTo] = /up to ([\d.]+) more/.exec(message) ?? [];
            expect(most).toBeLessThanOrEqual(Number(high ?? upTo));
            if (low !== undefined) expect(Math.min(...more) / grainsPerToken).toBeGreaterThanOrEqual(Number(low));
          }
        }
      }),
      { numRuns: LONG ? 20_000 : 100 },
    );
    expect(seen.told).toBeGreaterThan(5);
    expect(seen.quiet).toBeGreaterThan(5);
  });
});

describe('QS019, a large request that holds up a line', () => {
  it('is passed by none of those that are told to wait behind it', () => {
    let waited = 0;
    fc.assert(
      fc.property(lined, (text) => {
        const model = modelOf(text);
        const told = found('QS019', model);
        if (told.length === 0 || model.supplies[0]!.turn !== 'fifo') return;
        const machine = assemble(model);
        const choose = sampler(machine, { seed: '1', replication: 0 });
        /** Runs that wait at the supply, as they came. */
        const line: string[] = [];
        const leave = (task: number, at: number): void => {
          const place = line.indexOf(`${task} ${at}`);
          if (place >= 0) line.splice(place, 1);
        };
        const waits = (operation: number): boolean => machine.rows[operation]!.lined;
        run(machine, begin(machine, choose), choose, {
          untilMs: 200,
          observer: {
            ...SILENT,
            blocked: (task, at, operation) => {
              if (waits(operation)) line.push(`${task} ${at}`);
            },
            passed: (task, at, operation, waitedMs) => {
              if (waits(operation) && waitedMs > 0) {
                waited++;
                expect({ first: line[0], text }).toEqual({ first: `${task} ${at}`, text });
              }
              if (waits(operation)) leave(task, at);
            },
            gaveUp: (task, at, operation) => {
              if (waits(operation)) leave(task, at);
            },
          },
        });
      }),
      { numRuns: LONG ? 20_000 : 100 },
    );
    expect(waited).toBeGreaterThan(20);
  });
});
