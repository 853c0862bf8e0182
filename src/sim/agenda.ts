/**
 * The agenda: which timers are due next.
 *
 * While there are few timers they are scanned; beyond that an indexed binary heap on typed arrays finds the next ones. The
 * heap is derived from `dueMs` and never decides anything: timers due at one instant are handed over in the order of
 * their numbers, however they lay in the heap.
 *
 * @module
 */
import { NEVER, type TimeMs } from './time.ts';

/** Up to this many timers are scanned. */
export const SCANNED_MAX = 16;

/** The part of the state that the agenda works on. */
export interface Agenda {
  dueMs: Float64Array;
  hits: Int32Array;
  heap: Int32Array;
  heapCount: number;
  place: Int32Array;
}

/** Sets a timer; `NEVER` takes it off. */
export function setDue(agenda: Agenda, timer: number, atMs: TimeMs): void {
  const { dueMs } = agenda;
  if (dueMs.length <= SCANNED_MAX) {
    dueMs[timer] = atMs;
    return;
  }
  const before = dueMs[timer]!;
  if (before === atMs) return;
  dueMs[timer] = atMs;
  const place = agenda.place[timer]!;
  if (atMs === NEVER) remove(agenda, timer, place);
  else if (place < 0) rise(agenda, timer, agenda.heapCount++);
  else if (atMs < before) rise(agenda, timer, place);
  else sink(agenda, timer, place);
}

/** Collects the timers due first into `hits`, in the order of their numbers; gives how many. None are due at `NEVER`. */
export function nextHits(agenda: Agenda): number {
  return agenda.dueMs.length <= SCANNED_MAX ? scan(agenda) : collect(agenda);
}

/** When the next timer is due, not counting `timer`, which is the only one of the first instant. */
export function dueAfter({ dueMs, heap, heapCount }: Agenda, timer: number): TimeMs {
  let nextMs = NEVER;
  if (dueMs.length <= SCANNED_MAX) {
    for (let other = 0; other < dueMs.length; other++) {
      if (other !== timer && dueMs[other]! < nextMs) nextMs = dueMs[other]!;
    }
    return nextMs;
  }
  for (let place = 1; place < 3 && place < heapCount; place++) nextMs = Math.min(nextMs, dueMs[heap[place]!]!);
  return nextMs;
}

/** Makes the heap anew from `dueMs`. */
export function rebuildAgenda(agenda: Agenda): void {
  agenda.heapCount = 0;
  agenda.place.fill(-1);
  if (agenda.dueMs.length <= SCANNED_MAX) return;
  agenda.dueMs.forEach((atMs, timer) => {
    if (atMs !== NEVER) rise(agenda, timer, agenda.heapCount++);
  });
}

function scan({ dueMs, hits }: Agenda): number {
  let first = NEVER;
  let count = 0;
  for (let timer = 0; timer < dueMs.length; timer++) {
    const atMs = dueMs[timer]!;
    if (atMs > first) continue;
    if (atMs < first) {
      first = atMs;
      count = 0;
    }
    hits[count++] = timer;
  }
  return first === NEVER ? 0 : count;
}

/** Walks the top of the heap, where all timers of the first instant are; they stay in it until they are set anew. */
function collect({ dueMs, hits, heap, heapCount }: Agenda): number {
  if (heapCount === 0) return 0;
  const first = dueMs[heap[0]!]!;
  hits[0] = 0;
  let count = 1;
  // `hits` holds places first: each one found is expanded in turn.
  for (let index = 0; index < count; index++) {
    const place = hits[index]!;
    for (let child = 2 * place + 1; child <= 2 * place + 2 && child < heapCount; child++) {
      if (dueMs[heap[child]!] === first) hits[count++] = child;
    }
  }
  for (let index = 0; index < count; index++) hits[index] = heap[hits[index]!]!;
  if (count > 1) hits.subarray(0, count).sort();
  return count;
}

function remove(agenda: Agenda, timer: number, place: number): void {
  agenda.place[timer] = -1;
  const last = agenda.heap[--agenda.heapCount]!;
  if (last === timer) return;
  const parent = (place - 1) >> 1;
  if (place > 0 && agenda.dueMs[agenda.heap[parent]!]! > agenda.dueMs[last]!) rise(agenda, last, place);
  else sink(agenda, last, place);
}

function rise({ dueMs, heap, place: places }: Agenda, timer: number, from: number): void {
  const atMs = dueMs[timer]!;
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent]!;
    if (dueMs[above]! <= atMs) break;
    heap[place] = above;
    places[above] = place;
    place = parent;
  }
  heap[place] = timer;
  places[timer] = place;
}

function sink({ dueMs, heap, heapCount, place: places }: Agenda, timer: number, from: number): void {
  const atMs = dueMs[timer]!;
  let place = from;
  for (let child = 2 * place + 1; child < heapCount; child = 2 * place + 1) {
    if (child + 1 < heapCount && dueMs[heap[child + 1]!]! < dueMs[heap[child]!]!) child++;
    const below = heap[child]!;
    if (dueMs[below]! >= atMs) break;
    heap[place] = below;
    places[below] = place;
    place = child;
  }
  heap[place] = timer;
  places[timer] = place;
}
