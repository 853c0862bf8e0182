/**
 * Sequential halving (Z. Karnin, T. Koren, O. Somekh, Almost optimal exploration in multi-armed bandits, 2013): the runs that
 * are left are shared out over rounds, and after each the worse half is thrown out. It makes the most of few runs, and
 * promises no probability: it is for where the runs do not suffice for one.
 *
 * @module
 */
import type { Arms, Sample } from './arms.ts';

/** The one that is left of `among`, with `runsMax` runs at the most. */
export async function halve(
  arms: Arms,
  among: readonly number[],
  { runsMax, sample }: { readonly runsMax: number; readonly sample: Sample },
): Promise<{ readonly best: number; readonly runs: number }> {
  const rounds = Math.max(1, Math.ceil(Math.log2(among.length)));
  let left = among;
  let runs = 0;
  while (left.length > 1) {
    const each = Math.floor(runsMax / rounds / left.length);
    if (each > 0) {
      const done = arms.runs(left[0]!);
      const more = await sample(left, done, done + each);
      left.forEach((arm, index) => {
        arms.add(arm, more[index]!);
      });
      runs += each * left.length;
    }
    left = arms.ranked(left).slice(0, Math.ceil(left.length / 2));
  }
  return { best: left[0]!, runs };
}
