/** What is refused of tasks that start each other, and where. */
import { expect, it } from 'vitest';
import { refusalOf } from './refused.ts';

const text = (step: string, trigger = '{ on: ann }', more = ''): string => `quotasim: 1
horizon: 1d
tasks:
  ann: { trigger: { every: 10m }, whenBusy: skip, steps: [${step}, progress] }
  bob: { trigger: ${trigger}, whenBusy: allow${more}, steps: [progress] }
`;

it.each([
  { step: 'emit: bob', says: [] },
  { step: 'emit: { bob: 2, wait: true, atMost: 3m, otherwise: continue }', says: [] },
  {
    step: 'emit: bop',
    says: [
      'tasks.ann.steps[0].emit: there is no task "bop" (did you mean "bob"?); known: ann, bob',
      'tasks.bob.trigger.on: no step of ann emits bob: give it `emit: bob`',
    ],
  },
  {
    step: 'emit: bob',
    trigger: '{ every: 1h }',
    says: ['tasks.ann.steps[0].emit: bob does not start on ann: give it `trigger: { on: ann }`'],
  },
  { step: 'work: 1m', says: ['tasks.bob.trigger.on: no step of ann emits bob: give it `emit: bob`'] },
  {
    step: 'emit: bob',
    trigger: '[{ on: [ann, eve] }]',
    says: ['tasks.bob.trigger[0].on[1]: there is no task "eve"; known: ann, bob'],
  },
  {
    step: 'emit: bob',
    more: ', copies: 2',
    says: [
      'tasks.bob.copies has no meaning for a task that others start, since nobody says which copy it is; write `whenBusy: allow` with a pool of so many slots',
    ],
  },
  {
    step: 'emit: { bob: 1, otherwise: fail }',
    says: [
      'tasks.ann.steps[0].emit.otherwise has no meaning without `wait: true`: the run does not wait for what it starts',
    ],
  },
  {
    step: 'emit: { bob: 1, wait: true, otherwise: fail }',
    says: ['tasks.ann.steps[0].emit.otherwise says what happens after atMost, which is not given here'],
  },
  {
    step: 'emit: { bob: 1, ann: 1 }',
    says: [
      'tasks.ann.steps[0].emit starts runs of one task, received bob, ann; write one emit for each',
      'tasks.bob.trigger.on: no step of ann emits bob: give it `emit: bob`',
    ],
  },
  {
    step: 'emit: { wait: true }',
    says: [
      'tasks.ann.steps[0].emit needs a task: emit: { NAME: RUNS }',
      'tasks.bob.trigger.on: no step of ann emits bob: give it `emit: bob`',
    ],
  },
  {
    step: 'emit: { bob: 1.5 }',
    says: ['tasks.ann.steps[0].emit.bob must be a whole number of units, received 1.5'],
  },
  { step: 'emit: { bob: -1 }', says: ['tasks.ann.steps[0].emit.bob must be at least 0, received -1'] },
])('$step, $trigger: $says', ({ step, trigger, more, says }) => {
  expect(refusalOf(text(step, trigger, more))).toEqual(says);
});

it('cannot replace the run that starts it', () => {
  const itself = (busy: string) => `quotasim: 1
horizon: 1d
tasks:
  ann: { trigger: [{ every: 10m }, { on: ann }], whenBusy: ${busy}, steps: [work: 1m, emit: ann, progress] }
`;
  expect(refusalOf(itself('skip'))).toEqual([]);
  expect(refusalOf(itself('replace'))).toEqual([
    'tasks.ann.steps[1].emit: starting ann in a run of its own has no meaning here: with `whenBusy: replace` the run would end itself by it',
  ]);
});
