/**
 * A bar or a line on stderr, for work that lasts.
 *
 * @module
 */
import { Presets, SingleBar } from 'cli-progress';
import { amountText } from '../report/amount-text.ts';
import type { Explored, Exploring, Progress } from './io.ts';
import { safeText } from './safe-text.ts';

/** Work that ends sooner shows nothing: a bar that flashes up is worse than none. */
const QUIET_MS = 500;

/** A bar that appears once `update` was called more than half a second after now. */
export function progressBar(label: string, stream: NodeJS.WritableStream, nowMs: () => number): Progress {
  const beganMs = nowMs();
  let bar: SingleBar | undefined;
  return {
    update(done, total) {
      if (bar === undefined) {
        if (nowMs() - beganMs < QUIET_MS) return;
        const format = `${label} {bar} {value} of {total} runs`;
        bar = new SingleBar(
          { format, stream, barsize: 24, clearOnComplete: true, hideCursor: true },
          Presets.shades_classic,
        );
        bar.start(total, done);
      }
      // How many there will be may only show on the way.
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar?.stop(),
  };
}

/** Nobody watches. */
export const NO_PROGRESS: Progress = { update: () => undefined, stop: () => undefined };

const REWRITE_MS = 100;
/** Where nothing can be rewritten, a log wants a line now and then. */
const LINE_MS = 5000;

/** A line that says how far an exploration is, once `update` was called more than half a second after now. */
export function exploringLine(
  label: string,
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean },
  nowMs: () => number,
): Exploring {
  const rewrites = stream.isTTY === true;
  let last = { atMs: nowMs(), states: 0 };
  let shown = false;
  return {
    update({ states, frontier }: Explored) {
      const atMs = nowMs();
      if (atMs - last.atMs < (shown ? (rewrites ? REWRITE_MS : LINE_MS) : QUIET_MS)) return;
      const rate = Math.max(0, Math.round(((states - last.states) * 1000) / (atMs - last.atMs)));
      const line = `${safeText(label)}: ${amountText(states)} states, ${amountText(frontier)} to explore, ${amountText(rate)} a second`;
      stream.write(rewrites ? `\r\u001b[K${line}` : `${line}\n`);
      last = { atMs, states };
      shown = true;
    },
    stop() {
      if (shown && rewrites) stream.write('\r\u001b[K');
    },
  };
}
