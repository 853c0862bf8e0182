/**
 * Writes values into the text of a scenario: each where the old one stands, and nothing else is touched, so that comments and
 * layout stay.
 *
 * @module
 */
import { contentHash } from '../scenarios/hash.ts';
import { type LoadOptions, loadScenario } from '../scenarios/parse.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { readDocument } from '../scenarios/text/document.ts';
import { ScenarioError } from '../scenarios/text/issues.ts';
import { sourceOf } from '../scenarios/text/source.ts';
import { type Node, nodeAt } from '../scenarios/text/tree.ts';
import { PlanError } from './plan-error.ts';
import type { Values } from './space.ts';

export interface Applied {
  readonly text: string;
  /** What `set` gave and is not in the text, since no value of its own stands there. */
  readonly left: readonly string[];
}

/**
 * The text with these values of parameters, and with what was set beside them: alone, it is the scenario that was planned. It is read
 * again, and must say what was to be said.
 *
 * @throws {PlanError} where a value cannot be replaced by itself.
 */
export function withValues(text: string, load: LoadOptions, values: Values): Applied {
  const root = readDocument(sourceOf(load.file ?? 'scenario.yaml', text), () => {});
  const set = { ...load.set, ...values };
  const left: string[] = [];
  const places = Object.entries(set).flatMap(([name, value]) => {
    const place = root && placeOf(root, name, text);
    if (place !== undefined) return [{ value, ...place }];
    if (Object.hasOwn(values, name)) throw notApplied(values, name);
    left.push(name);
    return [];
  });
  const applied = places
    .toSorted((one, other) => other.start - one.start)
    .reduce((done, { start, length, value }) => done.slice(0, start) + value + done.slice(start + length), text);
  const still = Object.fromEntries(left.map((name) => [name, set[name]!]));
  const wanted = loadScenario(text, { ...load, set });
  const found = readAgain(applied, { ...load, set: still });
  if (found === undefined || hashOf(found) !== hashOf(wanted)) {
    const wrong = Object.keys(values).find((name) => found?.parameters[name] !== wanted.parameters[name]);
    throw notApplied(set, wrong ?? Object.keys(set)[0]!);
  }
  return { text: applied, left };
}

function notApplied(values: Values, name: string): PlanError {
  const says = `${name} cannot be replaced where it stands; write ${values[name]} there by hand`;
  return new PlanError('not_applied', says);
}

interface Place {
  readonly start: number;
  readonly length: number;
}

/** Where the value of a parameter, a fact or a mode stands in the text by itself. */
function placeOf(root: Node, name: string, text: string): Place | undefined {
  const parameter = nodeAt(root, ['parameters', name]);
  // Without a map the parameter is the value itself.
  const node =
    parameter?.kind === 'map'
      ? parameter.entries.get('value')?.node
      : (parameter ?? nodeAt(root, ['facts', name]) ?? nodeAt(root, name.split('.')));
  if (node?.kind !== 'scalar') return undefined;
  const old = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s,}\]#"'&*!|>{[][^\n,}\]]*?(?=\s*(?:$|[,}\]]|\s#)))/m.exec(
    text.slice(node.start),
  );
  return old === null ? undefined : { start: node.start, length: old[0].length };
}

/** Undefined where the values broke what stood there. */
function readAgain(text: string, load: LoadOptions): Scenario | undefined {
  try {
    return loadScenario(text, load);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return undefined;
  }
}

function hashOf({ worlds }: Scenario): string {
  return contentHash(worlds.map(({ set, model, goals }) => ({ set, model, goals })));
}
