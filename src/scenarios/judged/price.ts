/**
 * What a setting costs: an expression over the parameters, or a list of prices for the values of some of them (the tiers of
 * a provider), added up.
 *
 * @module
 */
import { add, compare, type Rational, ZERO } from '../../sim/numbers/rational.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import type { Reading } from '../values/bounds.ts';
import { readAmount, readTerm } from '../values/values.ts';

/** The price by `reading`; undefined, with an issue told, where it has none. */
export function readPrice(reading: Reading, { plan }: ScenarioDocument): Rational | undefined {
  const price = plan?.price;
  if (price === undefined) return undefined;
  if (typeof price !== 'object') return numberAt(reading, ['plan', 'price'], price);
  const parts = Object.entries(price).map(([name, tiers]) => tierPrice(reading, name, tiers));
  return parts.reduce<Rational | undefined>((sum, part) => sum && part && add(sum, part), ZERO);
}

function tierPrice(
  reading: Reading,
  name: string,
  tiers: Readonly<Record<string, number | string>>,
): Rational | undefined {
  const path = ['plan', 'price', name];
  const now = reading.names.resolve(name, (issue) => reading.report(path, issue, { on: 'key' }));
  if (now === undefined) return undefined;
  if (now.kind === 'drawn') return void reading.report(path, { code: 'must_be_constant', what: now.by });
  const read = Object.keys(tiers).map((tier) => ({ tier, term: readTerm(reading, [...path, tier], tier) }));
  const found = read.find(
    ({ term }) => term?.kind === 'known' && term.unit === now.unit && compare(term.value, now.value) === 0,
  );
  if (found !== undefined) return numberAt(reading, [...path, found.tier], tiers[found.tier]!);
  // A tier that cannot be read was told.
  if (read.some(({ term }) => term === undefined)) return undefined;
  return void reading.report(path, { code: 'no_price', name, tiers: Object.keys(tiers) }, { on: 'key' });
}

function numberAt(reading: Reading, path: readonly (string | number)[], text: number | string): Rational | undefined {
  const term = readAmount(reading, path, text, 'number');
  if (term?.kind !== 'drawn') return term?.value;
  return void reading.report(path, { code: 'must_be_constant', what: term.by });
}
