/**
 * Amounts and durations in the sentences of findings.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { Path, Supply } from '../../sim/model.ts';
import { formatRational, rational } from '../../sim/numbers/rational.ts';
import { durationText } from '../words/duration-text.ts';
import type { Ask } from './asks.ts';
import type { Bounds } from './bounds.ts';

/** Grains as tokens, exactly where the decimals are few. */
export function tokensText({ grainsPerToken }: Supply, grains: number): string {
  if (!Number.isFinite(grains)) return 'any number';
  const exact = formatRational(rational(grains, grainsPerToken));
  const odd = exact.includes('/') || exact.length > 12;
  return grouped(odd ? String(Number((grains / grainsPerToken).toPrecision(6))) : exact);
}

/** "40", "40 to 60". */
export function rangeText(supply: Supply, { low, high }: Bounds): string {
  if (low === high) return tokensText(supply, low);
  return Number.isFinite(high)
    ? `${tokensText(supply, low)} to ${tokensText(supply, high)}`
    : `${tokensText(supply, low)} or more`;
}

/** A refill: "5 every 1 min", "5 a minute". */
export function refillText(supply: Supply): string {
  const { refill } = supply;
  if (refill.kind === 'stepwise') return `${tokensText(supply, refill.grains)} every ${durationText(refill.everyMs)}`;
  // Whoever speaks of a refill has asked `refillOf` first.
  assert(refill.kind === 'continuous', 'a refill in words is one in steps', { kind: refill.kind });
  const perMinute = (refill.grainsPerMs * 60_000) / supply.grainsPerToken;
  return perMinute >= 1 ? `${shortNumber(perMinute)} a minute` : `${shortNumber(perMinute * 60)} an hour`;
}

export function shortNumber(value: number): string {
  return grouped(String(Number(value.toPrecision(4))));
}

/** "8,640.5", "−60": thousands apart, and a minus as in all our sentences. */
function grouped(number: string): string {
  const [whole = '', fraction] = number.replace(/^-/, '').split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${number.startsWith('-') ? '−' : ''}${text}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Where an ask says which level or cost it wants. */
export function ownPath({ place, kind }: Ask, { name }: Supply): Path {
  return [...place.operation.path, kind, name];
}

/** The same; a spend behind an `await` that asks for no less is told there. */
export function askPath(ask: Ask, supply: Supply): Path {
  const { guard } = ask;
  return ownPath(guard !== undefined && guard.own.high >= ask.own.high ? guard : ask, supply);
}

/** "a", "a and b", "a, b and c"; many copies of a task in one: "12 copies of a". */
export function listText(words: readonly string[]): string {
  const told = together(words);
  if (told.length <= 1) return told.join('');
  return `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}

/** Copies that are told one by one. */
const COPIES_TOLD = 3;

function together(words: readonly string[]): readonly string[] {
  const original = (word: string): string => word.replace(/#\d+$/, '');
  const copies = (name: string): number => words.filter((word) => original(word) === name).length;
  return words.flatMap((word) => {
    const count = copies(original(word));
    if (count <= COPIES_TOLD) return [word];
    return word === original(word) ? [`${count} copies of ${word}`] : [];
  });
}
