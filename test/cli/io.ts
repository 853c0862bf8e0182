/** A world for `main` that keeps everything in memory. */

import type { Io, WrittenFiles } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { Result } from '../../src/judge/report/report.ts';
import { FileError } from '../../src/node/file-error.ts';
import { pathBeside } from '../../src/node/paths.ts';
import { loadPlugins } from '../../src/node/plugins.ts';
import { readPythonBeat } from '../../src/node/python-beat.ts';
import { readPythonSettings } from '../../src/node/python-settings.ts';
import type { ReportSource } from '../../src/node/write-report.ts';
import type { JobResult } from '../../src/plan/job.ts';
import type { PlanReport } from '../../src/plan/report.ts';
import { inProcess } from '../../src/plan/runner.ts';
import type { Compared } from '../../src/report/compared.ts';
import { keepaBefore } from './scenario.ts';

export interface Heard {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly written: readonly { readonly directory: string; readonly result: Result; readonly source: ReportSource }[];
  readonly compared: readonly { readonly directory: string; readonly compared: Compared }[];
  readonly plans: readonly {
    readonly directory: string;
    readonly report: PlanReport;
    readonly run: string | undefined;
  }[];
  /** Where results of plans were to be kept. */
  readonly stores: readonly string[];
  readonly progress: readonly string[];
  /** Questions that were asked. */
  readonly asked: readonly string[];
  /** Texts that were written, by path. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface World {
  /** Texts by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Io['env'];
  readonly remarks?: readonly string[];
  /** What somebody at a terminal answers, question by question; then the input is over. */
  readonly answers?: readonly string[];
  readonly colour?: boolean;
  /** Whether somebody pressed Ctrl-C. */
  readonly isStopped?: () => boolean;
  /** What writing a report does instead, e.g. throw. */
  readonly write?: (result: Result, directory: string) => Promise<WrittenFiles>;
}

/** Runs `sim` with these words; `keepa.yaml` is there unless `files` says otherwise. */
export async function sim(argv: readonly string[], world: World = {}): Promise<Heard> {
  const heard = {
    out: '',
    err: '',
    written: [] as { directory: string; result: Result; source: ReportSource }[],
    plans: [] as { directory: string; report: PlanReport; run: string | undefined }[],
    stores: [] as string[],
    compared: [] as { directory: string; compared: Compared }[],
    progress: [] as string[],
    asked: [] as string[],
    texts: {} as Record<string, string>,
  };
  const files = world.files ?? { 'keepa.yaml': keepaBefore };
  const readText = async (path: string): Promise<string> => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text === undefined) throw new FileError('no_such_file', { file: path, says: 'no such file' });
    return text;
  };
  const io: Io = {
    out(text) {
      heard.out += text;
    },
    err(text) {
      heard.err += text;
    },
    readText,
    readCertificate: readText,
    readPython: readPythonSettings,
    readBeat: readPythonBeat,
    ...(world.answers !== undefined && { ask: asker(world.answers, heard.asked) }),
    async writeNew(path, text) {
      if (Object.hasOwn(files, path)) throw new FileError('exists', { file: path, says: 'is there already' });
      heard.texts[path] = text;
    },
    readNamed(file, named) {
      const path = pathBeside(file, named);
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      if (text === undefined) throw new FileError('no_such_file', { file: path, says: 'no such file' });
      return text;
    },
    loadPlugins,
    async writeText(path, text) {
      heard.texts[path] = text;
    },
    async writeReport(result, directory, source) {
      heard.written.push({ directory, result, source });
      if (world.write !== undefined) return world.write(result, directory);
      return { files: [`${directory}/report.html`, `${directory}/report.json`], remarks: world.remarks ?? [] };
    },
    async writeComparison(compared, directory) {
      heard.compared.push({ directory, compared });
      return { files: [`${directory}/compare.html`, `${directory}/comparison.json`], remarks: world.remarks ?? [] };
    },
    async writePlan(report, directory, run) {
      heard.plans.push({ directory, report, run });
      return { files: [`${directory}/plan.html`, `${directory}/plan.json`], remarks: world.remarks ?? [] };
    },
    async planStore(path) {
      return () => {
        const known = new Map<string, JobResult>();
        heard.stores.push(path);
        return { known, keep: (key, result) => void known.set(key, result) };
      };
    },
    writePlanTable: async (path) => path.replace('.jsonl', '.parquet'),
    workers: () => inProcess(),
    cores: 1,
    interruptible: () => ({ isStopped: () => world.isStopped?.() ?? false, stop: () => {} }),
    planning(label) {
      heard.progress.push(`plan ${label}`);
      return {
        update: (done, total, what) => void heard.progress.push(`${what}: ${done} of ${total}`),
        stop: () => void heard.progress.push('stop'),
      };
    },
    progress(label) {
      heard.progress.push(`begin ${label}`);
      return {
        update: (done, total) => void heard.progress.push(`${done} of ${total}`),
        stop: () => void heard.progress.push('stop'),
      };
    },
    exploring(label) {
      heard.progress.push(`explore ${label}`);
      return {
        update: ({ states, frontier }) => void heard.progress.push(`${states} states, ${frontier} to explore`),
        stop: () => void heard.progress.push('stop'),
      };
    },
    looking(label) {
      heard.progress.push(`look ${label}`);
      return { update: (setting) => void heard.progress.push(setting), stop: () => void heard.progress.push('stop') };
    },
    pathBeside,
    env: world.env ?? {},
    width: 80,
    colour: world.colour ?? false,
  };
  return { exit: await main(argv, io), ...heard };
}

function asker(answers: readonly string[], asked: string[]): (question: string) => Promise<string | undefined> {
  return async (question) => {
    asked.push(question);
    return answers[asked.length - 1];
  };
}
