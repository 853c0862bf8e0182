/**
 * Text to scenario: the one way in. Everything that is wrong is told at once, each with its place.
 *
 * @module
 */
import type { PolicyDefinition } from '../policies/definition.ts';
import { kindOf } from '../sim/kind-of.ts';
import type { Path } from '../sim/model.ts';
import { type CompiledWorld, compileWorld } from './compile.ts';
import { objectiveOf, planOf } from './judged/plan-worlds.ts';
import { checkOptions, type OptionKinds } from './options.ts';
import { type OwnPolicies, ownPolicies, type Plugins } from './plugins.ts';
import { expandPresets, type PresetUse } from './presets/expand.ts';
import type { Location, Scenario } from './scenario.ts';
import type { ScenarioDocument } from './schema/schema.ts';
import { policyTables } from './tasks/policy-tables.ts';
import { readDocument } from './text/document.ts';
import type { ScenarioIssue } from './text/issue.ts';
import { type PlacedIssue, type Report, scenarioError } from './text/issues.ts';
import { checkLabels } from './text/labels.ts';
import { NamedFiles, type ReadFile } from './text/named-files.ts';
import { dotted } from './text/path-text.ts';
import { prune } from './text/prune.ts';
import { type ShapeIssue, shapeIssues } from './text/shape-issues.ts';
import { placeAt, sourceOf } from './text/source.ts';
import { type Node, type Plain, plainOf, rangeAt, withNode } from './text/tree.ts';
import type { Spotted } from './values/bounds.ts';
import { latticesOf } from './values/lattice.ts';
import { parameterTexts } from './values/parameters.ts';
import { settingsOf } from './values/production.ts';
import { type ReadValues, withSettings } from './values/settings.ts';
import { settle, unsurePoints, WORLDS_MAX } from './worlds.ts';

export interface LoadOptions {
  /** How messages name the file; its base name without the ending names the scenario. Default `scenario.yaml`. */
  readonly file?: string;
  /** Values by parameter, fact, or the dotted path of a mode (`supplies.keepa.debt`), read like YAML. */
  readonly set?: Readonly<Record<string, string>>;
  /** Where values of `set` come from, by name: `file:line:column`, or a word for it; default `--set`. */
  readonly origins?: Readonly<Record<string, string>>;
  /** Instead of the document's, e.g. `30d`. */
  readonly horizon?: string;
  /** `simulate` runs polls that cost nothing one by one; default `compute`. */
  readonly polls?: 'compute' | 'simulate';
  /** Gives the text of a file that the scenario names, by its path relative to the scenario. Default: there are none. */
  readonly read?: ReadFile;
  /** Policies of your own that the scenario may use by name, as `definePolicy` gives them. */
  readonly policies?: readonly PolicyDefinition[];
  /** What the programs give that the scenario names under `plugins`, by path; one that is not here is not allowed. */
  readonly plugins?: Plugins;
}

const LOAD_OPTIONS: OptionKinds<LoadOptions> = {
  file: 'a text',
  set: 'a map of texts',
  origins: 'a map of texts',
  horizon: 'a text',
  polls: ['compute', 'simulate'],
  read: 'a function',
  policies: 'a list',
  plugins: 'an object',
};

/**
 * Reads a scenario, checks it whole and compiles each of its worlds.
 *
 * @throws {ScenarioError} with every issue at once, ordered by position.
 * @throws {TypeError} when an option is unknown, or not of its kind.
 * @example
 * loadScenario(text, { file: 'scenarios/prod.yaml', set: { BACKFILL_MIN_TOKENS: '55' } });
 */
export function loadScenario(text: string, options: LoadOptions = {}): Scenario {
  if (typeof text !== 'string') throw new TypeError(`loadScenario takes a text, received ${kindOf(text)}`);
  checkOptions('loadScenario', options, LOAD_OPTIONS);
  return readOnce(text, named(options))(options.set);
}

