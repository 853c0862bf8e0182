/** A policy of one's own: what is no policy is told, and who decides by something hidden is found out. */
import { describe, expect, it } from 'vitest';
import { definePolicy } from '../../src/policies/define.ts';
import type { OwnAdmission, PolicyDefinition } from '../../src/policies/definition.ts';
import { PolicyError } from '../../src/policies/policy-error.ts';
import { watched } from '../../src/policies/watched.ts';
import type { AdmissionPolicy, AdmissionView, EndView } from '../../src/sim/policy.ts';
import { ownBuiltIns } from './own-samples.ts';
import { viewAt } from './view.ts';

const LEVEL = { name: 'level', unit: 'level', minimum: 0, describe: 'tokens' };
const MOST = { name: 'most', unit: 'count', minimum: 1, describe: 'items' };
const good = {
  family: 'admission',
  name: 'mine',
  describe: 'goes on from one level up',
  options: [LEVEL],
  create: () => ({ admit: () => ({ kind: 'go' }) }),
};

function saysOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof PolicyError) return error.says;
    throw error;
  }
  return 'nothing is wrong';
}

describe('definePolicy', () => {
  it('gives what it was given, and nobody can change it', () => {
    const mine = definePolicy(good as PolicyDefinition);
    expect({ ...mine }).toEqual(good);
    expect(Object.isFrozen(mine)).toBe(true);
  });

  it('takes each of the built-in policies, written as a user would', () => {
    for (const one of ownBuiltIns) expect(definePolicy(one).name).toBe(one.name);
  });

  it.each<[what: string, value: unknown]>([
    ['no object', 'mine'],
    ['no family', { ...good, family: undefined }],
    ['a family that is none', { ...good, family: 'admissions' }],
    ['no name', { ...good, name: '' }],
    ['a name with a blank', { ...good, name: 'my policy' }],
    ['nothing said of it', { ...good, describe: undefined }],
    ['no options', { ...good, options: undefined }],
    ['an option that is none', { ...good, options: ['level'] }],
    ['an option without a unit', { ...good, options: [{ ...LEVEL, unit: 'tokens' }] }],
    ['an option called use', { ...good, options: [{ ...LEVEL, name: 'use' }] }],
    ['an option without a minimum', { ...good, options: [{ ...LEVEL, minimum: undefined }] }],
    ['an option twice', { ...good, options: [LEVEL, LEVEL] }],
    ['an option above nothing', { ...good, options: [{ ...LEVEL, above: 'low' }] }],
    ['a default below the minimum', { ...good, options: [{ ...LEVEL, minimum: 2, default: 1 }] }],
    ['a typing error in an option', { ...good, options: [{ ...LEVEL, min: 1 }] }],
    ['a typing error', { ...good, togeter: true }],
    ['no function', { ...good, create: {} }],
    ['a supply that an admission policy always has', { ...good, sees: 'supply' }],
    ['a batch without an end', { ...good, family: 'batch', options: [] }],
    ['a batch that may be empty', { ...good, family: 'batch', options: [{ ...MOST, minimum: 0 }] }],
    ['a level of no supply', { ...good, family: 'batch', options: [MOST, LEVEL] }],
    ['something seen that is no supply', { ...good, family: 'batch', options: [MOST], sees: 'lock' }],
  ])('says what is wrong: %s', (_, value) => {
    expect(saysOf(() => definePolicy(value as PolicyDefinition))).toMatchSnapshot();
  });
});

const own = (create: () => unknown): AdmissionPolicy =>
  watched({ ...good, create } as Extract<PolicyDefinition, { family: 'admission' }>, { level: 20 });

describe('what create gives', () => {
  const admit: OwnAdmission['admit'] = () => ({ kind: 'go' });
  const slot = { name: 'paused', low: 0, high: 1 };
  const remember = () => [0];

  it.each<[what: string, made: unknown]>([
    ['nothing', undefined],
    ['no function', { admit: true }],
    ['a level that would spare the engine the question', { admit, constantGrains: () => 20 }],
    ['a memory and nobody who remembers', { admit, memory: [slot] }],
    ['somebody who remembers and no memory', { admit, remember }],
    ['a memory without a name', { admit, remember, memory: [{ low: 0, high: 1 }] }],
    ['half a memory', { admit, remember, memory: [{ ...slot, high: 0.5 }] }],
    ['a memory that does not begin at 0', { admit, remember, memory: [{ ...slot, low: 1 }] }],
  ])('is told where it is none: %s', (_, made) => {
    expect(saysOf(() => own(() => made))).toMatchSnapshot();
  });

  it('is told where it throws, or is another one each time', () => {
    expect(
      saysOf(() =>
        own(() => {
          throw new RangeError('no level');
        }),
      ),
    ).toMatchInlineSnapshot(`"the policy mine: cannot be used: create throws RangeError: no level"`);
    let made = 0;
    expect(saysOf(() => own(() => ({ admit, remember, memory: [{ ...slot, high: ++made }] })))).toMatchInlineSnapshot(
      `"the policy mine: declares not the same each time: create gave {"memory":[{"name":"paused","low":0,"high":1}]}, and then {"memory":[{"name":"paused","low":0,"high":2}]}"`,
    );
  });
});

