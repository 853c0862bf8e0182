/**
 * The agenda: which timers are due next.
 *
 * The timers that are set stand in one array. While they are few it is scanned; beyond that the same array is an indexed
 * binary heap. It is derived from `dueMs` and never decides anything: timers due at one instant are handed over in the
 * order of their numbers, however they lay in it.
 *
 * A timer that is taken off a short array stays in it until the next scan comes by: most are set anew before.
 *
 * @module
 */
import { NEVER, type TimeMs } from './time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const NEVER_MS: TimeMs = NEVER;

/** Up to this many set timers are scanned. */
export const SCANNED_MAX = 16;

/** The part of the state that the agenda works on. */
export interface Agenda {
  dueMs: Float64Array;
  /** Timers of the first instant, as `nextHits` found them. */
  hits: Int32Array;
  /** The timers that are set (and, while they are scanned, some that were), and the place of each (-1: it has none). */
  heap: Int32Array;
  heapCount: number;
  place: Int32Array;
  /** Whether the order of a heap is kept: from the moment there are too many to scan until they are half as few. */
  heaped: boolean;
}

/** Sets a timer; `NEVER` takes it off. */
export function setDue(agenda: Agenda, timer: number, atMs: TimeMs): void {
  if (agenda.heaped) {
    setInHeap(agenda, timer, atMs);
    return;
  }
  agenda.dueMs[timer] = atMs;
  if (atMs !== NEVER_MS && agenda.place[timer]! < 0) insert(agenda, timer);
}

/** Collects the timers due first into `hits`, in the order of their numbers; gives how many. None are due at `NEVER`. */
export function nextHits(agenda: Agenda): number {
  return agenda.heaped ? collect(agenda) : scan(agenda);
}

/** When the next timer is due, not counting `timer`, which is the only one of the first instant. */
export function dueAfter({ dueMs, heap, heapCount, heaped }: Agenda, timer: number): TimeMs {
  let nextMs = NEVER_MS;
  const count = heaped ? Math.min(heapCount, 3) : heapCount;
  for (let place = 0; place < count; place++) {
    const other = heap[place]!;
    if (other !== timer && dueMs[other]! < nextMs) nextMs = dueMs[other]!;
  }
  return nextMs;
}

/** Makes the array anew from `dueMs`. */
export function rebuildAgenda(agenda: Agenda): void {
  const { dueMs, heap, place: places } = agenda;
  agenda.heaped = false;
  let count = 0;
  for (let timer = 0; timer < dueMs.length; timer++) {
    if (dueMs[timer] === NEVER_MS) places[timer] = -1;
    else if (agenda.heaped) insert(agenda, timer);
    else {
      // As `insert` does, without a call: an explorer reads millions of states.
      heap[count] = timer;
      places[timer] = count;
      if (++count > SCANNED_MAX) beginHeap(agenda, count);
    }
  }
  if (!agenda.heaped) agenda.heapCount = count;
}

function setInHeap(agenda: Agenda, timer: number, atMs: TimeMs): void {
  const { dueMs } = agenda;
  const beforeMs = dueMs[timer]!;
  dueMs[timer] = atMs;
  const place = agenda.place[timer]!;
  if (place < 0) {
    if (atMs !== NEVER_MS) insert(agenda, timer);
  } else if (atMs === NEVER_MS) remove(agenda, timer, place);
  else if (atMs < beforeMs) rise(agenda, timer, place);
  else sink(agenda, timer, place);
}

function insert(agenda: Agenda, timer: number): void {
  const place = agenda.heapCount++;
  agenda.heap[place] = timer;
  agenda.place[timer] = place;
  if (agenda.heaped) rise(agenda, timer, place);
  else if (place >= SCANNED_MAX) makeHeap(agenda);
}

/** There may be too many timers to scan, once those that were taken off have left. */
function makeHeap(agenda: Agenda): void {
  for (let place = 0; place < agenda.heapCount; ) {
    if (agenda.dueMs[agenda.heap[place]!] === NEVER_MS) drop(agenda, place);
    else place++;
  }
  if (agenda.heapCount > SCANNED_MAX) beginHeap(agenda, agenda.heapCount);
}

/** There are `count` timers now, too many to scan: puts them in the order of a heap. */
function beginHeap(agenda: Agenda, count: number): void {
  agenda.heapCount = count;
  agenda.heaped = true;
  for (let at = 1; at < count; at++) rise(agenda, agenda.heap[at]!, at);
}

/** Takes away what stands at `place`; the last takes its place. */
function drop(agenda: Agenda, place: number): void {
  const { heap, place: places } = agenda;
  const last = heap[--agenda.heapCount]!;
  places[heap[place]!] = -1;
  if (place === agenda.heapCount) return;
  heap[place] = last;
  places[last] = place;
}

function scan(agenda: Agenda): number {
  const { dueMs, hits, heap } = agenda;
  let first = NEVER_MS;
  let count = 0;
  for (let place = 0; place < agenda.heapCount; place++) {
    const timer = heap[place]!;
    const atMs = dueMs[timer]!;
    if (atMs > first) {
      if (atMs === NEVER_MS) drop(agenda, place--);
      continue;
    }
    if (atMs < first) {
      first = atMs;
      count = 0;
    }
    hits[count++] = timer;
  }
  if (first === NEVER_MS) return 0;
  return count > 1 ? inOrder(hits, count) : count;
}

/** Sorts the first `count` hits, which are few, by their numbers. */
function inOrder(hits: Int32Array, count: number): number {
  for (let index = 1; index < count; index++) {
    const timer = hits[index]!;
    let at = index;
    while (at > 0 && hits[at - 1]! > timer) hits[at] = hits[--at]!;
    hits[at] = timer;
  }
  return count;
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
  if (count > SCANNED_MAX) hits.subarray(0, count).sort();
  else inOrder(hits, count);
  return count;
}

function remove(agenda: Agenda, timer: number, place: number): void {
  const { heap, dueMs } = agenda;
  agenda.place[timer] = -1;
  const last = heap[--agenda.heapCount]!;
  if (last === timer) return;
  // A short array is scanned again as soon as it stays short: a heap is a list like any other.
  if (agenda.heapCount < SCANNED_MAX / 2) agenda.heaped = false;
  const parent = (place - 1) >> 1;
  if (place > 0 && dueMs[heap[parent]!]! > dueMs[last]!) rise(agenda, last, place);
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
