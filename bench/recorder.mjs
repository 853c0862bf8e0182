/**
 * `node bench/recorder.mjs`: what the recorder costs, without an engine. The calls of one run of each workload are noted
 * in flat arrays and then told to fresh recorders, in turn with a listener that does nothing: the difference is the
 * recorder. The least of several rounds is printed: whatever else the machine does only adds to it.
 * Arguments: rounds (default 100).
 */
import { readFile } from 'node:fs/promises';
import { Recorder } from '../dist/analysis/meters/recorder.js';
import { loadScenario } from '../dist/scenarios/parse.js';
import { begin, run } from '../dist/sim/engine.js';
import { assemble } from '../dist/sim/machine.js';
import { sampler } from '../dist/sim/numbers/random.js';

const rounds = Number(process.argv[2] ?? 100);

/** Calls by number, and how many whole numbers and how many doubles each takes. */
const CALLS = [
  'instant',
  'triggered',
  'skipped',
  'queued',
  'started',
  'ended',
  'blocked',
  'passed',
  'gaveUp',
  'spent',
  'polled',
  'held',
  'released',
  'expired',
  'working',
  'progressed',
];
const HOW = ['completed', 'stopped', 'failed'];

/** An observer that notes every call: its number, then up to three indices and three amounts, each in its own column. */
function noter() {
  const columns = { call: [], a: [], b: [], c: [], x: [], y: [], z: [] };
  const note = (call, a = 0, b = 0, c = 0, x = 0, y = 0, z = 0) => {
    const row = { call, a, b, c, x, y, z };
    for (const key of Object.keys(columns)) columns[key].push(row[key]);
  };
  const observer = {
    instant: (atMs) => note(0, 0, 0, 0, atMs),
    triggered: (task) => note(1, task),
    skipped: (task) => note(2, task),
    queued: (task) => note(3, task),
    started: (task, run, dueMs) => note(4, task, run, 0, dueMs),
    ended: (task, run, how) => note(5, task, run, HOW.indexOf(how)),
    blocked: (task, run, operation) => note(6, task, run, operation),
    passed: (task, run, operation, waitedMs) => note(7, task, run, operation, waitedMs),
    gaveUp: (task, run, operation, waitedMs) => note(8, task, run, operation, waitedMs),
    spent: (task, run, supply, before, after) => note(9, task, run, supply, before, after),
    polled: (task, run, supply, looks, before, after) => note(10, task, run, supply, before, after, looks),
    held: (task, run, lock) => note(11, task, run, lock),
    released: (task, run, lock) => note(12, task, run, lock),
    expired: (task, run, lock) => note(13, task, run, lock),
    working: (task, run, untilMs) => note(14, task, run, 0, untilMs),
    progressed: (task, run, amount) => note(15, task, run, 0, amount),
  };
  const noted = () => ({
    call: Uint8Array.from(columns.call),
    a: Uint8Array.from(columns.a),
    b: Uint16Array.from(columns.b),
    c: Uint8Array.from(columns.c),
    x: Float64Array.from(columns.x),
    y: Float64Array.from(columns.y),
    z: Float64Array.from(columns.z),
  });
  return { observer, noted };
}

/** Tells `observer` what was noted. Each listener gets a copy of its own, so that every call site meets one shape. */
const TELL = `
  const { call, a, b, c, x, y, z } = noted;
  for (let at = 0; at < call.length; at++) {
    switch (call[at]) {
      case 0: observer.instant(x[at]); break;
      case 1: observer.triggered(a[at]); break;
      case 2: observer.skipped(a[at]); break;
      case 3: observer.queued(a[at]); break;
      case 4: observer.started(a[at], b[at], x[at]); break;
      case 5: observer.ended(a[at], b[at], c[at] === 0 ? 'completed' : c[at] === 1 ? 'stopped' : 'failed'); break;
      case 6: observer.blocked(a[at], b[at], c[at]); break;
      case 7: observer.passed(a[at], b[at], c[at], x[at]); break;
      case 8: observer.gaveUp(a[at], b[at], c[at], x[at]); break;
      case 9: observer.spent(a[at], b[at], c[at], x[at], y[at]); break;
      case 10: observer.polled(a[at], b[at], c[at], z[at], x[at], y[at]); break;
      case 11: observer.held(a[at], b[at], c[at]); break;
      case 12: observer.released(a[at], b[at], c[at]); break;
      case 13: observer.expired(a[at], b[at], c[at]); break;
      case 14: observer.working(a[at], b[at], x[at]); break;
      default: observer.progressed(a[at], b[at], x[at]);
    }
  }
`;
const teller = () => new Function('noted', 'observer', TELL);

/** Does nothing, at the price of the calls. */
class Deaf {}
for (const call of CALLS) Deaf.prototype[call] = () => {};

async function measure(name, path, options, per) {
  const text = await readFile(new URL(path, import.meta.url), 'utf8');
  const machine = assemble(loadScenario(text, { file: path, ...options }).worlds[0].model);
  const drive = () => {
    const choose = sampler(machine, { seed: '1', replication: 0 });
    return { choose, state: begin(machine, choose) };
  };
  const { choose, state } = drive();
  const { observer, noted: take } = noter();
  const { atMs } = run(machine, state, choose, { untilMs: machine.model.horizonMs, observer });
  const noted = take();
  const units = noted.call.reduce((count, call) => count + (CALLS[call] === per ? 1 : 0), 0);
  const fresh = drive().state;
  const sides = [
    { tell: teller(), listener: () => new Deaf() },
    { tell: teller(), listener: () => new Recorder(machine, fresh) },
  ];
  const times = sides.map(() => []);
  for (let round = -20; round < rounds; round++) {
    sides.forEach(({ tell, listener }, side) => {
      const one = listener();
      const since = process.hrtime.bigint();
      tell(noted, one);
      if (side === 1) one.record(atMs);
      if (round >= 0) times[side].push(Number(process.hrtime.bigint() - since));
    });
  }
  const [without, withRecorder] = times.map((all) => Math.min(...all));
  const ns = (value) => (value / units).toFixed(0).padStart(5);
  console.log(
    `${name.padEnd(22)} ${ns(withRecorder - without)} ns a run (${ns(withRecorder)} less ${ns(without)} for the calls), ` +
      `${(noted.call.length / units).toFixed(1)} calls a run`,
  );
}

await measure('W1', '../scenarios/mm1.yaml', { horizon: '110000s' }, 'started');
await measure('W2, polls simulated', 'w2.yaml', { polls: 'simulate', horizon: '500d' }, 'started');
await measure('W2, waits computed', 'w2.yaml', { horizon: '500d' }, 'started');
