// A policy of one's own: from one level up, and at most so many times in a row while another task waits.
import { definePolicy } from 'quotasim';

export const turns = definePolicy({
  family: 'admission',
  name: 'turns',
  describe: 'goes on from one level up, at most so many times in a row while another task waits',
  together: true,
  options: [
    { name: 'level', unit: 'level', minimum: 0, describe: 'tokens there must be' },
    { name: 'most', unit: 'count', minimum: 1, describe: 'times in a row' },
  ],
  create: ({ level, most }, users) => ({
    seesWaiting: true,
    // All it knows beside what it is shown: who went on last, and how often in a row.
    memory: [
      { name: 'last', low: 0, high: users - 1 },
      { name: 'times', low: 0, high: most },
    ],
    admit({ levelGrains, user, waiting }, [last, times]) {
      if (levelGrains < level) return { kind: 'wait', untilGrains: level, because: 'too few tokens' };
      const othersWait = waiting.some((runs, other) => other !== user && runs > 0);
      const hadItsTurns = user === last && times >= most;
      if (othersWait && hadItsTurns) return { kind: 'wait', untilGrains: Infinity, because: 'it had its turns' };
      return { kind: 'go' };
    },
    remember({ user }, [last, times], wentOn) {
      if (!wentOn) return [last, times];
      return user === last ? [last, Math.min(times + 1, most)] : [user, 1];
    },
  }),
});
