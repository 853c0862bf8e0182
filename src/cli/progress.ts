/**
 * A bar or a line on stderr, for work that lasts.
 *
 * @module
 */
import { Presets, SingleBar } from 'cli-progress';
import { durationText } from '../analysis/words/duration-text.ts';
import { amountText } from '../report/text/amount-text.ts';
import type { Explored, Exploring, Looking, Planning, Progress } from './io.ts';
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

const REWRITE_MS = 100;
/** Where nothing can be rewritten, a log wants a line now and then. */
const LINE_MS = 5000;

interface Line {
  /** Says how it goes, unless it was said just now; `sinceMs` is the time since the last line, or the beginning. */
  update(say: (sinceMs: number) => string): void;
  stop(): void;
}

/** A line that is there once `update` was called `quietMs` after now. */
function line(stream: Stream, nowMs: () => number, quietMs = QUIET_MS): Line {
  const rewrites = stream.isTTY === true;
  let lastMs = nowMs();
  let shown = false;
  return {
    update(say) {
      const sinceMs = nowMs() - lastMs;
      if (sinceMs < (shown ? (rewrites ? REWRITE_MS : LINE_MS) : quietMs)) return;
      const text = safeText(say(sinceMs));
      stream.write(rewrites ? `\r\u001b[K${text}` : `${text}\n`);
      lastMs += sinceMs;
      shown = true;
    },
    stop() {
      if (shown && rewrites) stream.write('\r\u001b[K');
    },
  };
}

/** How many runs are done, a line now and then: for a log, where a bar cannot be drawn. */
export function progressLine(label: string, stream: Stream, nowMs: () => number): Progress {
  // Most simulations are over before that, and leave a log as it was.
  const { update, stop } = line(stream, nowMs, LINE_MS);
  return {
    update: (done, total) => update(() => `${label}: ${amountText(done)} of ${amountText(total)} runs`),
    stop,
  };
}

/** How far an exploration is; while starts are tried there may be no new state for long, and that is said. */
export function exploringLine(label: string, stream: Stream, nowMs: () => number): Exploring {
  const { update, stop } = line(stream, nowMs);
  let before = 0;
  return {
    update({ states, frontier }: Explored) {
      update((sinceMs) => {
        const rate = Math.max(0, Math.round(((states - before) * 1000) / sinceMs));
        before = states;
        return `${label}: ${amountText(states)} states, ${amountText(frontier)} to explore, ${amountText(rate)} a second`;
      });
    },
    stop,
  };
}

/** Which setting is looked at. */
export function lookingLine(label: string, stream: Stream, nowMs: () => number): Looking {
  const { update, stop } = line(stream, nowMs);
  let count = 0;
  return {
    update(setting) {
      count++;
      update(() => `${label}: other settings, ${amountText(count)} so far, now ${setting}`);
    },
    stop,
  };
}

/** What a plan is at, how much of it is done, how fast it goes, and how long that will take. */
export function planningLine(label: string, stream: Stream, nowMs: () => number): Planning {
  const { update, stop } = line(stream, nowMs);
  let what = '';
  let beganMs = nowMs();
  let first = 0;
  return {
    update(done, total, now) {
      if (now !== what) [what, beganMs, first] = [now, nowMs(), done - 1];
      update(() => {
        const perMs = (done - first) / Math.max(1, nowMs() - beganMs);
        const leftMs = perMs > 0 ? (total - done) / perMs : 0;
        const rate = `${amountText(perMs * 1000)} a second, ${durationText(Math.ceil(leftMs / 1000) * 1000)} left`;
        return `${label}: ${what}, ${amountText(done)} of ${amountText(total)}, ${rate}`;
      });
    },
    stop,
  };
}

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };
