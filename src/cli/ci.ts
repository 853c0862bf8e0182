/**
 * What `check` leaves behind for a CI: files in the forms that CIs read, and annotations where the CI is GitHub's.
 *
 * @module
 */
import type { Report } from '../judge/report/report.ts';
import { annotationLines } from '../report/ci/annotations.ts';
import { junitText } from '../report/ci/junit.ts';
import { markdownText } from '../report/ci/markdown.ts';
import { sarifText } from '../report/ci/sarif.ts';
import { remarksOf } from '../report/ci/told.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Args, Option } from './command.ts';
import type { Io } from './io.ts';

export const CI_OPTIONS: Readonly<Record<string, Option>> = {
  markdown: { value: 'FILE', describe: "write a summary too, for a pull request's comment" },
  junit: { value: 'FILE', describe: 'write a JUnit file too: a test case for each goal' },
  sarif: { value: 'FILE', describe: 'write a SARIF file too, for code scanning' },
};

/** Writes what was asked for. Annotations go where remarks go, so that --json stays alone on stdout. */
export async function tellCi(report: Report, { locate }: Scenario, args: Args, io: Io): Promise<void> {
  const remarks = remarksOf(report, locate);
  const texts: Readonly<Record<string, () => string>> = {
    markdown: () => markdownText(report),
    junit: () => junitText(report),
    sarif: () => sarifText(report, remarks),
  };
  for (const [option, text] of Object.entries(texts)) {
    const path = args.text(option);
    if (path === undefined) continue;
    await io.writeText(path, text());
    io.err(`wrote ${path}\n`);
  }
  if (io.env.GITHUB_ACTIONS === 'true') for (const line of annotationLines(remarks)) io.err(`${line}\n`);
}
