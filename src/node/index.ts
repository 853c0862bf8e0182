/**
 * quotasim on Node: reading scenarios, writing reports, drawing charts.
 *
 * @module
 */
export { type ChartPicture, type ChartRenderer, canvasRenderer } from './canvas.ts';
export { FileError, type FileErrorCode } from './file-error.ts';
export { makeDirectory, writeWhole } from './files.ts';
export { type OpenedStore, openStore, prepareStore, type StoreOptions } from './plan-store.ts';
export { writePlanTable } from './plan-table.ts';
export { coreCount, planWorkers } from './plan-workers.ts';
export { loadPlugins } from './plugins.ts';
export { readPythonSettings } from './python-settings.ts';
export { readNamedFile } from './read-named.ts';
export { readCertificateFile, readScenario, SCENARIO_BYTES_MAX } from './read-scenario.ts';
export { writeComparison } from './write-comparison.ts';
export { writePlan } from './write-plan.ts';
export { type ReportSource, type WrittenReport, writeReport } from './write-report.ts';
