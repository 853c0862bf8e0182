/**
 * What `sim init` has to know: given as options, else asked for at the terminal, else as nobody knows it.
 *
 * @module
 */
import { cronStart, durationMs, everyStart, type Started } from '../init/cron-starts.ts';
import type { Api } from '../init/draft.ts';
import type { Job, Start } from '../init/found.ts';
import { PRESETS } from '../scenarios/presets/index.ts';
import { presetOf } from '../scenarios/presets/pages.ts';
import type { Ask, Preset } from '../scenarios/presets/preset.ts';
import type { Unit } from '../scenarios/text/issue.ts';
import { literalAt } from '../scenarios/text/literal.ts';
import { nearest } from '../scenarios/text/nearest.ts';
import type { Args } from './command.ts';
import type { Io } from './io.ts';
import { settingsByName } from './settings.ts';
import { UsageError } from './usage-error.ts';

export const VERB = 'init';

/** What a question ends with that may stay open. */
export const UNKNOWN = ' (Enter: not known)';

/** Why an answer is none; undefined where it is one. */
type Check = (text: string) => string | undefined;

interface Question {
  readonly option: string;
  readonly says: string;
  readonly check: Check;
}

export class Answers {
  readonly #args: Args;
  readonly #io: Io;
  readonly #figures: ReadonlyMap<string, string>;
  readonly #used = new Set<string>();

  constructor(args: Args, io: Io) {
    this.#args = args;
    this.#io = io;
    this.#figures = new Map(Object.entries(settingsByName(args.all('figure'), VERB, '--figure')));
  }

  get #asks(): boolean {
    return this.#io.ask !== undefined && !this.#args.flag('yes');
  }

  /** The option, or the answer; undefined where neither says anything. */
  async text(question: Question): Promise<string | undefined> {
    const { option, says, check } = question;
    const given = this.#args.text(option);
    if (given !== undefined) return checked(given, `--${option}`, check);
    return this.#asks ? this.#asked(says, check) : undefined;
  }

  /** Asks until there is an answer that is one; an empty one says that nothing is known. */
  async #asked(says: string, check: Check): Promise<string | undefined> {
    for (;;) {
      const answer = (await this.#io.ask!(`${says}: `))?.trim();
      if (answer === undefined)
        throw new UsageError('the input ended before every question was answered; nothing is written', VERB);
      if (answer === '') return undefined;
      const why = check(answer);
      if (why === undefined) return answer;
      this.#io.err(`  ${why}\n`);
    }
  }

  async quantity(option: string, unit: Unit, says: string): Promise<string | undefined> {
    return this.text({ option, says, check: isOf(unit) });
  }

  /** The jobs that are named, each as NAME=WHEN. */
  async jobs(): Promise<readonly Pick<Job, 'name' | 'starts'>[]> {
    const given = this.#args.all('job');
    if (given.length > 0) return given.map((text) => jobOf(checked(text, '--job', isJob)));
    if (this.#args.flag('yes')) return [jobOf('sync=15m')];
    if (this.#io.ask === undefined) throw noTerminal();
    const jobs: Pick<Job, 'name' | 'starts'>[] = [];
    for (;;) {
      const says = `${jobs.length === 0 ? 'A job' : 'Another job'} and when it starts, as NAME=WHEN: sync=15m, sync=always or sync=0 3 * * *${jobs.length === 0 ? '' : ' (Enter: no more)'}`;
      const text = await this.#asked(says, isJob);
      if (text !== undefined) jobs.push(jobOf(text));
      else if (jobs.length > 0) return jobs;
    }
  }

  async api(): Promise<Api | undefined> {
    const says = 'Which API do they share? A preset (`sim presets` lists them), own (you give its rate) or none [own]';
    const name = (await this.text({ option: 'api', says, check: isApi })) ?? 'own';
    if (name === 'none') return this.#complete(undefined);
    if (name === 'own') {
      const rate = await this.#figure(
        'rate',
        `How many requests or tokens it gives, such as 60/min${UNKNOWN}`,
        isOf('rate'),
      );
      const capacity = await this.#figure(
        'capacity',
        `How many of these it saves up while nobody asks, such as 100${UNKNOWN}`,
        isOf('number'),
      );
      const figures = { ...(rate !== undefined && { rate }), ...(capacity !== undefined && { capacity }) };
      return this.#complete({ name: 'api', figures });
    }
    const { parts } = presetOf(name).preset!;
    const { asks = [], text } = parts.supplies!;
    const figures: Record<string, string> = {};
    for (const ask of asks) figures[ask.key] = await this.#wanted(name, ask);
    const lasts = /model: concurrency/.test(text) ? ({ lasts: true } as const) : {};
    return this.#complete({ name, preset: name, figures, ...lasts });
  }

  async #figure(key: string, says: string, check: Check): Promise<string | undefined> {
    this.#used.add(key);
    const given = this.#figures.get(key);
    if (given !== undefined) return checked(given, `--figure ${key}`, check);
    return this.#asks ? this.#asked(says, check) : undefined;
  }

  /** What hangs on somebody's plan is never guessed. */
  async #wanted(preset: string, { key, unit, where, example }: Ask): Promise<string> {
    const says = `${preset}: ${key}, ${where} (${example})`;
    for (;;) {
      const answer = await this.#figure(key, says, isOf(unit));
      if (answer !== undefined) return answer;
      if (!this.#asks) throw new UsageError(`--api ${preset} needs --figure ${key}=…, e.g. ${example}: ${where}`, VERB);
    }
  }

  #complete<Result>(result: Result): Result {
    const stray = [...this.#figures.keys()].find((key) => !this.#used.has(key));
    if (stray === undefined) return result;
    const known = this.#used.size === 0 ? 'it takes none' : `it takes ${[...this.#used].join(', ')}`;
    throw new UsageError(`--figure ${stray}: the API has no such figure; ${known}`, VERB);
  }
}