/**
 * A scenario with one setting after another: the text is read once, each setting is checked and compiled as by `loadScenario`.
 * What is given is `set`, instead of that of the options.
 *
 * @throws {ScenarioError} as `loadScenario`; what is given throws it, too.
 */
export function scenarioReader(text: string, options: LoadOptions): (set: LoadOptions['set']) => Scenario {
  return readOnce(text, named(options));
}

/** One text, read once and compiled with other values again and again. */
export interface Family {
  /** As `loadScenario` gives it. */
  readonly base: Scenario;
  /**
   * The scenario with these values beside those of the options: values of parameters and facts that are written as those
   * in its place are.
   *
   * @throws {ScenarioError} where they make none.
   */
  readonly at: (set: Readonly<Record<string, string>>, edits?: readonly Edit[]) => Scenario;
  /** The document as plain data, presets written out, for whoever looks for what to edit. */
  readonly document: Plain;
}

/** Another text in the place of one of the document's. */
export interface Edit {
  readonly path: Path;
  readonly text: string;
}

/**
 * For whoever looks at many settings of one text: what does not depend on them is done once.
 *
 * @throws {ScenarioError} where the text is no scenario.
 */
export function familyOf(text: string, options: LoadOptions = {}): Family {
  checkOptions('familyOf', options, LOAD_OPTIONS);
  const own = named(options);
  const issues: PlacedIssue[] = [];
  const written = writtenOf(text, own, issues);
  const base = compileWritten(written, own, issues);
  const values: ReadValues = new Map();
  return {
    base,
    document: plainOf(written.root),
    at: (set, edits = []) => {
      const root = edits.reduce(edited, written.root);
      return compileWritten({ ...written, root }, { ...own, set: { ...own.set, ...set } }, [], values);
    },
  };
}

function edited(root: Node, { path, text }: Edit): Node {
  return withNode(root, path, { ...rangeAt(root, path, 'value'), kind: 'scalar', value: text });
}

type Named = LoadOptions & { readonly file: string };

const named = (options: LoadOptions): Named => ({ ...options, file: options.file ?? 'scenario.yaml' });

interface Written {
  readonly root: Node;
  readonly uses: readonly PresetUse[];
}

function readOnce(text: string, options: Named): (set: LoadOptions['set']) => Scenario {
  const issues: PlacedIssue[] = [];
  const written = writtenOf(text, options, issues);
  return (set) => compileWritten(written, { ...options, ...(set !== undefined && { set }) }, [...issues]);
}

function reporterTo(issues: PlacedIssue[]): Report {
  return (range, issue, where = '') => void issues.push({ range, issue, where });
}

/** The text as a tree, presets written out. */
function writtenOf(text: string, { file }: Named, issues: PlacedIssue[]): Written {
  const report = reporterTo(issues);
  const written = readDocument(sourceOf(file, text), report);
  if (written === undefined) throw scenarioError(issues);
  return expandPresets(written, report);
}

/** With `values`, those read so far, it has the right shape whatever values are put into it. */
function compileWritten(
  { root: whole, uses }: Written,
  options: Named,
  issues: PlacedIssue[],
  values?: ReadValues,
): Scenario {
  const report = reporterTo(issues);
  const root = withSettings(whole, options, report, values);
  const { document, sound } = values ? { document: plainOf(root), sound: true } : shapedDocument(root, report);
  const files = new NamedFiles(options.read);
  const own = ownOf(root, document, options, report);
  const worlds = sound ? compileWorlds({ root, document, uses }, { ...options, files, own }, report) : [];
  const [first] = worlds;
  const settings = first === undefined ? [] : settingsOf(first.reading, root, document as ScenarioDocument);
  if (issues.length > 0 || first === undefined) throw scenarioError(issues);
  const { header, reading } = first;
  return {
    name: baseName(options.file),
    title: first.world.model.title,
    startMs: header.startMs,
    seed: header.seed,
    replications: header.replications,
    replicationsMax: header.replicationsMax,
    warmup: header.warmup,
    objective: objectiveOf(first.plan),
    plan: planOf(worlds.map(({ plan }) => plan)),
    parameters: parameterTexts(reading.names, root),
    given: { ...(options.set && { set: options.set }), ...(options.horizon && { horizon: options.horizon }) },
    files: [...files.list, ...own.files],
    ...(own.files.length > 0 && { plugins: (document as ScenarioDocument).plugins }),
    settings,
    lattices: latticesOf(reading, root, document as ScenarioDocument),
    worlds: worlds.map(({ world }) => world),
    locate: (path) => locationOf(root, path),
  };
}

