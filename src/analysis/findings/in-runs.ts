/**
 * QS901 and up: what runs, and not the settings, show. They are found while simulating and exploring.
 *
 * @module
 */
import type { Rule } from './finding.ts';

export const eventsMax: Rule = {
  code: 'QS901',
  title: 'A run was stopped by a limit',
  severities: ['warning'],
  help: {
    what: 'A simulated run had more events than the limit, and was stopped before its horizon.',
    why: 'What it showed until then is not enough to judge goals by: they are unknown, never met.',
    change: 'Shorten the horizon, or raise `eventsMax` of `simulate`.',
    unless: 'It says nothing about the system: only that there is too much of it for so long a run.',
  },
};

export const endlessInstant: Rule = {
  code: 'QS902',
  title: 'An instant that does not end',
  severities: ['error'],
  help: {
    what: 'A run went through 10,000 operations at one instant, and there was no crowd to need them; or exploration found an instant that never ends.',
    why: 'Time does not pass any more, so nothing else ever happens: no task is proved safe, and no goal is met.',
    change: 'Give the loop some `work` or a wait; QS016 finds the usual cases without a run.',
    unless:
      'Thousands of starts that are due at once are no loop: each run and each start that waits may do 1,000 operations more. ' +
      'A `repeat` of very many tiny spends at one instant looks the same as a loop.',
  },
};

export const almostSafe: Rule = {
  code: 'QS903',
  title: 'Starving with probability 0',
  severities: ['warning'],
  help: {
    what: 'A task can starve, but only by draws that turn out badly for ever, whoever has the turns.',
    why: 'That has probability 0: the task progresses again and again. Yet no wait of it has a bound.',
    change:
      'Nothing, if a long wait now and then does no harm. Otherwise set `progressWithin`, or keep the draws that starve it apart from it: a higher threshold, a smaller largest cost.',
    unless:
      'It rests on draws being independent and having the chances that are written. `--require proof`, or `neverStarves: true` among the goals, makes it count.',
  },
};

export const noSteadyState: Rule = {
  code: 'QS904',
  title: 'No steady state',
  severities: ['warning'],
  help: {
    what: 'A warm-up was left to the runs (`warmup: auto`), and MSER-5 found that the last half of them is still on its way.',
    why: 'What is measured is then of a beginning: shares, rates, latencies and ages are unknown, never met.',
    change: 'See whether a queue or a level grows for ever; else give a longer horizon, or a `warmup` of your own.',
    unless: 'Rare and large swings look the same where a run holds only a few of them.',
  },
};

export const deadlock: Rule = {
  code: 'QS905',
  title: 'A deadlock that a run came into',
  severities: ['error'],
  help: {
    what: 'Runs wait for permits or slots that only they themselves hold, or that a run which crashed has left behind, so that none of them can ever go on.',
    why:
      'What has closed stays closed: the tasks whose runs are caught make no progress any more, and who needs what they hold ' +
      'is caught behind them. The message says who holds what since when, and what each waits for.',
    change:
      'Take the locks in one order everywhere, give the first back before waiting for the second, wait `atMost` so long, or give ' +
      'the lock a lease, which also ends what a crash leaves behind. Where a pool is filled by runs that wait, give it a slot for ' +
      'who would set them free.',
    unless:
      'It is never said of a run that could still go on: a wait with an end, a lease or a free slot is no deadlock.',
  },
};

export const thrownAway: Rule = {
  code: 'QS906',
  title: 'Items that are all thrown away',
  severities: ['warning'],
  help: {
    what: 'Items came into a backlog, and in all runs each of them was thrown away as too old before anybody did it.',
    why:
      'A task whose backlog is empty has nothing to do, and that is no wait, however the backlog came to be empty. So a task that comes ' +
      'just after each pruning is never late and never does anything: its goals about waiting are met, and the work is lost.',
    change: 'Take the items before they are too old: start the task more often, or raise `expires.after`.',
    unless: 'It is said of what runs showed. A goal `doneBy` of the backlog counts what was thrown away as never done.',
  },
};
