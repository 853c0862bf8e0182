/**
 * The table of rules, in the order of their codes. To add one: write its file, its row here, its page by
 * `UPDATE_DOCS=1 npx vitest run test/analysis/findings`.
 *
 * @module
 */
import { beside } from './beside.ts';
import type { Rule } from './finding.ts';
import { giant } from './giant.ts';
import { enoughComes, enoughIsLeft, servedBetween, turnComes } from './good-news.ts';
import { greedy } from './greedy.ts';
import { resonates } from './resonates.ts';
import { unreachable } from './unreachable.ts';

export const RULES: readonly Rule[] = [
  unreachable,
  resonates,
  giant,
  greedy,
  beside,
  enoughComes,
  enoughIsLeft,
  turnComes,
  servedBetween,
];
