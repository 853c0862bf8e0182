/**
 * Writes certificates. The states are found anew, in plain ways, and the ranks worked out from them: that they come to the
 * same waits as the explorer's is a check in itself.
 *
 * @module
 */
import type { Scenario, World } from '../../scenarios/scenario.ts';
import { assert } from '../../sim/assert.ts';
import { assemble } from '../../sim/machine.ts';
import { VERSION } from '../../sim/version.ts';
import { type Components, componentsOf } from '../graph/components.ts';
import { Edges } from '../graph/edges.ts';
import { IDLED, Labels } from '../graph/labels.ts';
import type { Image } from '../plain/image.ts';
import { type Instant, type Instants, instantsOf, isServed } from '../plain/instants.ts';
import { modelHash } from '../script/evidence.ts';
import type { Claim, TaskVerification, Verification, WorldVerification } from '../verification.ts';
import type { Certificate, CertifiedClaim, WorldCertificate } from './certificate.ts';

export interface CertifyOptions {
  /** States that are listed at the most, in all worlds together. Default: 1 million. */
  readonly statesMax?: number | undefined;
  /** How the scenario was loaded, for whoever wants to load it so again. */
  readonly set?: Readonly<Record<string, string>> | undefined;
  readonly horizon?: string | undefined;
}

export interface Certified {
  readonly certificate: Certificate;
  /** What is not in it, in the order of the worlds. */
  readonly left: readonly LeftOut[];
}

/** A claim, or a whole world (no `task`), of which there is no proof to write down, and why. */
export interface LeftOut {
  readonly world: Readonly<Record<string, string>>;
  readonly task?: string;
  readonly because: string;
}

export type CertifiedWorld =
  | { readonly kind: 'certificate'; readonly certificate: WorldCertificate }
  | { readonly kind: 'refused'; readonly because: string };

const STATES_MAX = 1_000_000;

/**
 * The certificate of what was proved about a scenario: which tasks are live, with their longest waits, and which are
 * starved, in each of its worlds. What can starve needs none: its counterexample can be replayed.
 *
 * @example
 * const { certificate, left } = certify(scenario, verify(scenario));
 * checkCertificate(scenario, certificateText(certificate)).kind; // 'holds'
 */
export function certify(scenario: Scenario, { worlds }: Verification, options: CertifyOptions = {}): Certified {
  let statesLeft = options.statesMax ?? STATES_MAX;
  const written: WorldCertificate[] = [];
  const left = scenario.worlds.flatMap((world, index): LeftOut[] => {
    const verified = worlds[index]!;
    const unproved = leftOutOf(world, verified);
    const made = certifyWorld(world, verified, statesLeft);
    if (made.kind === 'refused') {
      return unproved.length === verified.tasks.length ? unproved : [{ world: world.set, because: made.because }];
    }
    statesLeft -= made.certificate.states.length;
    written.push(made.certificate);
    return unproved;
  });
  const { set = {}, horizon } = options;
  const head = { quotasim: VERSION, scenario: scenario.name, set, ...(horizon !== undefined && { horizon }) };
  return { certificate: { quotasimCertificate: 1, ...head, worlds: written }, left };
}

function leftOutOf({ set }: World, { tasks, stopped }: WorldVerification): LeftOut[] {
  return tasks
    .filter(({ claim }) => !isProved(claim))
    .map(({ task, claim }) => {
      const open = stopped === 'complete' ? 'nothing is proved of it' : 'not everything was explored';
      return { world: set, task, because: claim === 'starvable' ? 'it can starve, which its script shows' : open };
    });
}

function isProved(claim: Claim): boolean {
  return claim === 'live' || claim === 'starved';
}

/** The part of a certificate that is about one world; `statesMax` as in `CertifyOptions`. */
export function certifyWorld(world: World, { tasks }: WorldVerification, statesMax = STATES_MAX): CertifiedWorld {
  const proved = tasks.filter(({ claim }) => isProved(claim));
  if (proved.length === 0) return refused('no task is proved live or starved');
  const instants = instantsOf(assemble(world.model));
  if (instants === undefined) return refused('what is drawn cannot be listed');
  const survey = surveyOf(instants, statesMax);
  if (typeof survey === 'string') return refused(survey);
  const ranked = proved.map((task) => ranksOf(survey, world, task));
  return {
    kind: 'certificate',
    certificate: {
      world: world.set,
      model: modelHash(world.model),
      tasks: ranked.map(({ claim }) => claim),
      states: survey.images.map((image, state) => [image, ranked.map(({ ranks }) => ranks[state]!)]),
    },
  };
}

function refused(because: string): CertifiedWorld {
  return { kind: 'refused', because };
}

/** Everything that can be reached, in the order in which it was found. */
interface Survey {
  readonly images: readonly Image[];
  readonly edges: Edges;
  /** The instants at the start, one for each target and label. */
  readonly roots: readonly { readonly target: number; readonly label: number }[];
  readonly labels: Labels;
}

