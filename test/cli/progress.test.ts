/** The bar on stderr appears only when work lasts, and leaves nothing behind. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { exploringLine, progressBar, progressLine } from '../../src/cli/progress.ts';

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
    expect(said()).toBe('');
  });
});

describe('the progress of runs in a log', () => {
  it.each([
    { when: 'less than five seconds', nowMs: 4999, says: '' },
    { when: 'five seconds', nowMs: 5000, says: 'prod: 3 of 2,000 runs\n' },
  ])('is a line once work lasts: $when', ({ nowMs, says }) => {
    const { stream, said } = terminal();
    let now = 0;
    const log = progressLine('prod', Object.assign(stream, { isTTY: false }), () => now);
    now = nowMs;
    log.update(3, 2000);
    now += 4999;
    log.update(4, 2000);
    log.stop();
    expect(said()).toBe(says === '' ? 'prod: 4 of 2,000 runs\n' : says);
  });
});

describe('the line of an exploration', () => {
  it('appears after half a second, with states, frontier and rate, is rewritten and leaves nothing behind', () => {
    const { stream, said } = terminal();
    let now = 0;
    const line = exploringLine('prod', Object.assign(stream, { isTTY: true }), () => now);
    const tell = (atMs: number, states: number): void => {
      now = atMs;
      line.update({ states, frontier: 10 });
    };
    tell(499, 1000);
    expect(said()).toBe('');
    tell(500, 1000);
    tell(599, 5000);
    tell(600, 21_000);
    line.stop();
    const ESC = String.fromCharCode(27);
    expect(said()).toBe(
      `\r${ESC}[Kprod: 1,000 states, 10 to explore, 2,000 a second\r${ESC}[Kprod: 21,000 states, 10 to explore, 200,000 a second\r${ESC}[K`,
    );
  });

  it('is a line of its own every five seconds where nothing can be rewritten', () => {
    const { stream, said } = terminal();
    let now = 0;
    const line = exploringLine('prod', Object.assign(stream, { isTTY: false }), () => now);
    for (const atMs of [500, 5499, 5500]) {
      now = atMs;
      line.update({ states: atMs, frontier: 1 });
    }
    line.stop();
    expect(said()).toBe(
      'prod: 500 states, 1 to explore, 1,000 a second\nprod: 5,500 states, 1 to explore, 1,000 a second\n',
    );
  });
});
