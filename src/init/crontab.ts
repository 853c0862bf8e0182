/**
 * A crontab as jobs: a user's, or the system's with a column for the user.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import { placedLines } from '../export/lines.ts';
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import { rational } from '../sim/numbers/rational.ts';
import { commandName } from './command-name.ts';
import { cronStart, durationOf, type Started } from './cron-starts.ts';
import type { FoundSystem, Job, LeftOut } from './found.ts';
import { NOTHING_FOUND } from './found.ts';

interface Line {
  readonly line: number;
  readonly column: number;
  readonly pattern: string;
  readonly command: string;
  /** What `CRON_TZ` above it says. */
  readonly zone: string | undefined;
}

/**
 * Every line that starts something. `zone` is the machine's local time, which counts where no `CRON_TZ` stands above.
 *
 * @throws {ConfigError} where a line is none of a crontab, or none starts anything.
 */
export function crontabJobs(text: string, file: string, zone: string | undefined): FoundSystem {
  const issues: LocatedIssue[] = [];
  const lines = linesIn(text, file, issues);
  if (lines.length === 0 && issues.length === 0) {
    const says = 'it starts nothing; expected lines such as `*/15 * * * * command`';
    issues.push(configIssue('nothing_known', { file, line: 1, column: 1 }, says));
  }
  const isSystem = hasUsers(lines, file);
  const read = lines.map((line) => jobOf(line, { file, isSystem, local: zone ?? 'UTC', issues }));
  if (issues.length > 0) throw new ConfigError(issues, text);
  const jobs = read.flatMap((one) => ('job' in one ? [one.job] : []));
  const isLocal = zone === undefined && lines.some((line) => line.zone === undefined);
  return {
    ...NOTHING_FOUND,
    jobs,
    leftOut: read.flatMap((one) => ('leftOut' in one ? [one.leftOut] : [])),
    locks: [...new Set(jobs.flatMap(({ lock }) => (lock === undefined ? [] : [lock.name])))],
    remarks: isLocal ? [`${file}: cron goes by the machine's local time, taken to be UTC (--zone says another)`] : [],
  };
}

function linesIn(text: string, file: string, issues: LocatedIssue[]): Line[] {
  let zone: string | undefined;
  return placedLines(text.replace(/^\ufeff/, '')).flatMap(({ text: whole }, index): Line[] => {
    const written = whole.trimStart();
    const at = { line: index + 1, column: whole.length - written.length + 1 };
    if (written === '' || written.startsWith('#')) return [];
    const [, name, value] = /^(?:([A-Za-z_]\w*)|"[^"]*"|'[^']*')\s*=\s*(.*)$/.exec(written) ?? [];
    if (value !== undefined) {
      if (name === 'CRON_TZ') zone = value.trim().replace(/^(["'])(.*)\1$/, '$2');
      return [];
    }
    // SUSE's cron takes a hyphen before a line that is not to be logged.
    const [, pattern, command] = /^-?(@[A-Za-z]+|(?:\S+[ \t]+){4}\S+)[ \t]+(\S.*)$/.exec(written) ?? [];
    if (pattern !== undefined) return [{ ...at, pattern, command: command!, zone }];
    const says = 'expected five fields of time, or a word such as @hourly, and a command';
    issues.push(configIssue('not_readable', { file, ...at }, says));
    return [];
  });
}

/** Where the system keeps them the sixth column is a user; elsewhere where every line has a well-known one there. */
function hasUsers(lines: readonly Line[], file: string): boolean {
  if (/(?:^|\/)(?:etc\/crontab|cron\.d\/[^/]+)$/.test(file.replaceAll('\\', '/'))) return true;
  return lines.length > 0 && lines.every(({ command }) => WELL_KNOWN.test(command));
}

const WELL_KNOWN = /^(?:root|www-data|nobody|daemon|postgres|mysql|nginx|apache|backup|ubuntu|debian|ec2-user)[ \t]+\S/;

interface Reading {
  readonly file: string;
  readonly isSystem: boolean;
  readonly local: string;
  readonly issues: LocatedIssue[];
}

function jobOf(
  { line, column, pattern, command: whole, zone }: Line,
  { file, isSystem, local, issues }: Reading,
): { readonly job: Job } | { readonly leftOut: LeftOut } | object {
  const at = { file, line };
  const command = runOf(isSystem ? whole.replace(/^\S+[ \t]+/, '') : whole);
  const { name, flock } = commandName(command);
  if (pattern.toLowerCase() === '@reboot') return { leftOut: { name, at, why: 'it starts when the machine does' } };
  const started = startOf(pattern, zone ?? local);
  if (started.kind === 'left-out') return { leftOut: { name, at, why: started.why } };
  if (started.kind === 'wrong') {
    issues.push(configIssue('not_a_value', { file, line, column }, started.why));
    return {};
  }
  const lock = flock && { name: `lock ${flock.file}`, atMost: atMostOf(flock.seconds) };
  const job: Job = {
    name,
    at,
    starts: [started.start],
    // cron starts whatever is due, and asks nobody.
    whenBusy: ['allow'],
    ...(lock && { lock }),
    limits: [],
    remarks: [command],
  };
  return { job };
}

function atMostOf(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  return Number.isFinite(seconds) && seconds > 0 ? durationOf(rational(Math.ceil(seconds * 1000))) : '0s';
}

/** Up to the first percent sign that stands for itself: what follows goes to the command's input. */
function runOf(command: string): string {
  return command
    .replace(/(?<!\\)%.*$/s, '')
    .replaceAll('\\%', '%')
    .trim();
}

function startOf(pattern: string, zone: string): Started {
  const fields = pattern.split(/[ \t]+/);
  const [minute = '', hour = '', day = '', , weekday = ''] = fields;
  if (fields.some((field) => field.includes('~'))) {
    return { kind: 'left-out', why: `"${pattern}" is drawn anew by each start of cron` };
  }
  // To Vixie's cron a star with a step is a star: then a day must suit both fields, and a scenario has no pattern for that.
  const stepped = [day, weekday].some((field) => /^\*\//.test(field));
  const open = [day, weekday].some((field) => field === '*');
  if (fields.length === 5 && stepped && !open) {
    return { kind: 'left-out', why: `"${pattern}" asks for both a day of the month and a weekday` };
  }
  // What goes by an interval follows the changed clock at once; what has its time of day is made up for.
  const isInterval = fields.length === 5 && (minute.startsWith('*') || hour.startsWith('*'));
  return cronStart(pattern, zone, isInterval ? 'twice' : 'shift');
}
