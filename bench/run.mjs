/**
 * `npm run bench`: the two workloads through scenarios, beside loops written by hand, in turn in one process.
 *
 * Machines are noisy, so the sides take turns and medians and ratios are printed; a time alone says little. Our side
 * runs the compiled scenario with the statistics a user gets (the recorder's, tallies and all); reading the file is not
 * part of it. Arguments: rounds (default 15).
 */
import { readFile } from 'node:fs/promises';
import { Recorder } from '../dist/analysis/meters/recorder.js';
import { loadScenario } from '../dist/scenarios/parse.js';
import { begin, run } from '../dist/sim/engine.js';
import { runRecurring } from '../dist/sim/future/recurrence.js';
import { assemble } from '../dist/sim/machine.js';
import { sampler } from '../dist/sim/numbers/random.js';
import { contention, queue } from './hand.mjs';

const rounds = Number(process.argv[2] ?? 15);
const YEARS = 10;
const QUEUE_HORIZON = '1000000s';

const load = async (path, options) => {
  const scenario = loadScenario(await readFile(new URL(path, import.meta.url), 'utf8'), { file: path, ...options });
  return assemble(scenario.worlds[0].model);
};

const simulate = (machine) => {
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const state = begin(machine, choose);
  const recorder = new Recorder(machine, state);
  const end = run(machine, state, choose, { untilMs: machine.model.horizonMs, observer: recorder });
  return { events: end.events, record: recorder.record(end.atMs) };
};

/** The same as a user gets it where nothing is left open: cycles are added up. */
const jump = (machine) => {
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const state = begin(machine, choose);
  const observer = new Recorder(machine, state);
  const options = { untilMs: machine.model.horizonMs, observer, eventsMax: Number.MAX_SAFE_INTEGER };
  const { events, atMs } = runRecurring(machine, state, choose, options);
  return { events, record: observer.record(atMs) };
};

const polling = await load('w2.yaml', { polls: 'simulate' });
const computing = await load('w2.yaml', {});
const serving = await load('../scenarios/mm1.yaml', { horizon: QUEUE_HORIZON });

const sides = {
  'W2 by hand, polling': () => contention(YEARS),
  'W2 quotasim, polls simulated': () => simulate(polling),
  'W2 quotasim, waits computed': () => simulate(computing),
  'W2 quotasim, cycles added up': () => jump(computing),
  'W1 by hand': () => queue(1e9, 1),
  'W1 quotasim': () => simulate(serving),
};

const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
const last = {};
for (let round = -2; round < rounds; round++) {
  for (const [name, side] of Object.entries(sides)) {
    const since = process.hrtime.bigint();
    last[name] = side();
    const ms = Number(process.hrtime.bigint() - since) / 1e6;
    if (round >= 0) times[name].push(ms);
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ms = (name) => median(times[name]);
// Both sides are charged with the same number of events: what the hand-written loop needs for the work.
const perSecond = (name, by) => (last[by].events / ms(name) / 1e3).toFixed(2);

console.log(`medians of ${rounds} rounds, node ${process.version}`);
for (const name of Object.keys(sides)) {
  const by = name.startsWith('W1') ? 'W1 by hand' : 'W2 by hand, polling';
  console.log(
    `${name.padEnd(30)} ${ms(name).toFixed(1).padStart(8)} ms  ${perSecond(name, by).padStart(7)} M events/s`,
  );
}
const ratio = (a, b) => (ms(a) / ms(b)).toFixed(2);
console.log(
  `\nW2, polls simulated: ${ratio('W2 by hand, polling', 'W2 quotasim, polls simulated')} of the hand-written rate (goal 0.50)`,
);
console.log(`W1:                  ${ratio('W1 by hand', 'W1 quotasim')} of the hand-written rate (goal 0.50)`);
console.log(
  `W2, waits computed:  ${ratio('W2 quotasim, waits computed', 'W2 by hand, polling')} of the hand-written time, every event run`,
);
console.log(
  `W2, cycles added up: ${(ms('W2 quotasim, cycles added up') / ms('W2 by hand, polling')).toFixed(4)} of the hand-written time (goal at most 0.30)`,
);
