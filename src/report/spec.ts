/**
 * A chart as plain data: a chart.js config without a single function, so that the same value is drawn to PNG and SVG,
 * travels inside report.html as JSON, and is compared byte for byte by tests.
 *
 * Three conventions stand in for the functions that chart.js usually wants, and every renderer keeps them: a dataset with
 * an empty label stays out of the legend; a gap is a point whose `y` is null; times are positions on a category axis
 * whose labels are the ticks (`TimeAxis`), so a tick reads "6 h" without a callback.
 *
 * @module
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** A point in the units of the axes; `y: null` lifts the pen. */
export type Point = { readonly x: number; readonly y: number | null };

export interface ChartConfig {
  readonly type: 'line' | 'bar' | 'scatter';
  readonly data: { readonly labels?: readonly string[]; readonly datasets: readonly JsonObject[] };
  readonly options: JsonObject;
}

/** What the picture shows, as rows, for readers without pictures. Cells are plain text, not yet escaped. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartSpec {
  /** File name without its ending: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What is seen, in one sentence; also drawn above the picture. */
  readonly title: string;
  /** The picture in one sentence, for those who do not see it. */
  readonly describe: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly config: ChartConfig;
  readonly table: ChartTable;
  /** How positions on the x axis become times: `fromMs + x * stepMs`. Absent where x is not a time. */
  readonly time?: { readonly fromMs: number; readonly stepMs: number };
}
