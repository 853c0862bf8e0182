/**
 * Compiles `replications: { until }`: how well something must be known. Each is a goal, met when it is, and otherwise
 * unknown.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Goal, Measured, Width } from '../scenario.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import type { Unit } from '../text/issue.ts';
import { COUNT_MAX, isWithin, type Reading } from '../values/bounds.ts';
import { readAmount, readTerm } from '../values/values.ts';

const UNITS: Readonly<Record<Measured, Unit>> = {
  served: 'share',
  progressPerDay: 'number',
  latency: 'duration',
  age: 'duration',
};

/** Tells names under `until` that no task bears. */
export function checkPrecisions(reading: Reading, document: ScenarioDocument, tasks: readonly string[]): void {
  for (const name of Object.keys(precisionsOf(document))) {
    if (tasks.includes(name)) continue;
    const issue = { code: 'unknown_name', what: 'task', name, known: tasks } as const;
    reading.report(['replications', 'until', name], issue, { on: 'key' });
  }
}

/** The precisions asked for of the task `of`. */
export function compilePrecisions(reading: Reading, document: ScenarioDocument, of: string, always: boolean): Goal[] {
  const precisions = precisionsOf(document);
  const text = Object.hasOwn(precisions, of) ? precisions[of] : undefined;
  return (Object.keys(UNITS) as Measured[]).flatMap((figure): Goal[] => {
    const written = text?.[figure];
    if (written === undefined) return [];
    const path = ['replications', 'until', of, figure];
    if (figure === 'served' && always) {
      reading.report(path, { code: 'served_always' });
      return [];
    }
    const width = readWidth(reading, path, written, UNITS[figure]);
    return width === undefined ? [] : [{ of, goal: 'precision', path, implicit: false, figure, width }];
  });
}

function precisionsOf({ replications }: ScenarioDocument) {
  return typeof replications === 'object' ? (replications.until ?? {}) : {};
}

/** Reads without telling what is wrong. */
function quiet({ names, files }: Reading): Reading {
  return { names, files, report: () => {} };
}

/** A share is one of the value, but where the value is a share itself. */
function readWidth(reading: Reading, path: Path, text: number | string, unit: Unit): Width | undefined {
  const isShare = unit !== 'share' && readTerm(quiet(reading), path, text)?.unit === 'share';
  const term = readAmount(reading, path, text, isShare ? 'share' : unit);
  if (term === undefined) return undefined;
  if (term.kind === 'drawn') return void reading.report(path, { code: 'must_be_constant', what: term.by });
  if (!isWithin(reading, path, term, { above: ZERO, max: COUNT_MAX })) return undefined;
  const value = toNumber(term.value);
  return isShare ? { kind: 'relative', share: value } : { kind: 'absolute', half: value };
}