describe('an answer', () => {
  const answers = (answer: unknown, more: object = {}): string =>
    saysOf(() => own(() => ({ ...more, admit: () => answer })).admit(viewAt(50), []));

  it('that names a level between two grains means the upper one', () => {
    const policy = own(() => ({ admit: () => ({ kind: 'wait', untilGrains: 60.25, because: 'few' }) }));
    expect(policy.admit(viewAt(50), [])).toEqual({ kind: 'wait', untilGrains: 61, because: 'few' });
  });

  it.each<[what: string, answer: unknown]>([
    ['nothing', undefined],
    ['a promise of one', Promise.resolve({ kind: 'go' })],
    ['yes', true],
    ['no level', { kind: 'wait', because: 'few' }],
    ['no number', { kind: 'wait', untilGrains: Number.NaN, because: 'few' }],
    ['no reason', { kind: 'wait', untilGrains: 80, because: '' }],
    ['a level that is there', { kind: 'wait', untilGrains: 50, because: 'few' }],
    ['a wait for nobody', { kind: 'wait', untilGrains: Number.POSITIVE_INFINITY, because: 'others' }],
  ])('is told where it is none: %s', (_, answer) => {
    expect(answers(answer)).toMatchSnapshot();
  });

  it('may wait for others where it says that it looks at them', () => {
    const answer = { kind: 'wait', untilGrains: Number.POSITIVE_INFINITY, because: 'others' };
    expect(answers(answer, { seesWaiting: true })).toBe('nothing is wrong');
  });

  it('must not change what it is shown', () => {
    const changes = own(() => ({
      admit: (view: { levelGrains: number }) => {
        view.levelGrains = 100;
        return { kind: 'go' };
      },
    }));
    expect(saysOf(() => changes.admit(viewAt(50), []))).toContain('cannot be used: admit throws TypeError');
  });

  it('keeps to the memory, the pauses and the sizes that are declared', () => {
    const memory = [{ name: 'count', low: 0, high: 3 }];
    const forgets = own(() => ({ memory, admit: () => ({ kind: 'go' }), remember: () => [4] }));
    const end: EndView = { ended: 'completed', levelGrains: 0 };
    const interval = { ...good, family: 'interval', options: [] } as object;
    const pauses = watched(
      { ...interval, create: () => ({ pausesMs: [5], pauseMs: () => 6 }) } as unknown as PolicyDefinition,
      {},
    );
    const batch = { ...good, family: 'batch', options: [MOST] } as object;
    const takes = watched({ ...batch, create: () => ({ size: () => 4 }) } as unknown as PolicyDefinition, { most: 3 });
    const said = [
      saysOf(() => forgets.remember!(viewAt(50), [0], true)),
      saysOf(() => pauses.family === 'interval' && pauses.pauseMs(end, [])),
      saysOf(() => takes.family === 'batch' && takes.size(0, [])),
    ];
    expect(said).toMatchInlineSnapshot(`
      [
        "the policy mine: remembers what it does not declare: remember gave [4], expected [count from 0 to 3]",
        "the policy mine: asks for a pause it does not declare: pauseMs of {"ended":"completed","levelGrains":0,"memory":[]} gave 6, pausesMs are 5",
        "the policy mine: takes what it may not: size of {"levelGrains":0,"memory":[]} gave 4, expected a whole number from 1 to 3",
      ]
    `);
  });
});

/** What each of these hides lies where no state has it. */
describe('a policy that decides by something hidden', () => {
  let outside = false;
  const decide = (level: number, paused: boolean): boolean => (level < 20 ? true : level >= 80 ? false : paused);
  const answer = (paused: boolean) =>
    paused ? { kind: 'wait', untilGrains: 1000, because: 'paused' } : { kind: 'go' };

  it.each<[where: string, create: () => unknown]>([
    [
      'a variable of its own',
      () => {
        let paused = false;
        return {
          admit: ({ levelGrains }: AdmissionView) => {
            paused = decide(levelGrains, paused);
            return answer(paused);
          },
        };
      },
    ],
    [
      'a variable of the module',
      () => ({
        admit: ({ levelGrains }: AdmissionView) => {
          outside = decide(levelGrains, outside);
          return answer(outside);
        },
      }),
    ],
    [
      'how often it was asked',
      () => {
        let asked = 0;
        return { admit: () => answer(++asked % 2 === 0) };
      },
    ],
    [
      'how often it was made',
      (() => {
        let made = 0;
        return () => {
          const own = ++made;
          return { admit: () => answer(own > 2) };
        };
      })(),
    ],
  ])('%s is found out at once', (_, create) => {
    outside = false;
    expect(saysOf(() => own(create).admit(viewAt(50), []))).toContain(
      'does not decide by what it is shown and by its memory alone',
    );
  });

  it('a clock is found out when the same is asked again later', () => {
    let hour = 9;
    const policy = own(() => ({ admit: () => answer(hour > 17) }));
    expect(policy.admit(viewAt(50), []).kind).toBe('go');
    hour = 18;
    expect(saysOf(() => policy.admit(viewAt(50), []))).toMatchInlineSnapshot(
      `"the policy mine: does not decide by what it is shown and by its memory alone: admit of {"levelGrains":50,"capacityGrains":300,"priority":0,"user":0,"waiting":[0],"priorities":[0],"memory":[]} gave {"kind":"wait","untilGrains":1000,"because":"paused"}, and {"kind":"go"} when the same was asked before. What it must remember belongs into its memory; no variables of its own, no clock, no dice"`,
    );
  });
});
