/**
 * The smallest change of one parameter that mends a world: tried in rings, every parameter one step away from its present
 * value in both directions, then two steps, and so on.
 *
 * A setting mends if nobody can starve any more and every goal is met, by proof where a proof can say so and otherwise by
 * runs with the seed of the present ones: it is what `sim` would say PASS of. What only makes everybody safe is
 * kept for the case that nothing does more. Limits count settings, states and simulations, never seconds.
 *
 * @module
 */
import { withProofs } from '../judge/evidence/evidence.ts';
import type { Report } from '../judge/report/report.ts';
import { simulate } from '../judge/simulate.ts';
import { type LoadOptions, scenarioReader } from '../scenarios/parse.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { ScenarioError } from '../scenarios/text/issues.ts';
import type { Lattice } from '../scenarios/values/lattice.ts';
import { answersOf } from '../verify/neighbours.ts';
import type { Claim, Verification } from '../verify/verification.ts';
import { verify } from '../verify/verify.ts';

export interface RepairOptions {
  /** The world to mend, by its index. Default: the first. */
  readonly world?: number | undefined;
  /** Settings that are verified at the most. Default: 300. */
  readonly valuesMax?: number | undefined;
  /** States that are stored at the most, for all settings together. Default: 10 million. */
  readonly statesMax?: number | undefined;
  /** Instants that are tried at the most, for each setting. Default: no limit. */
  readonly stepsMax?: number | undefined;
  /** Settings that are simulated at the most. Default: 10. */
  readonly simulationsMax?: number | undefined;
  /** As for `simulate`. */
  readonly seed?: string | undefined;
  readonly replications?: number | undefined;
  /** Told before each setting is verified. */
  readonly onValue?: ((name: string, value: string) => void) | undefined;
}

export interface Repair {
  /** The parameter to change, its present value, and the one that mends. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** `passes`: every goal is met; `safe`: nobody can starve, but some goal is not met. */
  readonly kind: 'passes' | 'safe';
  /** What `sim` says of it: this world alone. */
  readonly report: Report;
}

export interface RepairSearch {
  readonly repair: Repair | undefined;
  /** Settings that were verified. */
  readonly tried: number;
  /** Whether all is known of every value of every parameter, but for those after one that mends. */
  readonly complete: boolean;
}

const VALUES_MAX = 300;
const STATES_MAX = 10_000_000;
const SIMULATIONS_MAX = 10;

/**
 * Looks for the smallest change of one parameter that mends a world of a scenario.
 *
 * @throws {ScenarioError} where the text is no scenario.
 * @example
 * repairOf(text, { file: 'prod.yaml' }).repair; // { name: 'BACKFILL_MIN_TOKENS', from: '50', to: '55', kind: 'passes', … }
 */
export function repairOf(text: string, load: LoadOptions, options: RepairOptions = {}): RepairSearch {
  const read = scenarioReader(text, load);
  const { lattices } = read(load.set);
  return new Search(read, load.set, options).run(lattices);
}

interface Setting {
  readonly lattice: Lattice;
  readonly value: string;
}

class Search {
  readonly #read: ReturnType<typeof scenarioReader>;
  readonly #set: LoadOptions['set'];
  readonly #options: RepairOptions;
  #statesLeft: number;
  #simulationsLeft: number;
  #tried = 0;
  #complete = true;
  #safe: Repair | undefined;

  constructor(read: ReturnType<typeof scenarioReader>, set: LoadOptions['set'], options: RepairOptions) {
    this.#read = read;
    this.#set = set;
    this.#options = options;
    this.#statesLeft = options.statesMax ?? STATES_MAX;
    this.#simulationsLeft = options.simulationsMax ?? SIMULATIONS_MAX;
  }

  run(all: readonly Lattice[]): RepairSearch {
    const lattices = all.filter(({ isOpen }) => !isOpen);
    if (lattices.length < all.length) this.#complete = false;
    for (let steps = 1; ; steps++) {
      const ring = ringOf(lattices, steps);
      if (ring.length === 0) return this.#result(undefined);
      for (const setting of ring) {
        if (this.#tried >= (this.#options.valuesMax ?? VALUES_MAX) || this.#statesLeft <= 0) {
          this.#complete = false;
          return this.#result(undefined);
        }
        const found = this.#try(setting);
        if (found?.kind === 'passes') return this.#result(found);
        this.#safe ??= found;
      }
    }
  }

  #result(found: Repair | undefined): RepairSearch {
    return { repair: found ?? this.#safe, tried: this.#tried, complete: this.#complete };
  }

  #try({ lattice: { name, value: from }, value: to }: Setting): Repair | undefined {
    const scenario = this.#scenarioAt(name, to);
    if (scenario === undefined) return undefined;
    this.#options.onValue?.(name, to);
    this.#tried++;
    const { stepsMax } = this.#options;
    const limits = { statesMax: this.#statesLeft, stepsMax, startsMax: stepsMax };
    const verification = verify(scenario, { ...limits, chances: 'almost-safe' });
    const [verified] = verification.worlds;
    this.#statesLeft -= verified!.states;
    const answers = answersOf(scenario.worlds[0]!, verified!);
    if (answers.claim === 'unknown') this.#complete = false;
    const proved = answers.claim === 'yes';
    // Of a task that allows several runs at a time no proof says that each of them ends: then runs must say so.
    const isLive = proved || (answers.claim === 'unknown' && Object.values(answers.claims).every(isLiveClaim));
    if (!isLive || (answers.goals === 'no' && (!proved || this.#safe !== undefined))) return undefined;
    if (this.#simulationsLeft-- <= 0) {
      this.#complete = false;
      return undefined;
    }
    const report = this.#judge(scenario, verification);
    if (report.verdict === 'pass') return { name, from, to, kind: 'passes', report };
    return proved ? { name, from, to, kind: 'safe', report } : undefined;
  }

  /** The scenario with this one setting and this one world; undefined where the value makes none. */
  #scenarioAt(name: string, value: string): Scenario | undefined {
    try {
      const scenario = this.#read({ ...this.#set, [name]: value });
      return { ...scenario, worlds: [scenario.worlds[this.#options.world ?? 0]!] };
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return undefined;
    }
  }

  #judge(scenario: Scenario, verification: Verification): Report {
    const { seed, replications } = this.#options;
    return withProofs(simulate(scenario, { seed, replications }), scenario, verification).report;
  }
}

const isLiveClaim = (claim: Claim): boolean => claim === 'live';

/** The settings so many steps from the present one, a larger value before a smaller one. */
function ringOf(lattices: readonly Lattice[], steps: number): readonly Setting[] {
  return lattices.flatMap((lattice) =>
    [steps, -steps].flatMap((count) => {
      const value = lattice.neighbour(count);
      return value === undefined ? [] : [{ lattice, value }];
    }),
  );
}
