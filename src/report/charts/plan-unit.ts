/**
 * In what a target is counted on an axis.
 *
 * @module
 */
import { durationUnit } from './axis.ts';

export interface PlanUnit {
  readonly unit: string;
  /** How many of the target's own units are one of it. */
  readonly perUnit: number;
}

export function planUnit(target: string, high: number): PlanUnit {
  if (target.endsWith('.latency') || target.endsWith('.age')) {
    const { ms, text } = durationUnit(high);
    return { unit: `${target}, ${text}`, perUnit: ms };
  }
  if (target.endsWith('.served')) return { unit: `${target}, %`, perUnit: 0.01 };
  return { unit: target.endsWith('.progress') ? `${target}, a day` : target, perUnit: 1 };
}
