/**
 * Numbers as people write them. No locale is asked: the same bytes on every machine.
 *
 * @module
 */

/** "−60", "7.5", "1,234": about three digits, thousands apart. */
export function amountText(amount: number): string {
  const size = Math.abs(amount);
  const digits = size >= 100 ? 0 : size >= 1 || size === 0 ? 1 : 3;
  const plain = String(Number(size.toFixed(digits)));
  const [whole = '0', fraction] = plain.split('.');
  const grouped = whole.length > 4 || size >= 1000 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return amount < 0 && text !== '0' ? `−${text}` : text;
}

/** A share as "70 %", "99.7 %"; never rounded up to 100 or down to 0. */
export function shareText(share: number): string {
  const percent = share * 100;
  const coarse = Math.abs(percent) >= 10 && Math.abs(percent) <= 99 ? percent.toFixed(0) : percent.toFixed(1);
  const text = String(Number(coarse));
  if (text === '100' && share < 1) return 'over 99.9 %';
  if (text === '0' && share > 0) return 'under 0.1 %';
  return `${text} %`;
}

/** Whether an interval with these ends says no more than its middle: both are the same as written, or "under 0.1 %" and "0.1 %". */
export function isOneNumber(low: string, high: string): boolean {
  return low === high || low === `under ${high}`;
}
