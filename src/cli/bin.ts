/**
 * The real world for `main`: the only file of the command line that touches the process.
 *
 * @module
 */
import { askAt } from '../node/ask.ts';
import { nowMs } from '../node/clock.ts';
import { writeMaking, writeNew } from '../node/files.ts';
import {
  coreCount,
  loadPlugins,
  openStore,
  planWorkers,
  prepareStore,
  readCertificateFile,
  readNamedFile,
  readPythonSettings,
  writeComparison,
  writePlan,
  writePlanTable,
  writeReport,
} from '../node/index.ts';
import { pathBeside } from '../node/paths.ts';
import { readPythonBeat } from '../node/python-beat.ts';
import { readTextFile } from '../node/read-scenario.ts';
import { EXIT_BAD_INPUT } from './exit.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';
import { exploringLine, lookingLine, planningLine, progressBar, progressLine } from './progress.ts';

const WIDTH_DEFAULT = 80;

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  readText: readTextFile,
  readNamed: readNamedFile,
  loadPlugins,
  readCertificate: readCertificateFile,
  readPython: readPythonSettings,
  readBeat: readPythonBeat,
  ...(process.stdin.isTTY && process.stderr.isTTY && { ask: askAt(process.stdin, process.stderr) }),
  writeNew,
  writeText: writeMaking,
  writeReport: (result, directory, source) => writeReport(result, directory, undefined, source),
  writeComparison: (compared, directory) => writeComparison(compared, directory),
  writePlan: (report, directory, run) => writePlan(report, directory, undefined, run),
  async planStore(path, resume) {
    await prepareStore(path);
    return (hash) => {
      const store = openStore(path, { hash, resume });
      for (const remark of store.remarks) process.stderr.write(`remark: ${remark}\n`);
      return store;
    };
  },
  writePlanTable,
  workers: planWorkers,
  cores: coreCount(),
  interruptible() {
    let stopped = false;
    const stop = (): void => {
      stopped = true;
    };
    // A second one ends the program at once.
    process.once('SIGINT', stop);
    return { isStopped: () => stopped, stop: () => void process.removeListener('SIGINT', stop) };
  },
  pathBeside,
  progress: (label) => (process.stderr.isTTY ? progressBar : progressLine)(label, process.stderr, nowMs),
  exploring: (label) => exploringLine(label, process.stderr, nowMs),
  planning: (label) => planningLine(label, process.stderr, nowMs),
  looking: (label) => lookingLine(label, process.stderr, nowMs),
  env: process.env,
  // A terminal that does not know its width says 0.
  width: process.stdout.columns || WIDTH_DEFAULT,
  colour: wantsColour(),
};

/** As https://no-color.org and https://force-color.org ask. */
function wantsColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read our words has heard enough (`sim … | head`): no mistake of anybody.
    if (error.code === 'EPIPE') return;
    process.stderr.write(`sim: what it says cannot be written: ${error.message}\n`);
    process.exit(EXIT_BAD_INPUT);
  });
}

// Set, not called: what was written to a pipe must get through before the process ends.
process.exitCode = await main(process.argv.slice(2), io);
