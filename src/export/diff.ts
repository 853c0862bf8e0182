/**
 * Changes of a text as a unified diff, as `git apply` and `patch` take it.
 *
 * @module
 */
import type { Span } from './format.ts';

/** What stands in place of a part of the text. */
export interface Change extends Span {
  readonly text: string;
}

const CONTEXT = 3;

/** The diff of one file; `changes` do not overlap. */
export function diffText(file: string, text: string, changes: readonly Change[]): string {
  const lines = linesOf(text);
  const starts = startsOf(lines);
  const blocks = blocksOf(lines, starts, changes);
  // A name with a blank ends with a tab, so that what follows is not taken for a part of it.
  const tab = file.includes(' ') ? '\t' : '';
  const name = file.replaceAll('\\', '/');
  let shift = 0;
  const hunks = hunksOf(blocks).map((hunk) => {
    const told = hunkText(lines, hunk, shift);
    shift += hunk.reduce((sum, block) => sum + block.lines.length - (block.to - block.from), 0);
    return told;
  });
  return `--- a/${name}${tab}\n+++ b/${name}${tab}\n${hunks.join('')}`;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length;
    return start;
  });
}

/** Lines [from, to) of the text that become others. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Changes on the same lines belong together. */
function blocksOf(lines: readonly string[], starts: readonly number[], changes: readonly Change[]): Block[] {
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset);
  const sorted = [...changes].sort((a, b) => a.start - b.start);
  const groups: { from: number; to: number; changes: Change[] }[] = [];
  for (const change of sorted) {
    const [from, to] = [lineAt(change.start), lineAt(Math.max(change.start, change.end - 1)) + 1];
    const last = groups.at(-1);
    if (last !== undefined && from < last.to) {
      last.to = Math.max(last.to, to);
      last.changes.push(change);
    } else groups.push({ from, to, changes: [change] });
  }
  return groups.map(({ from, to, changes: own }) => {
    const start = starts[from]!;
    const text = own.reduceRight(
      (left, change) => left.slice(0, change.start - start) + change.text + left.slice(change.end - start),
      lines.slice(from, to).join(''),
    );
    return { from, to, lines: linesOf(text) };
  });
}

/** Blocks whose context would meet are one hunk. */
function hunksOf(blocks: readonly Block[]): Block[][] {
  const hunks: Block[][] = [];
  for (const block of blocks) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && block.from - last.to <= 2 * CONTEXT) hunks.at(-1)!.push(block);
    else hunks.push([block]);
  }
  return hunks;
}

function hunkText(lines: readonly string[], hunk: readonly Block[], shift: number): string {
  const from = Math.max(0, hunk[0]!.from - CONTEXT);
  const to = Math.min(lines.length, hunk.at(-1)!.to + CONTEXT);
  const told: string[] = [];
  const tell = (mark: string, some: readonly string[]): void =>
    void told.push(...some.map((line) => marked(mark, line)));
  let at = from;
  for (const block of hunk) {
    tell(' ', lines.slice(at, block.from));
    tell('-', lines.slice(block.from, block.to));
    tell('+', block.lines);
    at = block.to;
  }
  tell(' ', lines.slice(at, to));
  const more = hunk.reduce((sum, block) => sum + block.lines.length - (block.to - block.from), 0);
  return `@@ -${from + 1},${to - from} +${from + 1 + shift},${to - from + more} @@\n${told.join('')}`;
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
}