function checked(text: string, option: string, check: Check): string {
  const why = check(text);
  if (why !== undefined) throw new UsageError(`${option}: ${why}`, VERB);
  return text;
}

function noTerminal(): UsageError {
  return new UsageError(
    'no terminal to ask at: say --from FILE, or --job NAME=WHEN (and --api, --scheduler, --cost, --lasts as far as you know them), or --yes for an example',
    VERB,
  );
}

const EXAMPLES: Readonly<Record<Unit, string>> = { number: '40', duration: '90s', rate: '60/min', share: '95%' };

export function isOf(unit: Unit): Check {
  return (text) => {
    const literal = /^\d/.test(text) ? literalAt(text, 0) : undefined;
    const isOne = literal?.kind === 'quantity' && literal.length === text.length && literal.quantity.unit === unit;
    const isNothing = isOne && literal.quantity.value.numerator === 0n;
    if (isOne && !isNothing) return undefined;
    return `expected a ${unit} above 0 such as ${EXAMPLES[unit]}, received "${text}"`;
  };
}

function presetsOf(part: keyof Preset['parts']): readonly string[] {
  return PRESETS.filter(({ parts }) => parts[part] !== undefined).map(({ name }) => name);
}

function isApi(text: string): string | undefined {
  const known = ['own', 'none', ...presetsOf('supplies')];
  return known.includes(text) ? undefined : notOne(text, known);
}

/** Who starts the jobs: a preset, or a scheduler of one's own. */
export function isScheduler(text: string): string | undefined {
  const known = ['own', ...presetsOf('tasks')];
  return known.includes(text) ? undefined : notOne(text, known);
}

function notOne(text: string, known: readonly string[]): string {
  const near = nearest(text, known);
  return `received "${text}"; ${near === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${near}?`}`;
}

function isJob(text: string): string | undefined {
  const { name, when } = partsOf(text);
  if (name === '' || when === '') return `expected NAME=WHEN, received "${text}"`;
  const started = startOf(when);
  return started.kind === 'start' ? undefined : `${name}: ${started.why}`;
}

function jobOf(text: string): Pick<Job, 'name' | 'starts'> {
  const { name, when } = partsOf(text);
  const started = startOf(when);
  if (started.kind !== 'start') throw new UsageError(`--job ${name}: ${started.why}`, VERB);
  const start: Start = started.start;
  return { name, starts: [start] };
}

function partsOf(text: string): { readonly name: string; readonly when: string } {
  const at = text.indexOf('=');
  return at < 0 ? { name: '', when: '' } : { name: text.slice(0, at).trim(), when: text.slice(at + 1).trim() };
}

function startOf(when: string): Started {
  if (when === 'always') return { kind: 'start', start: { kind: 'always' } };
  const ms = durationMs(when);
  return ms === undefined ? cronStart(when, 'UTC', 'skip') : everyStart(ms);
}
