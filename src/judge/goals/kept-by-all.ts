/**
 * Goals that are promises about everything of every run, and that exploration does not decide.
 *
 * @module
 */
import type { Goal } from '../../scenarios/scenario.ts';
import { isOfAll } from './done-by.ts';

/** A promise about everything of every run that no proof decides: what runs do not violate they do not prove. */
export function isKeptByAll(goal: Goal): boolean {
  switch (goal.goal) {
    case 'latency':
      return goal.figure === 'max';
    case 'peak':
      return true;
    case 'doneBy':
      return isOfAll(goal);
    case 'refused':
      return goal.most === 0;
    default:
      return false;
  }
}
