/**
 * Policies that a scenario's user brings along: given by whoever loads it, or exported by programs that the scenario names
 * under `plugins`. The core runs no program: whoever loads a scenario gives what they export, and only where their user
 * allows it.
 *
 * @module
 */
import type { PolicyDefinition } from '../policies/definition.ts';
import { admissionPolicies, batchPolicies, intervalPolicies } from '../policies/index.ts';
import { PolicyError } from '../policies/policy-error.ts';
import { definitionMistake } from '../policies/shape.ts';
import type { Path } from '../sim/model.ts';
import { contentHash } from './hash.ts';
import type { OwnRow } from './tasks/policy-tables.ts';
import { readDocument } from './text/document.ts';
import type { ScenarioIssue } from './text/issue.ts';
import { isRelative, type NamedFile } from './text/named-files.ts';
import { sourceOf } from './text/source.ts';
import { nodeAt } from './text/tree.ts';

/** What a program that a scenario names gives: its policies, and the files it is made of, with the hash of each. */
export interface Plugin {
  readonly policies: readonly PolicyDefinition[];
  readonly files: readonly NamedFile[];
}

/** Plugins by the path that the scenario names; `says`: why one cannot be used, in words that go on after its path. */
export type Plugins = Readonly<Record<string, Plugin | { readonly says: string }>>;

/**
 * The programs that the text of a scenario names, to be run where its user allows it; broken ones are told by `loadScenario`.
 *
 * @example
 * pluginsNamed(text); // ['./my-policy.js']
 */
export function pluginsNamed(text: string, file = 'scenario.yaml'): readonly string[] {
  const root = readDocument(sourceOf(file, text), () => {});
  const list = root && nodeAt(root, ['plugins']);
  if (list?.kind !== 'list') return [];
  const names = list.items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' && isRelative(item.value) ? [item.value] : [],
  );
  return [...new Set(names)];
}

export interface OwnPolicies {
  readonly rows: readonly OwnRow[];
  /** Whether a plugin could not be used. */
  readonly incomplete: boolean;
  /** What the plugins are made of. */
  readonly files: readonly NamedFile[];
}

interface Brought {
  readonly policies?: readonly PolicyDefinition[];
  readonly plugins?: Plugins;
}

/**
 * The policies of a document's user; what is wrong with a plugin is told where it is named.
 *
 * @throws {PolicyError} when one that was given in `policies` is none.
 */
export function ownPolicies(
  named: readonly string[],
  { policies = [], plugins = {} }: Brought,
  report: (path: Path, issue: ScenarioIssue) => void,
): OwnPolicies {
  const rows: OwnRow[] = [];
  const files: NamedFile[] = [];
  for (const definition of policies) rows.push(givenRow(definition, rows));
  let incomplete = false;
  for (const [index, file] of named.entries()) {
    const refuse = (issue: ScenarioIssue): void => {
      incomplete = true;
      report(['plugins', index], issue);
    };
    const plugin = Object.hasOwn(plugins, file) ? plugins[file] : undefined;
    if (!isRelative(file))
      refuse({ code: 'bad_file', file, says: 'must be a path relative to the scenario, with slashes' });
    else if (plugin === undefined) refuse({ code: 'plugin_not_allowed', file });
    else if ('says' in plugin) refuse({ code: 'bad_file', file, says: plugin.says });
    else {
      const source = contentHash(plugin.files);
      files.push(...plugin.files);
      for (const definition of plugin.policies) {
        const mistake = definitionMistake(definition) ?? clash(definition, rows);
        if (mistake === undefined) rows.push({ definition, source, from: file });
        else refuse({ code: 'bad_file', file, says: `the policy ${calledOf(definition)}: ${mistake}` });
      }
    }
  }
  return { rows, incomplete, files };
}

/** One that was given as a program: its text is that of the function that makes it. */
function givenRow(definition: PolicyDefinition, before: readonly OwnRow[]): OwnRow {
  const mistake = definitionMistake(definition) ?? clash(definition, before);
  const called = calledOf(definition);
  if (mistake !== undefined) throw new PolicyError(called, `loadScenario: the policy ${called}: ${mistake}`);
  return { definition, source: policySource(definition), from: 'policies' };
}

/** What tells a policy that was given as a program from others. */
export function policySource({ create, ...data }: PolicyDefinition): string {
  return contentHash({ ...data, create: String(create) });
}

const BUILT_IN = {
  admission: admissionPolicies.map(({ name }) => name),
  interval: intervalPolicies.map(({ name }) => name),
  batch: batchPolicies.map(({ name }) => name),
};

/** Why a name is taken. */
function clash({ family, name }: PolicyDefinition, before: readonly OwnRow[]): string | undefined {
  if (BUILT_IN[family].includes(name)) return 'has the name of a built-in one: give it another';
  const other = before.find(({ definition }) => definition.family === family && definition.name === name);
  return other && `has a name that one of ${other.from} has: give it another`;
}

function calledOf(definition: unknown): string {
  const name = (definition as { readonly name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name !== '' ? name : 'without a name';
}
