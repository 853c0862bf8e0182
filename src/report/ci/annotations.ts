/**
 * Annotations of GitHub Actions: lines that the runner shows beside the code they are about.
 *
 * @module
 */
import type { Remark } from './told.ts';

/** More of a kind than this are not shown by GitHub anyway. */
const SHOWN_MAX = 10;

/** A line for each remark; what a scenario says can end neither the line nor a property. */
export function annotationLines(remarks: readonly Remark[]): readonly string[] {
  return (['error', 'warning', 'note'] as const).flatMap((level) =>
    remarks
      .filter((remark) => remark.level === level)
      .slice(0, SHOWN_MAX)
      .map(annotationLine),
  );
}

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

function annotationLine({ level, title, message, at }: Remark): string {
  const place = [`file=${property(at.file)}`, `line=${at.line}`, ...(at.column ? [`col=${at.column}`] : [])];
  return `::${COMMANDS[level]} ${[...place, `title=${property(title)}`].join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
