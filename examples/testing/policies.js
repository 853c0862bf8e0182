// Three tries at "jobs that share an API take turns": the first two are wrong, the third is right.
import { definePolicy } from 'quotasim';

const level = { name: 'level', unit: 'level', minimum: 0, describe: 'tokens there must be' };
const tooFew = (untilGrains) => ({ kind: 'wait', untilGrains, because: 'too few tokens' });
const notItsTurn = { kind: 'wait', untilGrains: Infinity, because: 'it is the turn of another' };

/** Wrong: lets whoever waits go first. Two that are so polite wait for each other for ever. */
export const polite = definePolicy({
  family: 'admission',
  name: 'polite',
  describe: 'goes on from one level up, unless another task waits',
  together: true,
  options: [level],
  create: ({ level }) => ({
    seesWaiting: true,
    memory: [],
    admit({ levelGrains, user, waiting }) {
      if (levelGrains < level) return tooFew(level);
      return waiting.some((runs, other) => other !== user && runs > 0) ? notItsTurn : { kind: 'go' };
    },
  }),
});

/** Wrong: whoever went last lets the others go first. Right for two tasks; of three, two can take turns without the third. */
export const alternate = definePolicy({
  family: 'admission',
  name: 'alternate',
  describe: 'goes on from one level up, not twice in a row while another task waits',
  together: true,
  options: [level],
  create: ({ level }, users) => ({
    seesWaiting: true,
    memory: [{ name: 'last', low: 0, high: users - 1 }],
    admit({ levelGrains, user, waiting }, [last]) {
      if (levelGrains < level) return tooFew(level);
      const othersWait = waiting.some((runs, other) => other !== user && runs > 0);
      return user === last && othersWait ? notItsTurn : { kind: 'go' };
    },
    remember: ({ user }, [last], wentOn) => [wentOn ? user : last],
  }),
});

/** Right: the turn goes round, and passes over those that do not wait. */
export const round = definePolicy({
  family: 'admission',
  name: 'round',
  describe: 'goes on from one level up, the waiting tasks in turn',
  together: true,
  options: [level],
  create: ({ level }, users) => ({
    seesWaiting: true,
    memory: [{ name: 'last', low: 0, high: users - 1 }],
    admit({ levelGrains, user, waiting }, [last]) {
      if (levelGrains < level) return tooFew(level);
      for (let next = (last + 1) % users; next !== user; next = (next + 1) % users) {
        if (waiting[next] > 0) return notItsTurn;
      }
      return { kind: 'go' };
    },
    remember: ({ user }, [last], wentOn) => [wentOn ? user : last],
  }),
});
