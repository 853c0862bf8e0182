/**
 * The parameters as production has them: exact values with their units, where each is kept, and in what it is counted
 * there.
 *
 * @module
 */
import { divide, multiply, type Rational } from '../../sim/numbers/rational.ts';
import type { ParameterText, ScenarioDocument } from '../schema/schema.ts';
import type { Unit } from '../text/issue.ts';
import type { Node } from '../text/tree.ts';
import type { Reading } from './bounds.ts';
import { SIZES } from './counted-in.ts';
import { entriesOf } from './parameters.ts';
import { formatQuantity, type Quantity } from './quantity.ts';

/** A parameter of a scenario, as it is exported to production and read back from there. */
export interface Setting extends Quantity {
  readonly name: string;
  /** As the scenario writes it: `50`, `15m`, `5/min`, `95%`. */
  readonly text: string;
  /** Where production keeps it, as far as the scenario says so. */
  readonly from?: { readonly file: string; readonly symbol: string };
  /** How much one is where production keeps a bare number (`in: s`); absent: it keeps the value with its unit. */
  readonly in?: { readonly text: string; readonly size: Rational };
}

/** All parameters, in the order of the document. */
export function settingsOf(reading: Reading, root: Node, document: ScenarioDocument): readonly Setting[] {
  return entriesOf(root, 'parameters', document.parameters).flatMap(([name, text]): Setting[] => {
    const term = reading.names.resolve(name, () => {});
    if (term?.kind !== 'known') return [];
    const { unit, value } = term;
    return [{ name, unit, value, text: formatQuantity(term), ...placeOf(reading, name, text, unit) }];
  });
}

function placeOf(reading: Reading, name: string, text: ParameterText, unit: Unit): Pick<Setting, 'from' | 'in'> {
  if (typeof text !== 'object') return {};
  const path = ['parameters', name];
  const sizes = SIZES[unit];
  const size = text.in === undefined || !Object.hasOwn(sizes, text.in) ? undefined : sizes[text.in];
  if (text.in !== undefined && size === undefined) {
    const known = Object.keys(sizes);
    if (known.length === 0) reading.report([...path, 'in'], { code: 'in_of_number' });
    else reading.report([...path, 'in'], { code: 'not_one_of', received: text.in, known });
  }
  const from = text.from === undefined ? undefined : referenceOf(text.from);
  if (text.from !== undefined && from === undefined) {
    reading.report([...path, 'from'], { code: 'bad_reference', received: text.from });
  }
  return { ...(from && { from }), ...(size && { in: { text: text.in!, size } }) };
}

/** `path#symbol`: a file of production's and the name in it. */
function referenceOf(text: string): Setting['from'] {
  const [, file, symbol] = /^([^#\s][^#]*)#([^#\s]+)$/.exec(text) ?? [];
  return file === undefined || symbol === undefined ? undefined : { file, symbol };
}

/** How production's bare number counts a setting: 900 for `15m` in seconds. */
export function countOf({ value, in: counted }: Setting): Rational {
  return counted === undefined ? value : divide(value, counted.size);
}

/** The value that `count` of production's units are, as the scenario writes it. */
export function textOfCount({ unit, in: counted }: Setting, count: Rational): string {
  return formatQuantity({ unit, value: counted === undefined ? count : multiply(count, counted.size) });
}
