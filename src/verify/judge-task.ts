/**
 * One task judged from the explored graph: its claim, its waits, and the runs that show them.
 *
 * @module
 */

import type { Components } from './graph/components.ts';
import type { Graph } from './graph/explore.ts';
import { type View, viewOf } from './graph/view.ts';
import { canGoOn, trapsOf, wholeComponents } from './liveness/claims.ts';
import { type Peeled, peel } from './liveness/peel.ts';
import { worstShare } from './liveness/served.ts';
import { Evidence } from './script/evidence.ts';
import type { Script } from './script/script.ts';
import { storyOf } from './script/story.ts';
import { isTimed } from './states/elements.ts';
import type { TaskVerification, Told } from './verification.ts';

/** Trap states in which a stuck run is looked for. */
const TRAPS_MAX = 200_000;

export interface JudgeOptions {
  /** Edges that may be looked at, for the worst share and again for a shorter counterexample. */
  readonly looksMax?: number | undefined;
  /** Whether runs are shown. Default: true. */
  readonly shows?: boolean | undefined;
  /** Tasks whose worst share of served starts is looked for. Default: all that have one. */
  readonly shares?: readonly string[] | undefined;
}

export class TaskJudge {
  readonly #graph: Graph;
  readonly #evidence: Evidence;
  readonly #looksMax: number | undefined;
  readonly #shows: boolean;
  readonly #shares: readonly string[] | undefined;
  #known: Components | undefined;

  constructor(graph: Graph, world: Readonly<Record<string, string>>, options: JudgeOptions = {}) {
    const { looksMax, shows = true, shares } = options;
    this.#graph = graph;
    this.#looksMax = looksMax;
    this.#shows = shows;
    this.#shares = shares;
    this.#evidence = new Evidence(graph, world, looksMax);
  }

  /** Whether every run is in the graph: nothing was cut off, and time passes in all of them. */
  get isWhole(): boolean {
    return this.#graph.stopped === 'complete' && this.#graph.zeno === undefined;
  }

  judge(task: number): TaskVerification {
    const { name } = this.#graph.explorer.space.machine.model.tasks[task]!;
    const view = viewOf(this.#graph, task);
    const peeled = peel(view);
    return peeled.kind === 'waits' ? this.#bounded(view, peeled, name) : this.#starvable(view, name);
  }

  zeno(): Told | undefined {
    const script = this.#evidence.zeno();
    return script && this.#told(script);
  }

  #bounded(view: View, peeled: Extract<Peeled, { kind: 'waits' }>, task: string): TaskVerification {
    const { firstMs, betweenMs } = peeled;
    const waits = { firstMs, betweenMs };
    // A script tells progress, not that there is nothing to do.
    const told = this.#shows && firstMs >= 0 && !this.#graph.explorer.space.machine.idlers.includes(view.task);
    const shown = !told ? {} : { longestWait: this.#evidence.longestWait(view, peeled, task) };
    if (!this.isWhole) return { task, claim: 'unknown', atLeast: waits, ...shown };
    return { task, claim: 'live', worst: waits, ...shown, ...this.#share(view, task) };
  }

  #share(view: View, task: string): Pick<TaskVerification, 'served'> {
    if (!isTimed(this.#graph.explorer.space.machine, view.task)) return {};
    if (this.#shares !== undefined && !this.#shares.includes(task)) return {};
    const share = worstShare(view, this.#looksMax);
    if (share === undefined) return {};
    const script = this.#shows ? this.#evidence.share(share, task) : undefined;
    return { served: { served: share.served, due: share.due, ...(script && { script }) } };
  }

  #starvable(view: View, task: string): TaskVerification {
    const starved = this.isWhole && !canGoOn(view, this.#components);
    const { machine } = this.#graph.explorer.space;
    const timed = isTimed(machine, view.task);
    const isOne = (machine.written.tasks[view.task]?.copies ?? 1) === 1;
    return {
      task,
      claim: starved ? 'starved' : 'starvable',
      ...(this.#shows && this.#starvation(view, task)),
      // On a cycle without progress starts are due and none is served.
      ...(timed && isOne && { served: { served: 0, due: 1 } }),
      // Other copies may be served on it.
      ...(!isOne && this.isWhole && this.#share(view, task)),
    };
  }

  /** Runs that show how it starves, and how it is stuck for good. */
  #starvation(view: View, task: string): Pick<TaskVerification, 'counterexample' | 'traps' | 'stuck'> {
    const traps = trapsOf(view, this.#components, TRAPS_MAX);
    const stuck = this.#evidence.stuck(traps.nearest, task);
    return {
      counterexample: this.#told(this.#evidence.starvation(view, task)),
      traps: traps.count,
      ...(stuck && { stuck: { because: stuck.stuck.kind, tasks: stuck.tasks, ...this.#told(stuck.script) } }),
    };
  }

  #told(script: Script): Told {
    return { script, story: storyOf(this.#graph.explorer.space.machine, script) };
  }

  get #components(): Components {
    this.#known ??= wholeComponents(this.#graph);
    return this.#known;
  }
}
