/** Random settings, each as a scenario would give it. */
import fc from 'fast-check';
import type { Setting } from '../../src/scenarios/values/production.ts';
import { formatQuantity } from '../../src/scenarios/values/quantity.ts';
import { type Rational, rational } from '../../src/sim/numbers/rational.ts';

type Kind = Pick<Setting, 'unit'> & { readonly value: Rational; readonly in?: NonNullable<Setting['in']> };

const number = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]): Kind => ({ unit: 'number', value: rational(digits, 10n ** BigInt(places)) }));

const span = fc.bigInt({ min: 0n, max: 10n ** 10n }).map((ms): Kind => ({ unit: 'duration', value: rational(ms) }));

const counted = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 100_000n }),
    fc.constantFrom<[string, bigint]>(['ms', 1n], ['s', 1000n], ['min', 60_000n]),
  )
  .map(
    ([count, [text, size]]): Kind => ({
      unit: 'duration',
      value: rational(count * size),
      in: { text, size: rational(size) },
    }),
  );

const rate = fc
  .tuple(fc.bigInt({ min: 1n, max: 10_000n }), fc.constantFrom(1000n, 60_000n, 3_600_000n))
  .map(([count, ms]): Kind => ({ unit: 'rate', value: rational(count, ms) }));

const share = fc
  .bigInt({ min: 0n, max: 1000n })
  .map((mills): Kind => ({ unit: 'share', value: rational(mills, 1000n) }));

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/);

export const settings: fc.Arbitrary<readonly Setting[]> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 6 })
  .chain((names) =>
    fc.tuple(...names.map((one) => fc.oneof(number, span, counted, rate, share).map((kind) => settingOf(one, kind)))),
  );

function settingOf(one: string, kind: Kind): Setting {
  return { ...kind, name: one, text: formatQuantity(kind) };
}
