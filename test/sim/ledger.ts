/**
 * What a supply holds, worked out from what was told of it: everything that is taken and comes back, and by the rules of its
 * kind all that comes by itself. It knows no timers of the engine, and asks the clock of a time zone itself.
 */
import type { Refill, Supply } from '../../src/sim/model.ts';

const HOUR_MS = 3_600_000;

interface Entry {
  readonly atMs: number;
  grains: number;
}

export class Ledger {
  level: number;
  /** When the state is as it says. */
  #nowMs = 0;
  #capacity: number;
  #refill: Refill;
  /** A time at which the refill comes; others lie whole periods from it. */
  #phaseMs: number;
  /** What counts in a sliding window, and when a window by first use ends. */
  #entries: Entry[] = [];
  #endMs = Infinity;
  #changes = 0;
  readonly #spec: Supply;

  /** `phaseMs`: as a run begins with. */
  constructor(spec: Supply, level: number, phaseMs: number) {
    this.#spec = spec;
    this.level = level;
    this.#capacity = spec.capacityGrains;
    this.#refill = spec.refill;
    this.#phaseMs = phaseMs;
    if (level === this.#capacity) return;
    // What is missing at the start was taken then.
    if (spec.refill.kind === 'sliding') this.#entries.push({ atMs: 0, grains: this.#capacity - level });
    if (spec.refill.kind === 'first-use') this.#endMs = spec.refill.everyMs;
  }

  /** Whether what is taken of it is only lent. */
  get isLent(): boolean {
    return this.#refill.kind === 'returned';
  }

  /** Lets time pass to `nowMs`, what is due then included. */
  advance(nowMs: number): void {
    const { changes = [] } = this.#spec;
    for (let change = changes[this.#changes]; change !== undefined && change.atMs <= nowMs; ) {
      this.#pass(change.atMs - 1);
      // A step at the very time of a change is of the refill before it; what ends a window then finds the change done.
      if (isSteps(this.#refill)) this.#pass(change.atMs);
      this.#change(change);
      change = changes[++this.#changes];
    }
    this.#pass(nowMs);
  }

  take(grains: number): void {
    this.level -= grains;
    if (grains <= 0) return;
    const last = this.#entries.at(-1);
    if (this.#refill.kind === 'sliding') {
      if (last?.atMs === this.#nowMs) last.grains += grains;
      else this.#entries.push({ atMs: this.#nowMs, grains });
    }
    if (this.#refill.kind === 'first-use' && this.#endMs === Infinity) this.#endMs = this.#nowMs + this.#refill.everyMs;
  }

  /** So much of what was taken at `takenMs` comes back, as far as it still counts and there is room. */
  giveBack(grains: number, takenMs: number): void {
    if (this.#refill.kind === 'sliding') {
      const entry = this.#entries.find(({ atMs }) => atMs === takenMs);
      const back = Math.min(grains, entry?.grains ?? 0);
      if (entry !== undefined) entry.grains -= back;
      this.#entries = this.#entries.filter((one) => one.grains > 0);
      this.#raise(back, Infinity);
    } else this.#raise(grains, this.#refill.kind === 'returned' ? Infinity : this.#capacity);
  }

  #raise(grains: number, upTo: number): void {
    this.level = Math.max(this.level, Math.min(this.level + grains, upTo));
  }

  #change({ atMs, capacityGrains, refill, level }: NonNullable<Supply['changes']>[number]): void {
    if (level === 'moved') this.level += capacityGrains - this.#capacity;
    else this.level = Math.min(this.level, capacityGrains);
    if (periodOf(refill) !== periodOf(this.#refill)) this.#phaseMs = atMs;
    this.#capacity = capacityGrains;
    this.#refill = refill;
  }

  #pass(toMs: number): void {
    const refill = this.#refill;
    if (toMs <= this.#nowMs) return;
    switch (refill.kind) {
      case 'continuous':
      case 'stepwise': {
        const everyMs = refill.kind === 'continuous' ? 1 : refill.everyMs;
        const count = (atMs: number): number => Math.floor((atMs - this.#phaseMs) / everyMs);
        const steps = count(toMs) - count(this.#nowMs);
        if (steps === 0) break;
        if (refill.kind === 'stepwise' && refill.fills) this.#fill();
        else this.#raise(steps * (refill.kind === 'continuous' ? refill.grainsPerMs : refill.grains), this.#capacity);
        break;
      }
      case 'sliding':
        for (const { atMs, grains } of this.#entries) if (atMs + refill.everyMs <= toMs) this.#raise(grains, Infinity);
        this.#entries = this.#entries.filter(({ atMs }) => atMs + refill.everyMs > toMs);
        break;
      case 'first-use':
        if (this.#endMs > toMs) break;
        this.#endMs = Infinity;
        this.#fill();
        break;
      case 'calendar':
        for (let atMs = Math.floor(this.#nowMs / HOUR_MS + 1) * HOUR_MS; atMs <= toMs; atMs += HOUR_MS)
          if (isReset(refill, atMs)) this.#fill();
        break;
      case 'returned':
    }
    this.#nowMs = toMs;
  }

  #fill(): void {
    this.#raise(Math.max(0, this.#capacity - this.level), Infinity);
  }
}

function isSteps({ kind }: Refill): boolean {
  return kind === 'continuous' || kind === 'stepwise';
}

function periodOf(refill: Refill): number {
  return refill.kind === 'stepwise' ? refill.everyMs : refill.kind === 'continuous' ? 1 : Infinity;
}

/** Whether a daily quota is full again at this whole hour: at its local time, or as the clocks skip it. */
function isReset({ resets: { rule } }: Extract<Refill, { kind: 'calendar' }>, atMs: number): boolean {
  const wanted = rule.timeOfDayMs / HOUR_MS;
  const local = (ms: number): number => hourIn(rule.zone, rule.epochMs + ms);
  const [before, now] = [local(atMs - HOUR_MS), local(atMs)];
  return now === wanted || (now === (before + 2) % 24 && wanted === (before + 1) % 24);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function hourIn(zone: string, atMs: number): number {
  const known =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  formats.set(zone, known);
  return Number(known.format(atMs));
}
