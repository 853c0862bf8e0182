/**
 * Who took the tokens that somebody waits for, as a clause: tasks by name, and all looks at the balance together.
 *
 * @module
 */
import { amountText, shareText } from '../analysis/amount-text.ts';
import type { LongWaitReport } from './report.ts';
import type { Seen } from './seen.ts';
import { gatesOf } from './tables.ts';

export interface Taking {
  /** Index of the supply. */
  readonly supply: number;
  /** The task that waits: what it takes itself is nobody's fault. */
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
  const first = others[0];
  const clauses = [
    {
      tokens: first?.tokens ?? 0,
      text: (share: string) => `${first?.task}${gateText(seen, taking, first?.task ?? '')} took ${share}`,
    },
    { tokens: looks, text: (share: string) => `looks at the balance ate ${share}` },
  ]
    .filter(({ tokens }) => tokens > 0 && tokens >= NAMED_SHARE * thereTokens)
    .sort((left, right) => right.tokens - left.tokens);
  if (clauses.length === 0) {
    const own = taken.find(({ kind, task }) => kind === 'spend' && task === waiter)?.tokens ?? 0;
    return 2 * own < thereTokens ? undefined : `its own runs took ${shareOfAll(own, thereTokens)} of the tokens`;
  }
  return clauses
    .map(({ tokens, text }, index) => text(shareOfAll(tokens, thereTokens) + (index === 0 ? ' of the tokens' : '')))
    .join(' and ');
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
