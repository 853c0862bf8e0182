/**
 * Random scenarios as text about dispatchers alone: lists of several pools that are looked at in part, at any change or at times of
 * their own, with runs that take several slots, give them back while they wait, give up, start each other or crash.
 */
import type { GeneratorValue } from 'fast-check';
import { Dice } from './dice.ts';

interface Pool {
  readonly name: string;
  readonly slots: number;
}

/** A scenario; the choices are the generator's. */
export function dispatchScenario(generate: GeneratorValue): string {
  const dice = new Dice(generate);
  const pools = dice.list(2, 3, (index): Pool => ({ name: `p${index}`, slots: dice.int(1, 2) }));
  // The last of three may have a line of its own.
  const dispatched = pools.slice(0, pools.length > 2 && dice.maybe(0.4) ? 2 : pools.length);
  const locked = dice.maybe(0.3);
  const count = dice.pick(2, 2, 3);
  const tasks = Array.from({ length: count }, (_, index) => `  t${index}: ${task(dice, { index, pools, locked })}\n`);
  return [
    'quotasim: 1\nhorizon: 100ms\nreplications: 2\ngrid: 1ms\n',
    `order: ${dice.pick('any', 'fair', 'priority')}\n`,
    locked ? 'locks: { l0: {} }\n' : '',
    'pools:\n',
    ...pools.map(({ name, slots }) => `  ${name}: { slots: ${slots}, passOver: ${dice.pick('true', 'false')} }\n`),
    `dispatchers:\n  d0: ${dispatcher(
      dice,
      dispatched.map(({ name }) => name),
    )}\n`,
    `tasks:\n${tasks.join('')}`,
  ].join('');
}

function dispatcher(dice: Dice, pools: readonly string[]): string {
  const everyMs = dice.int(2, 4);
  const looks = dice.maybe(0.4)
    ? `, every: ${everyMs}ms, phase: ${dice.pick('any', '0', `${dice.int(1, everyMs - 1)}ms`)}`
    : '';
  const order = dice.pick('fifo', 'priority', 'priority');
  return `{ pools: [${pools.join(', ')}], looksAt: ${dice.pick(1, 1, 2, 3)}, order: ${order}, skipsFull: ${dice.pick('true', 'false', 'false')}${looks} }`;
}

interface Which {
  readonly index: number;
  readonly pools: readonly Pool[];
  readonly locked: boolean;
}

function task(dice: Dice, { index, pools, locked }: Which): string {
  const always = dice.maybe(0.5);
  const trigger = always ? 'always' : `{ every: ${dice.int(3, 7)}ms, offset: ${dice.pick('0', 'any')} }`;
  const { name, slots } = dice.pick(...pools);
  const asked = dice.int(1, slots);
  const steps = [`{ work: ${dice.int(1, 4)}ms }`, 'progress'];
  if (locked && dice.maybe(0.4)) steps.unshift('{ acquire: l0 }');
  const patient = dice.maybe(0.7);
  // Who asks for its slots by a step may give up.
  const own = dice.maybe(0.3);
  if (own) {
    const patience = patient
      ? ''
      : `, atMost: ${dice.int(0, 4)}ms, otherwise: ${dice.pick('stop', 'fail', 'continue')}`;
    steps.unshift(`{ acquire: { ${name}: ${asked}${patience} } }`);
    // It has nothing that holds it up for sure.
    if (always) steps.unshift(`{ work: ${dice.int(1, 2)}ms }`);
  }
  const pool = own ? '' : `, pool: { ${name}: ${asked} }${dice.maybe(0.3) ? ', keepsSlot: false' : ''}`;
  const busy = dice.pick('skip', 'skip', 'queue all', 'allow');
  const copies = index === 0 && dice.maybe(0.4) ? `, copies: ${dice.int(2, 3)}` : '';
  const crashes = dice.maybe(0.1) ? `, crashes: { at: ${dice.int(1, 6)}ms }` : '';
  const limit = dice.maybe(0.15) ? `, timeLimit: ${dice.int(2, 5)}ms` : '';
  return `{ trigger: ${trigger}, whenBusy: ${busy}, priority: ${dice.int(0, 2)}${pool}${copies}${crashes}${limit}, steps: [${steps.join(', ')}] }`;
}
