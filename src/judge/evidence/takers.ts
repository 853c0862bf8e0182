/**
 * Who took the tokens that somebody waits for, as a clause: tasks by name, and all looks at the balance together.
 *
 * @module
 */
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import type { LongWaitReport } from '../report/report.ts';
import { gatesOf } from '../report/tables.ts';
import type { Seen } from './seen.ts';

export interface Taking {
  /** Index of the supply. */
  readonly supply: number;
  /** The task that waits: what it takes itself is nobody else's fault. */
  readonly waiter: string;
  /** The level it asks for, in tokens; `null` where that depends. */
  readonly gateTokens: number | null;
  readonly taken: LongWaitReport['taken'];
  /** All there was to take, in tokens: what was there at first, and what the refill brought meanwhile. */
  readonly thereTokens: number;
}

/** Below this share of all tokens nobody is named. */
const NAMED_SHARE = 0.1;
const NEARLY_ALL = 0.995;

/**
 * "upserter, which asks at the same level, took 78 % of the tokens and looks at the balance ate 20 %"; undefined where
 * nobody took enough to be named.
 */
export function takersText(seen: Seen, taking: Taking): string | undefined {
  const { taken, thereTokens, waiter } = taking;
  const looks = taken.filter(({ kind }) => kind === 'poll').reduce((sum, { tokens }) => sum + tokens, 0);
  const others = taken.filter(({ kind, task }) => kind === 'spend' && task !== waiter);
  const own = ownTokens(taking);
  const first = others[0];
  const named = [
    {
      tokens: first?.tokens ?? 0,
      text: (share: string) => `${first?.task}${gateText(seen, taking, first?.task ?? '')} took ${share}`,
    },
    { tokens: looks, text: (share: string) => `looks at the balance ate ${share}` },
  ]
    .filter(({ tokens }) => tokens > 0 && tokens >= NAMED_SHARE * thereTokens)
    .sort((left, right) => right.tokens - left.tokens);
  // Whoever takes the most is named first, be it the waiting task itself; alone only where it takes most of the tokens.
  const leadsAlone = 2 * own >= thereTokens || named.length > 0;
  const leads = leadsAlone && own > 0 && own >= (named[0]?.tokens ?? 0);
  const clauses = leads ? [{ tokens: own, text: (share: string) => `its own runs took ${share}` }, ...named] : named;
  if (clauses.length === 0) return undefined;
  return clauses
    .map(({ tokens, text }, index) => text(shareOfAll(tokens, thereTokens) + (index === 0 ? ' of the tokens' : '')))
    .join(' and ');
}

/** Whether others took less than half of the tokens, so that it was not they who made a task wait. */
export function othersTookLittle({ taken, thereTokens, waiter }: Taking): boolean {
  const others = taken.filter(({ kind, task }) => kind === 'poll' || task !== waiter);
  return 2 * others.reduce((sum, { tokens }) => sum + tokens, 0) < thereTokens;
}

/** Whether the waiting task itself took half of the tokens, or more. */
export function ownTookMost(taking: Taking): boolean {
  return 2 * ownTokens(taking) >= taking.thereTokens;
}

function ownTokens({ taken, waiter }: Taking): number {
  return taken.find(({ kind, task }) => kind === 'spend' && task === waiter)?.tokens ?? 0;
}

function shareOfAll(tokens: number, thereTokens: number): string {
  if (thereTokens <= 0 || tokens >= thereTokens) return 'all';
  const share = tokens / thereTokens;
  return share >= NEARLY_ALL ? 'nearly all' : shareText(share);
}

/** How the level at which `taker` asks relates to the waiter's. */
function gateText(seen: Seen, { supply, gateTokens }: Taking, taker: string): string {
  const gates = gatesOf(seen, supply).filter(({ task }) => task === taker);
  if (gates.length === 0 || gateTokens === null) return '';
  const lowest = Math.min(...gates.map(({ tokens }) => tokens));
  if (lowest === gateTokens) return ', which asks at the same level,';
  return lowest < gateTokens ? `, which asks already at ${amountText(lowest)},` : '';
}