/** The states and edges, or why they cannot be listed. */
function surveyOf(instants: Instants, statesMax: number): Survey | string {
  const tasks = instants.machine.model.tasks.length;
  const [edges, labels, images] = [new Edges(), new Labels(tasks), [] as Image[]];
  const known = new Map<string, number>();
  const nothing = new Uint16Array(tasks);
  const arrive = (instant: Instant): { target: number; label: number } => {
    const { image, durationMs, idled } = instant;
    const progressed = idled.map((before, task) => (before === 1 ? IDLED : Number(isServed(instant, task))));
    const key = image.join();
    let target = known.get(key);
    if (target === undefined) {
      target = images.push(image) - 1;
      known.set(key, target);
    }
    return { target, label: labels.add(durationMs, { progressed, due: nothing, served: nothing, code: () => -1 }) };
  };
  const roots = new Map<string, { target: number; label: number }>();
  let trouble = instants.begin((instant) => {
    const root = arrive(instant);
    roots.set(`${root.target} ${root.label}`, root);
  });
  for (let state = 0; state < images.length && trouble === undefined; state++) {
    if (images.length > statesMax) return `it has more than ${statesMax} states`;
    edges.open();
    trouble = instants.after(images[state]!, (instant) => {
      const { target, label } = arrive(instant);
      edges.add(target, label);
    });
    edges.close();
  }
  return trouble ?? { images, edges, roots: [...roots.values()], labels };
}

interface Ranked {
  readonly claim: CertifiedClaim;
  readonly ranks: Float64Array;
}

function ranksOf(survey: Survey, { model }: World, { task, claim, worst }: TaskVerification): Ranked {
  const index = model.tasks.findIndex(({ name }) => name === task);
  const { labels } = survey;
  const progressed = Uint8Array.from({ length: labels.count }, (_, label) => Number(labels.progressed(label, index)));
  if (claim === 'starved') return countdown(survey, progressed, task);
  const durationMs = Float64Array.from({ length: labels.count }, (_, label) =>
    labels.idled(label, index) ? 0 : labels.durationMs(label),
  );
  const ranked = waits(survey, { progressed, durationMs }, task);
  const { firstMs, betweenMs } = ranked.claim as Extract<CertifiedClaim, { claim: 'live' }>;
  assert(firstMs === worst!.firstMs && betweenMs === worst!.betweenMs, 'both ways to explore find the same waits', {
    task,
    firstMs,
    betweenMs,
    ...worst,
  });
  return ranked;
}

/** The longest times to the next progress. Without the edges on which there is progress no state reaches itself. */
function waits(
  { images, edges, roots }: Survey,
  { progressed, durationMs }: { readonly progressed: Uint8Array; readonly durationMs: Float64Array },
  task: string,
): Ranked {
  const silent = progressed.map((one) => 1 - one);
  const { states, count } = componentsOf(edges, images.length, silent);
  assert(count === images.length, 'both ways to explore find no cycle without progress', { task });
  const ranks = new Float64Array(images.length);
  const through = (target: number, label: number): number =>
    durationMs[label]! + (progressed[label] === 1 ? 0 : ranks[target]!);
  // What an edge without progress leads to comes first.
  for (const state of states) {
    eachEdge(edges, state, (target, label) => {
      assert(target !== state || progressed[label] === 1, 'no state leads to itself without progress', { task });
      ranks[state] = Math.max(ranks[state]!, through(target, label));
    });
  }
  const firstMs = roots.reduce((most, { target, label }) => Math.max(most, through(target, label)), -1);
  let betweenMs = -1;
  const after = (target: number, label: number): void => {
    if (progressed[label] === 1) betweenMs = Math.max(betweenMs, ranks[target]!);
  };
  for (const { target, label } of roots) after(target, label);
  for (let state = 0; state < images.length; state++) eachEdge(edges, state, after);
  return { claim: { task, claim: 'live', firstMs, betweenMs }, ranks };
}

/** How many instants with progress can still come: none of them lies on a cycle. */
function countdown({ images, edges, roots, labels }: Survey, progressed: Uint8Array, task: string): Ranked {
  const components: Components = componentsOf(edges, images.length, new Uint8Array(labels.count).fill(1));
  const left = new Float64Array(components.count);
  for (const state of components.states) {
    const here = components.of[state]!;
    eachEdge(edges, state, (target, label) => {
      const there = components.of[target]!;
      assert(here !== there || progressed[label] === 0, 'both ways to explore find that it is starved', { task });
      left[here] = Math.max(left[here]!, left[there]! + progressed[label]!);
    });
  }
  const ranks = Float64Array.from(images, (_, state) => left[components.of[state]!]!);
  const progresses = roots.reduce((most, { target, label }) => Math.max(most, ranks[target]! + progressed[label]!), 0);
  return { claim: { task, claim: 'starved', progresses }, ranks };
}

function eachEdge(edges: Edges, state: number, tell: (target: number, label: number) => void): void {
  const to = edges.start(state + 1);
  for (let edge = edges.start(state); edge < to; edge++) tell(edges.target(edge), edges.label(edge));
}
