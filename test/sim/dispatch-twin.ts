/** Dispatchers as they are told in words, millisecond by millisecond: what the engine must come to by its own way. */

export interface TwinTask {
  readonly everyMs: number;
  readonly offsetMs: number;
  readonly workMs: number;
  readonly priority: number;
  readonly pool: number;
  readonly slots: number;
  /** Gives up after so long. */
  readonly patienceMs: number | undefined;
}

export interface TwinSystem {
  readonly pools: readonly { readonly slots: number; readonly passOver: boolean }[];
  readonly tasks: readonly TwinTask[];
  readonly looksAt: number;
  readonly order: 'fifo' | 'priority';
  readonly skipsFull: boolean;
  readonly looks: { readonly everyMs: number; readonly phaseMs: number } | undefined;
}

interface Waiting {
  readonly task: number;
  readonly sinceMs: number;
}

/** `TIME tTASK holds pPOOL` for each slot that is handed out before `untilMs`. A start that finds its task busy is skipped. */
export function dispatched(system: TwinSystem, untilMs: number): readonly string[] {
  const { pools, tasks, looks } = system;
  const told: string[] = [];
  const free = pools.map(({ slots }) => slots);
  const endsMs = tasks.map(() => Number.NaN);
  let list: Waiting[] = [];
  const isAlive = (task: number): boolean => endsMs[task]! > 0 || list.some((one) => one.task === task);

  const inView = (): Waiting[] => {
    const sorted = list.toSorted((left, right) => {
      const ahead = tasks[right.task]!.priority - tasks[left.task]!.priority;
      return system.order === 'priority' && ahead !== 0 ? ahead : left.sinceMs - right.sinceMs;
    });
    return sorted.filter(({ task }) => !system.skipsFull || free[tasks[task]!.pool]! > 0).slice(0, system.looksAt);
  };
  /** Goes through what is in view once; gives whether anybody began. `all`: it does not stop at the first. */
  const handOut = (view: readonly Waiting[], nowMs: number, all: boolean): boolean => {
    const heldUp = new Set<number>();
    let began = false;
    for (const one of view) {
      const { pool, slots, workMs } = tasks[one.task]!;
      if (heldUp.has(pool)) continue;
      if (slots > free[pool]!) {
        if (!pools[pool]!.passOver) heldUp.add(pool);
        continue;
      }
      free[pool]! -= slots;
      list = list.filter((other) => other !== one);
      endsMs[one.task] = nowMs + workMs;
      for (let slot = 0; slot < slots; slot++) told.push(`${nowMs} t${one.task} holds p${pool}`);
      began = true;
      if (!all) break;
    }
    return began;
  };
  const changed = (nowMs: number): void => {
    while (looks === undefined && handOut(inView(), nowMs, false));
  };

  for (let nowMs = 0; nowMs < untilMs; nowMs++) {
    tasks.forEach(({ pool, slots }, task) => {
      if (endsMs[task] !== nowMs) return;
      endsMs[task] = Number.NaN;
      free[pool]! += slots;
      changed(nowMs);
    });
    if (looks !== undefined && nowMs > 0 && (nowMs - looks.phaseMs) % looks.everyMs === 0 && nowMs >= looks.phaseMs) {
      handOut(inView(), nowMs, true);
    }
    tasks.forEach(({ everyMs, offsetMs }, task) => {
      if (nowMs < offsetMs || (nowMs - offsetMs) % everyMs !== 0 || isAlive(task)) return;
      list.push({ task, sinceMs: nowMs });
      changed(nowMs);
    });
    // Who gives up does so in its turn, when all that comes and ends at this instant is over.
    for (const one of [...list]) {
      if (nowMs !== one.sinceMs + (tasks[one.task]!.patienceMs ?? Number.NaN)) continue;
      list = list.filter((other) => other !== one);
      changed(nowMs);
    }
  }
  return told;
}
