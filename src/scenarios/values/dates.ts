/**
 * Dates as a scenario writes them, always UTC: `2026-02-05`, `2026-02-05T18:03:00Z`.
 *
 * @module
 */

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?Z?)?$/;

/** Milliseconds since 1970; undefined where the text is no date, or one that does not exist. */
export function parseDate(text: string): number | undefined {
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, second!));
  const again = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ];
  const exists = [year, month, day, hour, minute].every((part, index) => part === again[index]);
  return exists && second! < 60 ? date.getTime() : undefined;
}
