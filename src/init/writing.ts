/**
 * Gives everything of a draft its name in the scenario, and collects what its tasks refer to.
 *
 * @module
 */
import { rational } from '../sim/numbers/rational.ts';
import { durationOf } from './cron-starts.ts';
import type { Api, Draft } from './draft.ts';
import type { FoundPool, FoundSystem, Job, Kept } from './found.ts';
import { longestGapMs } from './horizon.ts';
import { commentText, Labels, yamlText } from './labels.ts';
import { Open, type Written } from './open.ts';
import { type Named, taskLines } from './task-text.ts';

type Guesses = readonly [string, ...string[]];

export class Writing {
  readonly parameters: string[] = [];
  readonly facts: string[] = [];
  readonly supplies: string[] = [];
  readonly locks: string[] = [];
  readonly pools: string[] = [];
  /** Of the tasks, in the order of the jobs. */
  names: readonly string[] = [];
  readonly #draft: Draft;
  readonly #open = new Open();
  /** Of tasks and supplies, of which goals speak without saying which is meant. */
  readonly #labels = new Labels();
  readonly #places = new Labels();
  readonly #kept = new Map<string, Kept>();
  readonly #factNames = new Map<string, string>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** The lines of all tasks; what they refer to stands in the sections after that. */
  tasks(): string[] {
    const { system, api, cost: costs, lasts: spans } = this.#draft;
    this.names = system.jobs.map(({ name }) => this.#labels.unused(name));
    for (const { starts } of system.jobs) {
      for (const start of starts) if (start.kind === 'every') this.#keep(start.kept, start.every);
    }
    for (const { slots } of system.pools) this.#keep(slots?.kept, slots?.text ?? '');
    // What other people's rules leave open goes first: there is room for so many worlds.
    const busy = system.jobs.map((job) => this.#busy(job));
    const cost = api && this.#fact('RUN_COST', costs, ['1', '10'], 'what a run takes of the API');
    const lasts = this.#fact('RUN_LASTS', spans, spansOf(system), 'how long a run works');
    const named: Named = {
      kept: (kept) => this.#isKept(kept),
      api: api && { name: this.#api(api), cost: cost!, lasts: api.lasts === true },
      labelOf: this.#placed(),
      lasts,
    };
    return system.jobs.flatMap((job, index) => taskLines(this.names[index]!, job, busy[index], named));
  }

  #busy({ starts, whenBusy: [first, ...others] }: Job): Written | undefined {
    if (first === undefined || starts.every(({ kind }) => kind === 'always')) return undefined;
    return this.#open.written([first, ...others]);
  }

  /** The name of the API. */
  #api({ name: wanted, preset, figures }: Api): string {
    const name = this.#labels.unused(wanted);
    if (preset !== undefined) {
      const given = Object.entries(figures).map(([key, value]) => `, ${key}: ${value}`);
      this.supplies.push(`  ${yamlText(name)}: { preset: ${preset}${given.join('')} }`);
      return name;
    }
    const debt = this.#open.written(['none', 'unlimited']);
    const rate = this.#fact('API_RATE', figures.rate, ['10/min', '100/min'], 'what the API gives, requests or tokens');
    const { capacity = `$${rate} * 1m` } = figures;
    this.supplies.push(
      `  ${yamlText(name)}:`,
      '    model: token-bucket',
      `    refill: $${rate}`,
      `    capacity: ${capacity} # what is saved up at most${figures.capacity === undefined ? ': not known yet' : ''}`,
      '    initial: any',
      `    debt: ${debt.text} # whether a run that costs more than there is goes on${debt.dropped}`,
    );
    return name;
  }

  /** What pools, limits and locks are called here, by their names where they were found. */
  #placed(): Named['labelOf'] {
    const { pools, limits, locks } = this.#draft.system;
    const labels = new Map<string, string>();
    const once = (what: string, name: string, write: (label: string) => void): void => {
      const key = `${what} ${name}`;
      if (labels.has(key)) return;
      const label = (what === 'limit' ? this.#labels : this.#places).unused(name);
      labels.set(key, label);
      write(yamlText(label));
    };
    for (const pool of pools) once('pool', pool.name, (label) => this.pools.push(this.#poolLine(label, pool)));
    for (const { name, rate, at } of limits) {
      const where = commentText(`${at.file}:${at.line}; each worker counts for itself`);
      once('limit', name, (label) => this.supplies.push(`  ${label}: { preset: celery, rate: ${rate} } # ${where}`));
    }
    for (const name of locks) once('lock', name, (label) => this.locks.push(`  ${label}: { lease: none }`));
    return (what, name) => labels.get(`${what} ${name}`)!;
  }

  #poolLine(label: string, { slots, preset }: FoundPool): string {
    const what = 'runs that work at the same time, of each pool';
    const known = slots && (this.#isKept(slots.kept) ? `$${slots.kept!.name}` : slots.text);
    const count = known ?? `$${this.#fact('SLOTS', undefined, ['1', '4'], what)}`;
    return `  ${label}: { ${preset === undefined ? '' : `preset: ${preset}, `}slots: ${count} }`;
  }

  /** The name of a fact, which no constant has; asked for twice, it is the same. */
  #fact(wanted: string, value: string | undefined, guesses: Guesses, what: string): string {
    const known = this.#factNames.get(wanted);
    if (known !== undefined) return known;
    let name = wanted;
    while (this.#kept.has(name)) name += '_';
    this.#factNames.set(wanted, name);
    const { text, dropped } = value === undefined ? this.#open.written(guesses) : { text: value, dropped: '' };
    this.facts.push(`  ${name}: ${text} # ${what}${dropped}`);
    return name;
  }

  /** The first constant of a name is a parameter; another one of that name stays a figure. */
  #keep(kept: Kept | undefined, value: string): void {
    if (kept === undefined || this.#kept.has(kept.name)) return;
    this.#kept.set(kept.name, kept);
    const from = JSON.stringify(`${kept.file}#${kept.name}`);
    const counted = kept.in === undefined ? '' : `, in: ${kept.in}`;
    this.parameters.push(`  ${kept.name}: { value: ${value}, from: ${from}${counted} }`);
  }

  #isKept(kept: Kept | undefined): boolean {
    return kept !== undefined && this.#kept.get(kept.name)?.file === kept.file;
  }
}

/** Two guesses of how long a run works, so that the job that starts most often can keep up with both. */
function spansOf({ jobs }: FoundSystem): readonly [string, string] {
  const gapsMs = jobs.map(longestGapMs).filter((gapMs) => gapMs > 0);
  const mostMs = Math.max(2, Math.min(600_000, ...gapsMs.map((gapMs) => Math.floor(gapMs / 3))));
  const roundMs = mostMs < 10_000 ? mostMs : Math.floor(mostMs / 10_000) * 10_000;
  return [durationOf(rational(Math.ceil(roundMs / 10))), durationOf(rational(roundMs))];
}
