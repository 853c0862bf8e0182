/**
 * QS101 to QS105: tasks that are proved never to starve, each by its own argument.
 *
 * @module
 */
import { compare, type Rational, toNumber } from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import type { Evidence, Found, Help, Rule } from './finding.ts';
import { takenMeanwhile } from './passes.ts';
import { ratePerMs, refillOf } from './refill.ts';
import { type Safe, safeTasks } from './safe.ts';
import type { Surveyed } from './survey.ts';
import { listText, shortNumber, tokensText } from './words.ts';

const UNLESS =
  'It needs a task that comes again and again, never waits for a permit, and waits without limit (or is skipped and tried ' +
  'again); looks that cost something, and anything that can go round without time passing, keep it silent. That it is silent ' +
  'says nothing: `sim verify` may prove more.';

export const enoughComes: Rule = noteOf('QS101', 'comes', {
  title: 'Safe: enough comes',
  what: 'A task cannot starve: the others together take less than what is refilled.',
  why:
    'While it waits it sees each refill, so nothing is lost at the cap, and tasks that need a higher level take nothing. ' +
    'Were it never served the level would grow for ever, which it cannot.',
});

export const enoughIsLeft: Rule = noteOf('QS102', 'left', {
  title: 'Safe: enough is left',
  what: 'A task cannot starve: everybody else leaves at least what it needs.',
  why: 'Others take only at levels so high that what is left is still enough. Below that nobody else takes, so the level rises, and stays.',
});

export const turnComes: Rule = noteOf('QS103', 'turn', {
  title: 'Safe: its turn comes',
  what: 'A task cannot starve beside one that always takes the same batch: the pattern of levels it sees reaches what it needs.',
  why:
    'The levels it sees go round all values that are a fixed distance apart, below the other threshold. One of them lies within ' +
    'that distance of the threshold, and that is enough.',
});

export const servedBetween: Rule = noteOf('QS104', 'between', {
  title: 'Safe: served between two runs',
  what: 'A task cannot starve: between two runs of the other the refill brings the level to where it goes on.',
  why: 'What a run of the other leaves at the least, and what comes until its next start, together reach the level it waits for.',
});

export const inLine: Rule = noteOf('QS105', 'line', {
  title: 'Safe: nobody passes it in line',
  what: 'A task cannot starve: it stands in a line in which nobody passes it, and everybody before it is served.',
  why:
    'Only the first in line takes anything, so the level rises until it suffices for that one, whatever it needs, as long as the ' +
    'supply can hold so much. So the line moves, and only so many stand before the task when it comes.',
});

function noteOf(code: string, why: Safe['why'], help: { title: string } & Pick<Help, 'what' | 'why'>): Rule {
  return {
    code,
    title: help.title,
    severities: ['note'],
    help: { what: help.what, why: help.why, change: 'Nothing: this is good news.', unless: UNLESS },
    find: (evidence) =>
      safeTasks(evidence)
        .filter((safe) => safe.why === why)
        .map((safe) => told(evidence, safe)),
  };
}

function told(evidence: Evidence, safe: Safe): Found {
  const { name, path } = safe.of.spec;
  return {
    severity: 'note',
    message: `${name} cannot starve: ${because(evidence, safe)}`,
    path,
    task: safe.of.task,
    claim: 'live',
  };
}

/** For the ask with the least to spare. */
function enough(evidence: Evidence, of: Surveyed): string {
  const { model } = evidence;
  const parts = of.asks.flatMap((ask) => {
    const taken = takenMeanwhile(evidence, of, ask);
    return taken === undefined ? [] : [{ ask, taken }];
  });
  const { ask, taken } = parts.toSorted((left, right) => compare(right.taken, left.taken))[0]!;
  const supply = model.supplies[ask.supply]!;
  if (taken.numerator === 0n) return `while it waits nobody else takes of ${supply.name}`;
  const perDay = (perMs: Rational): string => shortNumber((toNumber(perMs) * DAY_MS) / supply.grainsPerToken);
  const comes = perDay(ratePerMs(refillOf(supply)!));
  return `while it waits the others take at most ${perDay(taken)} of ${supply.name} a day, and ${comes} come`;
}

function because(evidence: Evidence, safe: Safe): string {
  const { model } = evidence;
  switch (safe.why) {
    case 'comes':
      return enough(evidence, safe.of);
    case 'left':
      return 'all others leave at least what it needs';
    case 'line': {
      const { model } = evidence;
      const names = [...new Set(safe.of.asks.map(({ supply }) => supply))]
        .filter((supply) => model.supplies[supply]!.turn !== undefined)
        .map((supply) => model.supplies[supply]!.name);
      return `nobody passes it in the line of ${listText(names)}, and a level comes for each that stands before it`;
    }
    case 'turn': {
      const { peer, threshold, apart } = safe.saw;
      const supply = model.supplies[peer.supply]!;
      return `beside ${peer.of.spec.name} it sees ${supply.name} at ${tokensText(supply, threshold - apart)} or more, again and again`;
    }
    case 'between': {
      const { other } = safe;
      const supply = model.supplies[other.supply]!;
      const left = tokensText(supply, other.take.leaves);
      return `${other.of.spec.name} leaves at least ${left} of ${supply.name}, and the refill brings what it needs before the next start`;
    }
  }
}
