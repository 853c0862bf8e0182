/**
 * Compiles `plan`: by what settings are ranked, which of them are looked at, what they cost, and how sure the choice must be.
 *
 * @module
 */
import { fromNumber, ONE, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { PlanAsked, PlanTarget, Width } from '../scenario.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import type { Unit } from '../text/issue.ts';
import type { Reading } from '../values/bounds.ts';
import { isWithin } from '../values/bounds.ts';
import { type Definition, Names } from '../values/names.ts';
import { readKnown, readTerm } from '../values/values.ts';
import { readComparison } from './comparison.ts';
import { readPrice } from './price.ts';
import { compileFront, compileTarget, type Nameable } from './targets.ts';

const CONFIDENCE = fromNumber(0.95);
const HALF = fromNumber(0.5);

/** What the scenario says of the search for a better setting, in one of its worlds. */
export function compilePlan(
  reading: Reading,
  document: ScenarioDocument,
  nameable: Nameable,
  definitions: ReadonlyMap<string, Definition>,
): PlanAsked {
  const plan = document.plan ?? {};
  const target = compileTarget(reading, document, nameable);
  const front = compileFront(reading, document, nameable);
  const where = typeof plan.where === 'string' ? [plan.where] : (plan.where ?? []);
  const pathOf = (index: number) => (typeof plan.where === 'string' ? ['plan', 'where'] : ['plan', 'where', index]);
  where.forEach((text, index) => void readComparison(reading, pathOf(index), text));
  readPrice(reading, document);
  for (const [index, one] of [target, ...front].entries()) {
    if (one?.kind !== 'price' || plan.price !== undefined) continue;
    const path = index === 0 ? ['plan', one.direction] : ['plan', 'front', index - 1];
    reading.report(path, { code: 'price_missing' });
  }
  const confidence =
    plan.confidence === undefined
      ? CONFIDENCE
      : (readKnown(reading, ['plan', 'confidence'], plan.confidence, 'share', { above: HALF }) ?? CONFIDENCE);
  if (plan.confidence !== undefined && toNumber(confidence) >= 1) {
    reading.report(['plan', 'confidence'], { code: 'not_below', received: '100%', limit: '100%' });
  }
  const at = (set: Readonly<Record<string, string>>): Reading => readingAt(reading, definitions, set);
  return {
    target,
    front,
    constraints: where.map((text, index) => ({
      text,
      path: pathOf(index),
      holds: (set) => readComparison(at(set), pathOf(index), text)?.holds === true,
    })),
    priceAt:
      plan.price === undefined
        ? undefined
        : (set) => {
            const price = readPrice(at(set), document);
            return price && toNumber(price);
          },
    confidence: toNumber(confidence),
    indifference: readIndifference(reading, document, target),
  };
}

/** The same names with other values. What is wrong there is told when the setting itself is loaded. */
function readingAt(
  { files }: Reading,
  definitions: ReadonlyMap<string, Definition>,
  set: Readonly<Record<string, string>>,
): Reading {
  const other = new Map(definitions);
  for (const [name, text] of Object.entries(set)) {
    const definition = definitions.get(name);
    if (definition !== undefined) other.set(name, { path: definition.path, text });
  }
  const report = (): void => {};
  return { report, names: new Names(other, report, files), files };
}

/** A share is one of the best value, but where that is a share itself. */
function readIndifference(
  reading: Reading,
  { plan }: ScenarioDocument,
  target: PlanTarget | undefined,
): Width | undefined {
  const text = plan?.indifference;
  if (text === undefined) return undefined;
  const path = ['plan', 'indifference'];
  const unit = unitOf(target);
  const quiet = { ...reading, report: () => {} };
  const isShare = unit !== 'share' && readTerm(quiet, path, text)?.unit === 'share';
  const value = readKnown(reading, path, text, isShare ? 'share' : unit, { above: ZERO });
  if (value === undefined) return undefined;
  if (isShare) {
    if (!isWithin(reading, path, { unit: 'share', value }, { max: ONE })) return undefined;
    return { kind: 'relative', share: toNumber(value) };
  }
  return { kind: 'absolute', half: toNumber(value) };
}

function unitOf(target: PlanTarget | undefined): Unit {
  if (target?.kind !== 'task') return 'number';
  return target.figure === 'served' ? 'share' : target.figure === 'progress' ? 'number' : 'duration';
}
