/** A policy in its user's own words is judged as the built-in one is; and one that is wrong is found to starve somebody. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  loadScenario,
  type PolicyError,
  replayScript,
  type Scenario,
  simulate,
  type Verification,
  verify,
  withProofs,
} from '../../src/index.ts';
import { readScript, scriptText } from '../../src/judge/script/script-file.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certify } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { forgetful, inOwnWords, ownBuiltIns } from '../policies/own-samples.ts';
import { plainClaim, plainGraph } from './plain.ts';
import { policed } from './policed.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 1000, stepsMax: 8000 };

/** What runs do: a constant level is told as such, and one that is asked for is not. */
const done = (scenario: Scenario) =>
  Object.values(simulate(scenario).report.tasks).map(({ runs, progress, waitMs, served }) => {
    return { runs, progress, served, waited: waitMs.supply?.mean };
  });

const proved = ({ worlds }: Verification) => worlds[0]!.tasks.map(({ claim, worst }) => ({ claim, worst }));

describe('a policy in its user’s own words', () => {
  it('gives the same runs and the same proofs as the built-in one', () => {
    let complete = 0;
    fc.assert(
      fc.property(policed, (text) => {
        const builtIn = loadScenario(text);
        const own = loadScenario(inOwnWords(text), { policies: ownBuiltIns });
        expect(done(own)).toEqual(done(builtIn));
        const [verified, before] = [verify(own, LIMITS), verify(builtIn, LIMITS)];
        if (verified.worlds[0]!.stopped !== 'complete' || before.worlds[0]!.stopped !== 'complete') return;
        complete++;
        expect(proved(verified)).toEqual(proved(before));
      }),
      { numRuns: LONG ? 500 : 5, endOnFailure: true },
    );
    expect(complete).toBeGreaterThan(LONG ? 150 : 0);
  });
});

const shared = (policy: string): string => `quotasim: 1
horizon: 1d
grid: 1m
supplies: { s: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: 100, debt: unlimited } }
policies: { pause: { use: ${policy}, low: 20, high: 80 } }
tasks:
  a: { trigger: always, steps: [{ await: { s: { use: pause } } }, { spend: { s: 40 } }, progress, { work: 1m }] }
  b: { trigger: { every: 15m }, whenBusy: skip, steps: [{ await: { s: { use: pause } } }, { spend: { s: 40 } }, progress] }
`;

describe('a hysteresis of one’s own that forgets to release', () => {
  it('starves whoever uses it, where one that releases does not', () => {
    const claims = (policy: string) =>
      verify(loadScenario(shared(policy), { policies: [forgetful, ...ownBuiltIns] })).worlds[0]!.tasks.map(
        ({ task, claim }) => `${task} ${claim}`,
      );
    expect(claims('own-hysteresis')).toEqual(['a live', 'b live']);
    expect(claims('forgetful')).toEqual(['a starved', 'b starved']);
  });

  it('fails in the report, with a script that replays and a certificate that holds', () => {
    const load = { policies: [forgetful] };
    const scenario = loadScenario(shared('forgetful'), load);
    const verification = verify(scenario);
    const result = withProofs(simulate(scenario, { replications: 2 }), scenario, verification);
    expect(result.report.verdict).toBe('fail');
    const [example] = result.counterexamples!;
    const text = scriptText(example!, { scenarioFile: 'scenario.yaml', set: {}, horizon: undefined });
    const paths = { script: 'a.script.json', scenario: 'scenario.yaml' };
    expect(replayScript(readScript(text, paths.script), scenario, paths).confirmed).toBe(true);
    const certificate = certificateText(certify(scenario, verification, { set: {}, horizon: undefined }).certificate);
    expect(checkCertificate(scenario, certificate)).toMatchObject({ kind: 'holds' });
    const other = loadScenario(shared('forgetful'), {
      policies: [
        {
          ...forgetful,
          create: ((...given: readonly unknown[]) =>
            (forgetful.create as (...all: unknown[]) => unknown)(...given)) as never,
        },
      ],
    });
    expect(checkCertificate(other, certificate)).toMatchObject({ kind: 'unfit' });
  });
});

it('a plain exploration comes to the same of a policy that no built-in one is like', () => {
  const text = (most: number) => `quotasim: 1
horizon: 100ms
grid: 1ms
supplies: { s: { model: token-bucket, refill: { tokens: 1, every: 1ms }, capacity: 6, initial: any, debt: none } }
policies: { p: { use: odd, most: ${most} } }
tasks:
  a: { trigger: always, steps: [{ await: { s: { use: p } } }, { spend: { s: 2 } }, progress, { work: 1ms }] }
  b: { trigger: { every: 7ms }, whenBusy: skip, steps: [{ await: { s: { use: p } } }, { spend: { s: 3 } }, progress] }
`;
  // Its answers are not monotone in the level, and what it waits for depends on what it saw.
  const odd = {
    family: 'admission',
    name: 'odd',
    describe: 'goes at odd levels, and counts its refusals',
    options: [{ name: 'most', unit: 'count', minimum: 1, describe: 'refusals' }],
    create: ({ most = 1 }) => ({
      memory: [{ name: 'refusals', low: 0, high: most }],
      admit: ({ levelGrains }: { levelGrains: number }, [refusals = 0]: readonly number[]) =>
        levelGrains % 2 === 1 || refusals === most
          ? { kind: 'go' as const }
          : { kind: 'wait' as const, untilGrains: levelGrains + 2, because: 'even' },
      remember: (_: unknown, [refusals = 0]: readonly number[], wentOn: boolean) => [
        wentOn ? 0 : Math.min(refusals + 1, most),
      ],
    }),
  } as const;
  const claims: string[] = [];
  for (const most of [1, 3]) {
    const { model } = loadScenario(text(most), { policies: [odd] }).worlds[0]!;
    const graph = plainGraph(model, 50_000);
    if (typeof graph === 'string') throw new Error(graph);
    verify(loadScenario(text(most), { policies: [odd] })).worlds[0]!.tasks.forEach(({ claim, worst }, task) => {
      claims.push(claim);
      expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, task));
    });
  }
  expect(claims).toContain('live');
});

it('a policy with a memory of its own stops a proof and a run', () => {
  const hidden = {
    ...forgetful,
    name: 'hidden',
    create: ({ low = 0 }) => {
      let paused = false;
      return {
        admit: ({ levelGrains, capacityGrains }: { levelGrains: number; capacityGrains: number }) => {
          if (levelGrains < low) paused = true;
          return paused
            ? { kind: 'wait' as const, untilGrains: capacityGrains + 1, because: 'paused' }
            : { kind: 'go' as const };
        },
      };
    },
  } as typeof forgetful;
  const scenario = loadScenario(shared('hidden'), { file: 'prod.yaml', policies: [hidden] });
  for (const judge of [simulate, verify]) {
    expect(() => judge(scenario)).toThrow(
      expect.objectContaining<Partial<PolicyError>>({
        name: 'PolicyError',
        policy: 'hidden',
        message: expect.stringMatching(/^prod\.yaml:5:27 bad_policy\n {2}the policy hidden: does not decide by/),
      }),
    );
  }
});
