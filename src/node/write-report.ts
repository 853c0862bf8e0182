/**
 * Writes what a result looks like into a directory: report.html, report.json, a PNG and an SVG of each chart, and a script
 * of each counterexample.
 *
 * @module
 */
import { join } from 'node:path';
import { fileNames } from '../judge/report/file-names.ts';
import { type Result, reportSchema } from '../judge/report/report.ts';
import { scriptText } from '../judge/script/script-file.ts';
import { CHART_NAME, chartsOf } from '../report/charts/charts.ts';
import { renderHtml } from '../report/page/html.ts';
import { worldCount, worstWorld } from '../report/world.ts';
import { WORLDS_MAX } from '../scenarios/worlds.ts';
import { assert } from '../sim/assert.ts';
import { type ChartRenderer, canvasRenderer } from './canvas.ts';
import { makeDirectory, removeFiles, writeWhole } from './files.ts';
import { pathFrom } from './paths.ts';
import { draw, NOT_DRAWN, pageScripts, pictureFiles, urisOf } from './pictures.ts';

/** Worlds whose pictures are drawn: a picture costs a tenth of a second, and there may be 16 worlds of 8 charts. */
const WORLDS_DRAWN = 3;

export interface WrittenReport {
  /** The paths written, report.html first. */
  readonly files: readonly string[];
  /** What the user should know about them: pictures that were not drawn. */
  readonly remarks: readonly string[];
}

/** Where a result comes from, for the scripts that are to find their scenario again. */
export interface ReportSource {
  /** The scenario's file. */
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
  readonly horizon?: string | undefined;
  /** The page beside it of the plan that chose these settings. */
  readonly plan?: string | undefined;
}

/**
 * Writes the report of `result` into `directory`, which is made where it is not there. Charts and scripts of an earlier
 * run that this one does not have are removed. `renderer` draws the pictures; without one @napi-rs/canvas does, if it is
 * installed. Without a `source` no scripts are written, for they could not say what they belong to.
 *
 * @throws {FileError} when the directory cannot be written.
 * @example
 * const { files } = await writeReport(result, 'reports/prod');
 */
export async function writeReport(
  result: Result,
  directory: string,
  renderer?: ChartRenderer,
  source?: ReportSource,
): Promise<WrittenReport> {
  const json = reportSchema.safeParse(result.report);
  assert(json.success, 'a report keeps to its schema', { issues: json.error?.issues.slice(0, 3) });
  await makeDirectory(directory);
  const charts = Array.from({ length: worldCount(result) }, (_, index) => chartsOf(result, index));
  const drawn = worldsDrawn(result);
  const drawing = renderer ?? (await canvasRenderer());
  const pictures =
    drawing === undefined
      ? []
      : await draw(
          drawing,
          [...drawn].flatMap((index) => charts[index]!),
        );
  const files: (readonly [string, string | Uint8Array])[] = [
    [
      'report.html',
      renderHtml(result, { pictures: urisOf(pictures), scripts: await pageScripts(), charts, plan: source?.plan }),
    ],
    ['report.json', `${JSON.stringify(result.report, undefined, 2)}\n`],
    ...pictureFiles(pictures),
    ...scriptFiles(result, directory, source),
  ];
  for (const [name, data] of files) await writeWhole(join(directory, name), data);
  const names = new Set(files.map(([name]) => name));
  const scripts = scriptNames(result);
  await removeFiles(directory, (name) => (isChartFile(name) || scripts.has(name)) && !names.has(name));
  return {
    files: files.map(([name]) => join(directory, name)),
    remarks: [...remarksOf(drawing !== undefined, charts.length - drawn.size), ...fontRemarks(result, pictures.length)],
  };
}

/** The script of each counterexample, under the name that the report gives it. */
function scriptFiles({ counterexamples = [] }: Result, directory: string, source?: ReportSource): [string, string][] {
  if (source === undefined) return [];
  const { set, horizon, file } = source;
  const beside = { scenarioFile: pathFrom(directory, file), set, horizon };
  return counterexamples.map((one) => [one.report.script, scriptText(one, beside)]);
}

/** What scripts of this scenario's tasks are called, in any world: such a file of an earlier run says nothing any more. */
function scriptNames({ report }: Result): ReadonlySet<string> {
  const files = [...fileNames(Object.keys(report.tasks)).values()];
  const prefixes = ['', ...Array.from({ length: WORLDS_MAX }, (_, index) => `world-${index + 1}-`)];
  return new Set(prefixes.flatMap((prefix) => files.map((file) => `${prefix}${file}.script.json`)));
}

function worldsDrawn(result: Result): Set<number> {
  const all = Array.from({ length: worldCount(result) }, (_, index) => index);
  return new Set([...new Set([worstWorld(result.report), ...all])].slice(0, WORLDS_DRAWN));
}

function isChartFile(name: string): boolean {
  const [, stem, ending] = /^(.*)\.(png|svg)$/.exec(name) ?? [];
  return ending !== undefined && CHART_NAME.test(stem!);
}

/** What the font of the pictures has (the Latin part of DejaVu Sans). */
const FONT_LACKS =
  /[^ -\u00ff\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u2000-\u206f\u20ac\u2122\u2191\u2193\u2212\u2215\u2026\ufffd]/u;

function fontRemarks({ report }: Result, pictures: number): string[] {
  const names = [...Object.keys(report.tasks), ...Object.keys(report.supplies), ...Object.keys(report.locks)];
  const lacking = names.filter((name) => FONT_LACKS.test(name));
  if (pictures === 0 || lacking.length === 0) return [];
  const what = lacking.slice(0, 3).join(', ') + (lacking.length > 3 ? ', …' : '');
  return [
    `the font of the pictures lacks letters of ${what}: PNG and SVG may show boxes there; report.html shows the names in its charts`,
  ];
}

function remarksOf(canDraw: boolean, worldsLeft: number): string[] {
  if (!canDraw) {
    return [`${NOT_DRAWN}; report.html draws its charts itself`];
  }
  if (worldsLeft <= 0) return [];
  return [
    `PNG and SVG were drawn of ${WORLDS_DRAWN} worlds; report.html draws the charts of the other ${worldsLeft} itself`,
  ];
}
