/**
 * W4: 1,320 settings of the story, each judged for whether a task can starve. Explored one by one, and as a plan
 * looks at them: findings first, and only what they leave open is explored. CPU time of one thread; then the rate of one and two threads, where two cores are free.
 *
 *   node bench/plan.mjs [exploring|findings|threads]
 */
import { readFileSync } from 'node:fs';
import { planWorkers } from '../dist/node/plan-workers.js';
import { performerOf } from '../dist/plan/perform.js';
import { pointsOf, spaceOf, valuesAt } from '../dist/plan/space.js';
import { familyOf } from '../dist/scenarios/parse.js';
import { verifyWorld } from '../dist/verify/verify.js';

const file = new URL('w4.yaml', import.meta.url).pathname;
const text = readFileSync(file, 'utf8');
const setup = {
  ...{ text, file, set: {}, files: {}, seed: '1', replications: 2, eventsMax: 1e7 },
  ...{ requireProof: false, statesMax: 200_000, stepsMax: 500_000 },
};
const family = familyOf(text, { file });
const space = spaceOf(family.base);
const settings = [...pointsOf(space)].map((point) => valuesAt(space, point));
const jobs = settings.map((values) => ({ kind: 'look', values, runs: 'never' }));
const [WARM_UPS, PASSES] = [8, 4];
const asked = process.argv[2];
const wants = (what) => asked === undefined || asked === what;
const line = (name, value) => console.log(name.padEnd(44), value);
const cpuSeconds = (work) => {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1e6, result];
};

line('settings', settings.length);
if (wants('exploring')) {
  const worlds = settings.map((values) => family.at(values).worlds[0]);
  const [seconds, found] = cpuSeconds(() => worlds.map((world) => verifyWorld(world, { shows: false })));
  const safe = found.filter(({ tasks }) => tasks.every(({ claim }) => claim === 'live'));
  line('safe, by exploring', safe.length);
  line('states', found.reduce((sum, { states }) => sum + states, 0).toLocaleString('en'));
  line('s of CPU, exploring alone', seconds.toFixed(2));
}
if (wants('findings')) {
  const perform = performerOf(setup);
  perform(jobs[0]);
  const [seconds, looks] = cpuSeconds(() => jobs.map((job) => perform(job)));
  line('safe, as a plan looks at them', looks.filter(({ safety }) => safety === 'safe').length);
  line('left to exploring', looks.filter(({ states }) => states !== undefined).length);
  line('s of CPU, loading, findings and exploring', seconds.toFixed(2));
}
if (wants('threads')) {
  for (const threads of [1, 2]) {
    const runner = planWorkers(threads)(setup, family);
    const all = () =>
      runner.perform(
        jobs,
        () => {},
        () => false,
      );
    // Each thread compiles for itself what it runs often, and two of them see half as much each: what is told is what a long plan has.
    for (let pass = 0; pass < WARM_UPS; pass++) await all();
    const [cpu, before] = [process.cpuUsage(), performance.now()];
    for (let pass = 0; pass < PASSES; pass++) await all();
    const ms = performance.now() - before;
    const { user, system } = process.cpuUsage(cpu);
    const name = `settings a second, ${threads} ${threads === 1 ? 'thread' : 'threads'}, cores in use`;
    line(name, `${Math.round((PASSES * jobs.length * 1000) / ms)}, ${((user + system) / 1000 / ms).toFixed(2)}`);
    await runner.close();
  }
}
