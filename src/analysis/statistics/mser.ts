/**
 * How much of a run to leave out because it still shows how the run began: MSER-5 (K. P. White, 1997).
 *
 * The series is averaged in batches of five. Leaving out more of its beginning removes what is unlike the rest and also
 * makes the rest shorter; the cut is where the standard error of the mean of the rest, as if its batches were
 * independent, is least. A least one in the second half says that the series is still on its way somewhere.
 *
 * @module
 */

const BATCH = 5;
/** So few batches at the very end are alike by chance. */
const BATCHES_LEFT = 5;

export interface Settling {
  /** How many of the first values to leave out, a multiple of five, at most half of them. */
  readonly cut: number;
  /** False: the least error lies in the second half, so no beginning can be told from a steady rest. */
  readonly settled: boolean;
}

/** Where `values`, equally far apart in time, settle. */
export function settling(values: readonly number[]): Settling {
  const batches = batchMeans(values);
  const half = Math.floor(batches.length / 2);
  const errors = squaredErrors(batches);
  const searched = errors.slice(0, Math.max(half + 1, batches.length - BATCHES_LEFT + 1));
  const best = leastAt(searched);
  return best <= half
    ? { cut: best * BATCH, settled: true }
    : { cut: leastAt(errors.slice(0, half + 1)) * BATCH, settled: false };
}

function batchMeans(values: readonly number[]): number[] {
  return Array.from({ length: Math.floor(values.length / BATCH) }, (_, batch) => {
    const mine = values.slice(batch * BATCH, (batch + 1) * BATCH);
    return mine.reduce((sum, value) => sum + value, 0) / BATCH;
  });
}

/** For each number of batches left out: the square of the standard error of the mean of the others. From the end on, so one pass will do. */
function squaredErrors(batches: readonly number[]): number[] {
  const errors: number[] = [];
  let [count, mean, squares] = [0, 0, 0];
  for (const value of batches.toReversed()) {
    const before = value - mean;
    count++;
    mean += before / count;
    squares += before * (value - mean);
    errors.push(squares / (count * count));
  }
  return errors.reverse();
}

/** The first of the least. */
function leastAt(errors: readonly number[]): number {
  return errors.reduce((best, error, index) => (error < errors[best]! ? index : best), 0);
}
