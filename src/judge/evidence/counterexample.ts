/**
 * A run that shows what can go wrong: plain data, ready to be told, drawn and saved.
 *
 * @module
 */
import type { Trace } from '../../sim/listen/trace.ts';
import type { Script } from '../../verify/script/script.ts';
import type { CounterexampleReport, Mechanism } from '../report/proof-schema.ts';

export interface Counterexample {
  /** Index of the world it belongs to. */
  readonly world: number;
  readonly task: string;
  readonly script: Script;
  /** Tokens in each supply after each step. */
  readonly levels: readonly Readonly<Record<string, number>>[];
  readonly report: CounterexampleReport;
  /** How the task comes to starve; absent where it shows something else. */
  readonly mechanism?: Mechanism;
  /** The run up to its end; the cycle is gone round more than once. */
  readonly trace: Trace;
}
