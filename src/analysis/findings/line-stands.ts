/**
 * QS018: the first in a line can never be served, and everybody stands behind it.
 *
 * @module
 */
import { mostCapacity } from '../../sim/supplies/columns.ts';
import type { Ask } from './asks.ts';
import { boundsOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { staysBehind } from './line.ts';
import { gatesOf, type Surveyed } from './survey.ts';
import { askPath, tokensText } from './words.ts';

export const lineStands: Rule = {
  code: 'QS018',
  title: 'A line that stands still',
  severities: ['error'],
  help: {
    what: 'A run waits, first in the line of a supply, for more than there can ever be, and others have to stand behind it.',
    why:
      'In a line only the first is ever served. One that asks for more than the supply can hold is never served and never leaves, so ' +
      'nobody behind it is either, however little they ask for and however full the supply is.',
    change:
      'Ask for less at once, raise the capacity if it is yours to set, or let the large request give up (`atMost`).',
    unless:
      'It needs a request that is the first thing its task asks for, with nothing before it that might keep the run away for ever. ' +
      'Where the line is by priority, only tasks that are no higher are behind it. Without a line (`turn: any`) only the large ' +
      'request itself waits for ever (QS001).',
    example: {
      yaml: `quotasim: 1
title: A request for 400 at the head of a line that never holds more than 300
horizon: 1d
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 300, debt: none, turn: fifo } }
tasks:
  report: { trigger: { every: 1h, offset: any }, whenBusy: skip, steps: [spend: { api: 400 }, progress] }
  sync: { trigger: { every: 5m, offset: any }, whenBusy: skip, steps: [spend: { api: 5 }, progress] }
`,
      instead: 'turn: fifo',
      write: 'turn: any',
    },
  },
  find(evidence) {
    const { tasks } = evidence;
    return tasks.flatMap((large) => {
      const ask = standsForEver(evidence, large);
      if (ask === undefined) return [];
      const behind = tasks.filter((of) => of.task !== large.task && staysBehind(evidence, ask.supply, of, large));
      return behind.flatMap((of) => {
        const [gate] = gatesOf(of, ask.supply);
        return gate === undefined ? [] : [told(evidence, { of, gate, large, ask })];
      });
    });
  },
};

/** The first ask of a task, where a run of it certainly comes there and never gets past it. */
function standsForEver({ model }: Evidence, of: Surveyed): Ask | undefined {
  const [ask] = of.asks;
  if (ask === undefined || ask.limitMs !== undefined || !of.unblocked) return undefined;
  const spec = model.supplies[ask.supply]!;
  const starts = of.triggers.some(({ kind }) => kind === 'every' || kind === 'always');
  const above = spec.turn !== undefined && ask.own.low > mostCapacity(spec);
  return starts && above && certainlyReaches(model, of, ask) ? ask : undefined;
}

/** What takes no more than a known time and ends no run; a run with permits to wait for is no matter here. */
const PASSABLE = new Set(['acquire', 'release', 'work', 'progress', 'loop', 'turn', 'jump']);

function certainlyReaches(model: Evidence['model'], of: Surveyed, { place }: Ask): boolean {
  const around = new Set(place.loops.map(({ turn }) => turn));
  return (
    place.loops.every(({ times }) => times === undefined || times.low >= 1) &&
    of.places
      .filter(({ index }) => index < place.index)
      .every(
        ({ operation, loops }) =>
          PASSABLE.has(operation.kind) &&
          (operation.kind !== 'work' || Number.isFinite(boundsOf(model, of.task, operation.duration).high)) &&
          loops.every(({ turn, times }) => around.has(turn) || (times !== undefined && Number.isFinite(times.high))),
      )
  );
}

interface Behind {
  readonly of: Surveyed;
  readonly gate: Ask;
  readonly large: Surveyed;
  readonly ask: Ask;
}

function told({ model }: Evidence, { of, gate, large, ask }: Behind): Found {
  const supply = model.supplies[ask.supply]!;
  const [needed, held] = [tokensText(supply, ask.own.low), tokensText(supply, mostCapacity(supply))];
  return {
    severity: 'error',
    message:
      `${of.spec.name} starves in the line of ${supply.name}: ${large.spec.name} stands before it and needs ${needed}, ` +
      `but ${supply.name} holds at most ${held}, so the line never moves`,
    change: `let ${large.spec.name} ask for at most ${held} at once, or give up`,
    path: askPath(gate, supply),
    task: of.task,
    claim: 'starved',
  };
}
