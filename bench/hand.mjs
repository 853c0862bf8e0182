/**
 * The two workloads written by hand, as somebody would who needs just this one: a binary heap on typed arrays, a switch,
 * a few counters. The same generator and the same inversion as quotasim's, so that only the engines differ.
 */
import seedrandom from 'seedrandom';

/** Events ordered by time, then by when they were scheduled. */
class Heap {
  constructor(capacity) {
    this.time = new Float64Array(capacity);
    this.order = new Uint32Array(capacity);
    this.kind = new Int32Array(capacity);
    this.count = 0;
    this.scheduled = 0;
  }

  push(time, kind) {
    const { time: times, order, kind: kinds } = this;
    let place = this.count++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (times[parent] <= time) break;
      times[place] = times[parent];
      order[place] = order[parent];
      kinds[place] = kinds[parent];
      place = parent;
    }
    times[place] = time;
    order[place] = this.scheduled++;
    kinds[place] = kind;
  }

  pop() {
    const { time: times, order, kind: kinds } = this;
    const count = --this.count;
    if (count === 0) return;
    const time = times[count];
    const scheduled = order[count];
    const kind = kinds[count];
    let place = 0;
    for (let child = 1; child < count; child = 2 * place + 1) {
      const right = child + 1;
      if (
        right < count &&
        (times[right] < times[child] || (times[right] === times[child] && order[right] < order[child]))
      ) {
        child = right;
      }
      if (times[child] > time || (times[child] === time && order[child] > scheduled)) break;
      times[place] = times[child];
      order[place] = order[child];
      kinds[place] = kinds[child];
      place = child;
    }
    times[place] = time;
    order[place] = scheduled;
    kinds[place] = kind;
  }
}

const ARRIVAL = 0;
const DEPARTURE = 1;

/** W1: M/M/1 until `horizonMs`, arrivals every `1 / 0.9` s on average, services of 1 s; mean wait in the queue. */
export function queue(horizonMs, seed) {
  const arrivals = seedrandom.alea(`${seed} arrivals`, { state: true }).double;
  const services = seedrandom.alea(`${seed} services`, { state: true }).double;
  const exponential = (mean, uniform) => -mean * Math.log(1 - uniform());
  const events = new Heap(64);
  const waiting = new Float64Array(1 << 16);
  const mask = waiting.length - 1;
  let [head, tail, busy, waitedMs, served, count] = [0, 0, false, 0, 0, 0];
  events.push(exponential(1000 / 0.9, arrivals), ARRIVAL);
  while (events.time[0] < horizonMs) {
    const now = events.time[0];
    const kind = events.kind[0];
    events.pop();
    count++;
    if (kind === ARRIVAL) {
      events.push(now + exponential(1000 / 0.9, arrivals), ARRIVAL);
      if (busy) waiting[tail++ & mask] = now;
      else {
        busy = true;
        served++;
        events.push(now + exponential(1000, services), DEPARTURE);
      }
    } else if (head === tail) busy = false;
    else {
      waitedMs += now - waiting[head++ & mask];
      served++;
      events.push(now + exponential(1000, services), DEPARTURE);
    }
  }
  return { events: count, served, meanWaitMs: waitedMs / served };
}

const UPSERT = 0;
const LOOK = 1;
const DONE = 2;

/** W2: the two tasks on one bucket for `years`, polling every minute. */
export function contention(years) {
  const horizon = years * 365 * 86_400;
  const events = new Heap(16);
  let [level, since, count, upserts, skips, polls, batches] = [0, 0, 0, 0, 0, 0, 0];
  const levelAt = (now) => {
    const steps = Math.floor((now - since) / 12);
    level = Math.min(300, level + steps);
    since += steps * 12;
    return level;
  };
  events.push(0, UPSERT);
  events.push(0, LOOK);
  while (events.time[0] < horizon) {
    const now = events.time[0];
    const kind = events.kind[0];
    events.pop();
    count++;
    switch (kind) {
      case UPSERT:
        if (levelAt(now) >= 50) {
          level -= 60;
          upserts++;
        } else skips++;
        events.push(now + 600, UPSERT);
        break;
      case LOOK:
        if (levelAt(now) >= 80) {
          level -= 20;
          events.push(now + 30, DONE);
        } else {
          polls++;
          events.push(now + 60, LOOK);
        }
        break;
      default:
        batches++;
        events.push(now, LOOK);
    }
  }
  return { events: count, upserts, skips, polls, batches };
}
