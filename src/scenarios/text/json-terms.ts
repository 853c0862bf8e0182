/**
 * How JSON calls what YAML calls otherwise: a scenario may stand in either.
 *
 * @module
 */

export function isJsonFile(file: string): boolean {
  return /\.json$/i.test(file);
}

/** A sentence of ours in JSON's terms: what is a map and a list to YAML is an object and an array. What it quotes stays as it is. */
export function inJsonTerms(sentence: string): string {
  const terms = (part: string) => part.replace(/\ba map\b/g, 'an object').replace(/\ba list\b/g, 'an array');
  return sentence
    .split(/("[^"]*"|`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : terms(part)))
    .join('');
}
