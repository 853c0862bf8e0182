/** The bar on stderr appears only when work lasts, and leaves nothing behind. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { NO_PROGRESS, progressBar } from '../../src/cli/progress.ts';

/** A terminal that remembers what it was told. */
function terminal(): { readonly stream: Writable; readonly said: () => string } {
  let said = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: true, columns: 80, cursorTo: () => true }), said: () => said };
}

describe('the progress bar', () => {
  it.each([
    { when: 'for half a second less a millisecond', nowMs: 499, shown: false },
    { when: 'for half a second', nowMs: 500, shown: true },
  ])('work that lasts $when: shown $shown', ({ nowMs, shown }) => {
    const { stream, said } = terminal();
    let now = 0;
    const bar = progressBar('prod', stream, () => now);
    now = nowMs;
    bar.update(3, 20);
    bar.stop();
    expect(said().includes('prod')).toBe(shown);
    expect(said().includes('3 of 20 runs')).toBe(shown);
  });

  it('can be ended without ever having been shown', () => {
    const { stream, said } = terminal();
    progressBar('prod', stream, () => 0).stop();
    NO_PROGRESS.update(1, 2);
    NO_PROGRESS.stop();
    expect(said()).toBe('');
  });
});
