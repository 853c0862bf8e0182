/**
 * The command that replays a counterexample.
 *
 * @module
 */
import type { Report } from '../judge/report/report.ts';

/** `script` as the reader names it: a path from where the command is called, or the file beside the page. */
export function replayCommand({ scenario }: Pick<Report, 'scenario'>, script: string): string {
  return `sim replay ${script}${scenario.plugins === undefined ? '' : ' --allow-plugins'}`;
}
