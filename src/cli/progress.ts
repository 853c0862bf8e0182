/**
 * A bar on stderr, for work that lasts.
 *
 * @module
 */
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from './io.ts';

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
      bar.update(done);
    },
    stop: () => bar?.stop(),
  };
}

/** Nobody watches. */
export const NO_PROGRESS: Progress = { update: () => undefined, stop: () => undefined };
