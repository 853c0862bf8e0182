/**
 * W3: the story's systems proved on the 12-second grid, from every start, beside Spin on a model written from the same
 * form. Both give the same four verdicts (live and starved, for each task); wall time of each, in turn, on one core.
 *
 * Spin's side is what its user does: write the checker, compile it, search each claim. Ours reads the scenario and
 * verifies it, waits and counterexamples included. Arguments: rounds (default 5).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { loadScenario } from '../dist/scenarios/parse.js';
import { verify } from '../dist/verify/verify.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const rounds = Number(process.argv[2] ?? 5);

/** The forms and their writers live with the tests that hold them to each other; here they are only made to run. */
async function fromTests(...names) {
  const folder = join(ROOT, 'node_modules', '.bench');
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const text = readFileSync(join(ROOT, 'test', 'verify', `${name}.ts`), 'utf8');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: 'es2023', module: 'esnext', rewriteRelativeImportExtensions: true },
    });
    writeFileSync(join(folder, `${name}.js`), outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return Promise.all(names.map((name) => import(pathToFileURL(join(folder, `${name}.js`)))));
}

const [{ scenarioText }, { spinModel }] = await fromTests('two-tasks', 'spin-model');

const story = {
  batch: 40,
  gate: 50,
  refill: 1,
  capacity: 300,
  debt: 'unlimited',
  first: 'any',
  stepSeconds: 12,
  offset: 'any',
  initial: 'any',
  poll: 'none',
  lookCost: 0,
};
const FORMS = [
  { name: 'before', threshold: 80, period: 50, costs: [60, 80, 100] },
  { name: 'after', threshold: 50, period: 75, costs: [40, 60] },
  { name: 'kept 80', threshold: 80, period: 75, costs: [40, 60] },
].flatMap((form) =>
  ['skip', 'wait'].map((belowGate) => ({ ...story, ...form, name: `${form.name}, ${belowGate}`, belowGate })),
);

function ours(form) {
  const [world] = verify(loadScenario(scenarioText(form), { file: 'w3.yaml' })).worlds;
  return { answer: Object.fromEntries(world.tasks.map(({ task, claim }) => [task, { claim }])), states: world.states };
}

function call(folder, command, ...options) {
  const { status, stdout, stderr } = spawnSync(command, options, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`);
  return stdout;
}

/** Whether Spin agrees with every verdict, and the seconds its searches took without writing and compiling the checker. */
function spin(form, answer) {
  const folder = mkdtempSync(join(tmpdir(), 'quotasim-w3-'));
  try {
    const { text, claims } = spinModel(form, answer);
    writeFileSync(join(folder, 'model.pml'), text);
    call(folder, 'spin', '-a', 'model.pml');
    call(folder, 'gcc', '-O2', '-w', '-DNOREDUCE', '-DNOFAIR', '-DMEMLIM=4096', '-o', 'pan', 'pan.c');
    const asked = claims.filter(({ name }) => /^(live|starved)_/.test(name));
    const [searched, agrees] = seconds(() =>
      asked.every(({ name, holds }) => {
        const printed = call(folder, './pan', '-a', '-b', '-n', '-w22', '-m2000000', '-N', name);
        if (/memory limit|depth too small/.test(printed)) throw new Error(`no answer from Spin: ${printed}`);
        return /errors: 0\n/.test(printed) === holds;
      }),
    );
    return { searched, agrees };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function seconds(work) {
  const since = process.hrtime.bigint();
  const result = work();
  return [Number(process.hrtime.bigint() - since) / 1e9, result];
}

if (spawnSync('spin', ['-V']).error || spawnSync('gcc', ['--version']).error) {
  console.log('W3: spin or gcc is missing, so there is nothing to stand beside (apt-get install spin gcc)');
} else {
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  console.log(`W3, medians of ${rounds} rounds: the same four verdicts by both`);
  for (const form of FORMS) {
    const times = { ours: [], spin: [], searched: [] };
    let found;
    for (let round = 0; round < rounds; round++) {
      const [own, result] = seconds(() => ours(form));
      const [other, { searched, agrees }] = seconds(() => spin(form, result.answer));
      if (!agrees) throw new Error(`${form.name}: Spin does not agree`);
      found = result;
      times.ours.push(own);
      times.spin.push(other);
      times.searched.push(searched);
    }
    const [own, other] = [median(times.ours), median(times.spin)];
    const claims = Object.entries(found.answer).map(([task, { claim }]) => `${task} ${claim}`);
    console.log(
      `${form.name.padEnd(14)} ${own.toFixed(2).padStart(6)} s beside Spin's ${other.toFixed(2).padStart(6)} s (${(own / other).toFixed(2)}; ` +
        `its searches alone ${median(times.searched).toFixed(2)} s)  ` +
        `${found.states.toLocaleString('en').padStart(9)} states, ${claims.join(', ')}`,
    );
  }
}
