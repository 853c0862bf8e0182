/**
 * Several limits under one name, all or nothing: each is a supply of its own, called `NAME.LIMIT`, and a `spend` on the name
 * takes of all of them at once. Of a limit that counts requests it takes one, whatever it costs.
 *
 * @module
 */
import type { Amount, Path } from '../../sim/model.ts';
import { ONE } from '../../sim/numbers/rational.ts';
import { BROKEN, type Draft, type Later, remember, type SupplyDraft, toGrains } from '../draft.ts';
import type { ScenarioDocument, SupplyText } from '../schema/schema.ts';
import { type Node, nodeAt } from '../text/tree.ts';
import { keysOf } from '../values/parameters.ts';

/** A supply as it stands in the document; without a text where it is broken. */
export interface WrittenSupply {
  readonly name: string;
  readonly path: Path;
  readonly text: SupplyText | undefined;
  /** The name it is a limit of. */
  readonly limitOf?: string;
}

/** All supplies of a document, every limit by itself. */
export function writtenSupplies(root: Node, document: ScenarioDocument): WrittenSupply[] {
  return keysOf(root, 'supplies').flatMap((name): WrittenSupply[] => {
    const text = own(document.supplies, name);
    const limits = nodeAt(root, ['supplies', name, 'limits']);
    if (limits?.kind !== 'map') {
      return [{ name, path: ['supplies', name], text: text !== undefined && 'model' in text ? text : undefined }];
    }
    const texts = text !== undefined && 'limits' in text ? text.limits : undefined;
    return [...limits.entries.keys()].map((limit) => ({
      name: `${name}.${limit}`,
      path: ['supplies', name, 'limits', limit],
      text: own(texts, limit),
      limitOf: name,
    }));
  });
}

function own<Value>(map: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The limits that `names`, the supplies of one step, are about: of the name itself, or of some of its limits. */
export function limitsMeant({ supplies }: Draft, names: readonly string[]): readonly SupplyDraft[] | undefined {
  const groups = new Set(names.map((name) => supplies.get(name)?.limitOf ?? name));
  const [group] = groups;
  if (group === undefined || groups.size > 1) return undefined;
  const limits = [...supplies.values()].filter(({ limitOf }) => limitOf === group);
  return limits.length === 0 ? undefined : limits;
}

/** One request. */
export function oneRequest(draft: Draft, supply: SupplyDraft): Later<Amount> {
  remember(supply, ONE);
  return (scale) => {
    const value = toGrains(draft, scale, supply.index, ONE, supply.path);
    return value > 0 ? { kind: 'constant', value } : BROKEN;
  };
}
