/**
 * The documents of a YAML file, each with where it begins.
 *
 * @module
 */

/** A part of a file: so many lines and characters are before it. */
export interface YamlDocument {
  readonly text: string;
  readonly line: number;
  readonly start: number;
}

/** Those in which something stands. */
export function yamlDocuments(text: string): readonly YamlDocument[] {
  let [line, start] = [0, 0];
  return text.split(/^(---(?:[ \t][^\r\n]*)?(?:\r?\n|$))/m).flatMap((part, index): YamlDocument[] => {
    const document = { text: part, line, start };
    line += part.split('\n').length - 1;
    start += part.length;
    // Between them stand the marks, which hold nothing.
    return index % 2 === 1 || part.split('\n').every((one) => /^\s*(?:#.*)?$/.test(one)) ? [] : [document];
  });
}
