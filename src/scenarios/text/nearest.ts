/**
 * The known name a typo most likely meant.
 *
 * @module
 */

/** The name among `known` that `word` most likely meant; undefined where none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const asked = word.slice(0, 80);
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(asked.length / 3)) + 0.5;
  for (const name of known) {
    if (name === word) continue;
    const apart = name.toLowerCase() === asked.toLowerCase() ? 0 : editDistance(asked, name.slice(0, 80));
    // A letter left out is likelier than another one typed: of equals, `sed` means `seed` and not `set`.
    const distance = apart - (isWithin(asked, name) ? 0.25 : 0);
    // Two different short words are no typo of each other.
    if (distance < bestDistance && distance < Math.max(asked.length, name.length) * 0.6) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Whether the letters of `word` stand in `name`, in their order. */
function isWithin(word: string, name: string): boolean {
  let found = 0;
  for (const letter of name) if (letter === word[found]) found += 1;
  return found === word.length;
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