/** The policies that the user of the scenario brings along. */
function ownOf(root: Node, document: Plain, options: Named, report: Report): OwnPolicies {
  const { plugins = [] } = (document ?? {}) as Partial<ScenarioDocument>;
  return ownPolicies(plugins, options, (path, issue) => reportAt(root, report, path, issue));
}

/** The part of the document that has the right shape; not sound where it is no map at all. */
function shapedDocument(root: Node, report: Report): { readonly document: Plain; readonly sound: boolean } {
  const plain = plainOf(root);
  const shape = shapeIssues(plain);
  for (const { path, on, issue, silent } of shape) if (!silent) reportAt(root, report, path, issue, { on });
  return { document: soundPart(plain, shape), sound: root.kind === 'map' };
}

/** Cutting one thing out may leave its surroundings incomplete, so a few rounds are needed. */
function soundPart(plain: Plain, issues: readonly ShapeIssue[]): Plain {
  let document = plain;
  let left = issues;
  for (let round = 0; round < 4 && left.length > 0; round++) {
    document = prune(document, left);
    left = shapeIssues(document);
  }
  return document;
}

type WithFiles = Named & { readonly files: NamedFiles; readonly own: OwnPolicies };

interface Whole {
  readonly root: Node;
  readonly document: Plain;
  readonly uses: readonly PresetUse[];
}

function compileWorlds({ root, document, uses }: Whole, options: WithFiles, report: Report): CompiledWorld[] {
  checkLabels(root, (path, issue, spotted) => reportAt(root, report, path, issue, spotted));
  const points = unsurePoints(root);
  const count = points.reduce((product, point) => product * point.count, 1);
  const judged = count <= WORLDS_MAX ? points : points.map((point) => ({ ...point, count: 1 }));
  if (count > WORLDS_MAX) {
    reportAt(root, report, points.at(-1)!.path, { code: 'too_many_worlds', count, max: WORLDS_MAX });
  }
  const { own, files, polls = 'compute' } = options;
  const tables = policyTables(own.rows, own.incomplete);
  const settings = { name: baseName(options.file), polls, files, tables } as const;
  return settle(root, document, judged).map((world) =>
    compileWorld(
      {
        root: world.root,
        document: { tasks: {}, ...(world.document as object) } as ScenarioDocument,
        set: world.set,
        uses,
      },
      settings,
      (path, issue, spotted) => reportAt(world.root, report, path, issue, spotted),
    ),
  );
}

const ABOUT_KEYS: ReadonlySet<ScenarioIssue['code']> = new Set([
  'unknown_key',
  'not_supported',
  'never_changes',
  'not_together',
  'bare_step',
]);

function reportAt(root: Node, report: Report, path: Path, issue: ScenarioIssue, spotted: Spotted = {}): void {
  const range = rangeAt(root, path, spotted.on ?? 'value');
  const start = spotted.offset === undefined ? range.start : range.inner + spotted.offset;
  // What is wrong with a key is a matter of the map around it.
  const isKey = ABOUT_KEYS.has(issue.code);
  report({ ...range, start }, issue, dotted(isKey && spotted.on === 'key' ? path.slice(0, -1) : path));
}

function locationOf(root: Node, path: Path): Location {
  const { source, start } = rangeAt(root, path, 'value');
  return placeAt(source, start);
}

function baseName(file: string): string {
  const name = file.split(/[\\/]/).at(-1)!;
  return name.replace(/\.ya?ml$/i, '') || 'scenario';
}
