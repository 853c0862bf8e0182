/** What the types of the library promise. The compiler holds them (`npm run typecheck`); as a test they only run through. */
import type fc from 'fast-check';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type AdmissionView,
  checkConfig,
  definePolicy,
  exportConfig,
  FORMATS,
  type Format,
  judge,
  type LocatedIssue,
  lint,
  loadScenario,
  type PlanReport,
  plan,
  type Report,
  type Result,
  type Scenario,
  ScenarioError,
  type SimulateOptions,
  score,
  simulate,
  type Verification,
  verify,
} from '../../src/index.ts';
import type { Part } from '../../src/testing/index.ts';
import { brokenPromises, checkPolicy, scenarioParts, smallestFailing } from '../../src/testing/index.ts';

type TaskOf<R extends Report> = R['tasks'][string];

describe('the three steps', () => {
  it('lead from a text to a scenario, a result and a verdict', () => {
    expectTypeOf(loadScenario).parameter(0).toEqualTypeOf<string>();
    expectTypeOf(loadScenario).returns.toEqualTypeOf<Scenario>();
    expectTypeOf(simulate).returns.toEqualTypeOf<Result>();
    expectTypeOf(judge).returns.toEqualTypeOf<Result>();
    expectTypeOf(verify).returns.toEqualTypeOf<Verification>();
    expectTypeOf<Report['verdict']>().toEqualTypeOf<'pass' | 'fail' | 'unknown'>();
    expectTypeOf<Report['goals'][number]['verdict']>().toEqualTypeOf<'met' | 'missed' | 'unknown' | 'accepted'>();
  });

  it('say of a task the same by proof and in a report', () => {
    type Claim = 'live' | 'starvable' | 'starved' | 'overloaded' | 'unknown';
    expectTypeOf<TaskOf<Report>['claim']>().toEqualTypeOf<Claim>();
    expectTypeOf<Verification['worlds'][number]['tasks'][number]['claim']>().toExtend<Claim>();
  });

  it('leave open what may be missing: a task by its name, a waiting time that nobody proved', () => {
    expectTypeOf<Report['tasks']['sync'] | undefined>().toEqualTypeOf<TaskOf<Report> | undefined>();
    expectTypeOf<Verification['worlds'][number]['tasks'][number]['worst']>().extract<undefined>().toBeUndefined();
    expectTypeOf<Report['worlds']>().extract<undefined>().toBeUndefined();
  });

  it('take no option that is unknown, and no value that is none', () => {
    const scenario = {} as Scenario;
    const never = () => {
      // @ts-expect-error an unknown option
      simulate(scenario, { sead: '1' });
      // @ts-expect-error a seed is a text
      judge(scenario, { seed: 1 });
      // @ts-expect-error a scenario is loaded first
      verify('quotasim: 1');
      // @ts-expect-error values are texts, read as YAML
      loadScenario('', { set: { LEVEL: 50 } });
    };
    expectTypeOf(never).toBeFunction();
    expectTypeOf<SimulateOptions['replications']>().toEqualTypeOf<number | undefined>();
  });
});

describe('what goes to production and comes from there', () => {
  it('has at least one format, and text as its file', () => {
    expectTypeOf(FORMATS[0]).toEqualTypeOf<Format>();
    expectTypeOf(exportConfig).returns.toEqualTypeOf<string>();
    expectTypeOf(checkConfig).returns.toEqualTypeOf<Result>();
  });

  it('is planned later, ranked by one number, and looked at without a run', () => {
    expectTypeOf(plan).returns.resolves.toEqualTypeOf<PlanReport>();
    expectTypeOf(score).returns.toHaveProperty('goals').toBeNumber();
    expectTypeOf(lint).parameters.toEqualTypeOf<[Scenario]>();
  });
});

describe('what can go wrong', () => {
  it('has places, and a code to ask for', () => {
    expectTypeOf<ScenarioError['issues']>().toEqualTypeOf<readonly LocatedIssue[]>();
    expectTypeOf<LocatedIssue>().toHaveProperty('line').toBeNumber();
    expectTypeOf<'unknown_key'>().toExtend<LocatedIssue['code']>();
    expectTypeOf(ScenarioError).instance.toExtend<Error>();
  });
});

describe('a policy of one’s own', () => {
  it('is shown what its family is shown', () => {
    definePolicy({
      family: 'admission',
      name: 'typed',
      describe: 'goes on',
      options: [],
      create: (options, users) => {
        expectTypeOf(options).toEqualTypeOf<Readonly<Record<string, number>>>();
        expectTypeOf(users).toBeNumber();
        return {
          memory: [],
          admit: (view, memory) => {
            expectTypeOf(view).toEqualTypeOf<AdmissionView>();
            expectTypeOf(memory).toEqualTypeOf<readonly number[]>();
            return { kind: 'go' };
          },
        };
      },
    });
  });

  it('answers with one of two, and says why it waits', () => {
    const never = () => {
      definePolicy({
        ...{ family: 'admission', name: 'mute', describe: 'waits', options: [] },
        // @ts-expect-error it does not say why
        create: () => ({ memory: [], admit: () => ({ kind: 'wait', untilGrains: 5 }) }),
      });
    };
    expectTypeOf(never).toBeFunction();
  });

  it('is held to its promises, and scenarios to theirs, in any runner', () => {
    expectTypeOf(checkPolicy).returns.toBeVoid();
    expectTypeOf(brokenPromises).returns.items.toHaveProperty('because').toBeString();
    expectTypeOf(scenarioParts).returns.toEqualTypeOf<fc.Arbitrary<Part>>();
    expectTypeOf(smallestFailing).returns.extract<undefined>().toBeUndefined();
    expectTypeOf(smallestFailing).returns.exclude<undefined>().toHaveProperty('text').toBeString();
  });
});
