/**
 * Why there is nothing to search: told with its place, what was found, and what to do.
 *
 * @module
 */
import type { Scenario } from '../scenarios/scenario.ts';
import type { Path } from '../sim/model.ts';

export type PlanErrorCode =
  | 'nothing_to_vary'
  | 'no_such_parameter'
  | 'empty_space'
  | 'no_price'
  | 'budget_too_small'
  | 'budget_too_large'
  | 'not_applied'
  | 'stopped';

/** Why there is no plan: `code` for programs, `message` ready to be shown. */
export class PlanError extends Error {
  readonly code: PlanErrorCode;

  constructor(code: PlanErrorCode, message: string) {
    super(message);
    this.name = 'PlanError';
    this.code = code;
  }
}

/** The error about a place of the scenario. */
export function planErrorAt(code: PlanErrorCode, { locate }: Scenario, path: Path, says: string): PlanError {
  const { file, line, column } = locate(path);
  return new PlanError(code, `${file}:${line}:${column} ${code}\n  ${says}`);
}
