/**
 * Numbers as people write them, for whoever draws or prints: the words are shared with the judge's sentences.
 *
 * @module
 */
export { amountText, shareText } from '../../analysis/words/amount-text.ts';
