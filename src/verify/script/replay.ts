/**
 * Replays a script through the engine, step by step, and checks that it does what it says.
 *
 * @module
 */
import { type Drive, driveOf } from '../../sim/drive.ts';
import { begin, step } from '../../sim/engine.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { both } from '../../sim/listen/observers.ts';
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { type Explorer, explorerOf, isExplorer } from '../graph/explorer.ts';
import { rearm } from '../states/rearm.ts';
import type { Script } from './script.ts';
import { Misfit, ScriptChooser } from './script-chooser.ts';

export interface ReplayOptions {
  /** Who hears everything that happens; made when the state is there, before anything happens. */
  readonly observer?: ((state: State) => Observer) | undefined;
  /** How often the cycle is gone round. Default: once. */
  readonly laps?: number | undefined;
  /** Told the state after each step; `index` is the script's. */
  readonly onStep?: ((index: number, state: State) => void) | undefined;
}

export type Replayed =
  /** The engine asks something else than the script answers. */
  | { readonly kind: 'misfit'; readonly step: number; readonly reason: string }
  | {
      readonly kind: 'replayed';
      readonly atMs: number;
      /** The last step never ended. */
      readonly zeno: boolean;
      readonly cycle?: ReplayedCycle;
    };

/** Whether the state came back after the first lap, how long that took, and which tasks progressed on it. */
export interface ReplayedCycle {
  readonly closes: boolean;
  readonly durationMs: number;
  readonly progressed: readonly string[];
}

/**
 * Runs the script on its model.
 *
 * @example
 * replay(assemble(world.model), script).kind; // 'replayed'
 */
export function replay(machine: Machine, script: Script, options: ReplayOptions = {}): Replayed {
  const made = explorerOf(machine);
  if (!isExplorer(made)) return { kind: 'misfit', step: 0, reason: made.map(({ reason }) => reason).join('; ') };
  const checked = attempt(made, script, { onStep: options.onStep, laps: 1 });
  if (checked.kind === 'misfit' || options.observer === undefined) return checked;
  // Once more for whoever listens: the first run's listener is the check's own.
  const told = attempt(made, script, { observer: options.observer, laps: options.laps });
  return told.kind === 'misfit' ? told : { ...checked, atMs: told.atMs };
}

function attempt(explorer: Explorer, script: Script, options: ReplayOptions): Replayed {
  const run = new Replay(explorer, script, options);
  try {
    return run.all();
  } catch (error) {
    if (error instanceof Misfit) return { kind: 'misfit', step: run.index, reason: error.message };
    throw error;
  }
}

class Replay {
  /** The step it is at. */
  index = 0;
  readonly #explorer: Explorer;
  readonly #script: Script;
  readonly #options: ReplayOptions;
  readonly #chooser: ScriptChooser;
  /** In the last step nothing happened, and nothing will. */
  #idle = false;

  constructor(explorer: Explorer, script: Script, options: ReplayOptions) {
    this.#explorer = explorer;
    this.#script = script;
    this.#options = options;
    this.#chooser = new ScriptChooser(explorer.space, explorer.packer.marks);
  }

  all(): Replayed {
    const { machine } = this.#explorer.space;
    const chooser = this.#chooser;
    chooser.open(this.#script.starts);
    const state = begin(machine, chooser);
    chooser.close();
    chooser.state = state;
    this.#explorer.packer.marks.fill(0);
    const { meter } = this.#explorer;
    const listener = this.#options.observer?.(state);
    // The meter keeps the marks by which runs of one task are told apart.
    const observer = listener === undefined ? meter.observer : both(meter.observer, listener);
    const drive = driveOf(machine, state, chooser, observer);
    const { cycleFrom, steps } = this.#script;
    const head = cycleFrom === undefined ? steps.length : cycleFrom;
    if (this.#goThrough(drive, 0, head)) return { kind: 'replayed', atMs: state.nowMs, zeno: true };
    if (cycleFrom === undefined) return { kind: 'replayed', atMs: state.nowMs, zeno: false };
    const cycle = this.#lap(drive, head);
    for (let lap = 1; lap < (this.#options.laps ?? 1); lap++) this.#goThrough(drive, head, steps.length);
    return { kind: 'replayed', atMs: state.nowMs, zeno: false, cycle };
  }

  /** Goes round the cycle, and compares. */
  #lap(drive: Drive, head: number): ReplayedCycle {
    const { meter, space } = this.#explorer;
    const before = this.#packed(drive.state);
    const fromMs = drive.state.nowMs;
    meter.clear();
    this.#goThrough(drive, head, this.#script.steps.length);
    return {
      // Where nothing will ever happen again levels may still rise; that is nobody's business any more. And the time that
      // passes then need be no multiple of the quantum.
      closes: this.#idle || this.#packed(drive.state).every((word, index) => word === before[index]),
      durationMs: drive.state.nowMs - fromMs,
      progressed: space.machine.model.tasks.flatMap(({ name }, task) =>
        meter.happened.progressed[task] === 0 ? [] : [name],
      ),
    };
  }

  /** Steps from `from` to before `to`; true where an instant never ended. */
  #goThrough(drive: Drive, from: number, to: number): boolean {
    const { machine, state, observer } = drive;
    for (this.index = from; this.index < to; this.index++) {
      const { afterMs, choices } = this.#script.steps[this.index]!;
      const fromMs = state.nowMs;
      this.#chooser.open(choices);
      this.#explorer.meter.before(state);
      const end = step(machine, state, this.#chooser, observer);
      this.#chooser.close();
      if (end.stopped === 'zeno') return true;
      // Nothing will ever happen: time passes all the same.
      this.#idle = end.events === 0;
      if (this.#idle) state.nowMs += afterMs;
      if (state.nowMs - fromMs !== afterMs) throw new Misfit(`it takes ${state.nowMs - fromMs} ms, not ${afterMs}`);
      this.#explorer.meter.after(state);
      rearm(drive);
      this.#options.onStep?.(this.index, state);
    }
    return false;
  }

  #packed(state: State): Uint32Array {
    const { packer, words } = this.#explorer;
    if (!packer.pack(state, words)) throw new Misfit(`${packer.outside} leaves its range`);
    return words.slice();
  }
}
