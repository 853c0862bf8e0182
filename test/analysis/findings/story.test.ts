/** The story in its variants: what the rules say of each known answer, and of the scenarios that are shipped. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { claimsByRule } from '../../../src/analysis/findings/claims.ts';
import { lint } from '../../../src/analysis/findings/lint.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import { formOf, KNOWN_ROWS, TRAP } from '../../verify/rules-table.ts';
import { twin } from '../../verify/twin.ts';
import { scenarioText, type TwoTasks } from '../../verify/two-tasks.ts';

/** "QS005 starved" by task. */
function claimsOf(form: TwoTasks): Record<string, string> {
  const { model } = loadScenario(scenarioText(form), { file: 'story.yaml' }).worlds[0]!;
  return Object.fromEntries(
    claimsByRule(model).map(({ task, claim, code }) => [model.tasks[task]!.name, `${code} ${claim}`]),
  );
}

describe('the rules', () => {
  it.each(KNOWN_ROWS)('contradict no known answer: $setting, debt $debt, $belowGate', (row) => {
    const { setting, debt, belowGate } = row;
    for (const batch of [20, 40]) {
      for (const [task, said] of Object.entries(claimsOf(formOf(setting, { debt, belowGate, batch })))) {
        const known = row[task as 'backfiller' | 'upserter'].claim;
        const claim = said.split(' ')[1];
        expect({ task, right: claim === known || (claim === 'starvable' && known === 'starved') }).toEqual({
          task,
          right: true,
        });
      }
    }
  });

  it.each([
    {
      when: 'before, skipped',
      form: formOf('before'),
      says: { backfiller: 'QS003 starvable', upserter: 'QS103 live' },
    },
    {
      when: 'before, waiting',
      form: formOf('before', { belowGate: 'wait' }),
      says: { backfiller: 'QS004 starved', upserter: 'QS101 live' },
    },
    { when: 'after, skipped', form: formOf('after'), says: { backfiller: 'QS101 live', upserter: 'QS006 starvable' } },
    {
      when: 'after, waiting',
      form: formOf('after', { belowGate: 'wait' }),
      says: { backfiller: 'QS101 live', upserter: 'QS006 starvable' },
    },
    {
      when: '80 kept, batches of 20',
      form: formOf('kept80', { batch: 20 }),
      says: { backfiller: 'QS101 live', upserter: 'QS102 live' },
    },
    {
      when: '80 kept, batches of 40, skipped',
      form: formOf('kept80'),
      says: { backfiller: 'QS101 live', upserter: 'QS103 live' },
    },
    {
      when: '80 kept, batches of 40, waiting',
      form: formOf('kept80', { belowGate: 'wait' }),
      says: { backfiller: 'QS101 live', upserter: 'QS101 live' },
    },
  ])('say $says of the settings $when', ({ form, says }) => {
    expect(claimsOf(form)).toEqual(says);
  });

  it.each(['skip', 'wait'] as const)(
    'find thresholds up to 54 starvable or worse, and from 55 on both safe (%s)',
    (belowGate) => {
      const upserter = (threshold: number) => claimsOf(formOf('after', { threshold, belowGate })).upserter;
      for (const threshold of [46, 50, 54]) expect(upserter(threshold)).toBe('QS006 starvable');
      for (const threshold of [55, 80, 296]) {
        expect(claimsOf(formOf('after', { threshold, belowGate }))).toMatchObject({
          backfiller: 'QS101 live',
          upserter: expect.stringMatching(/live$/),
        });
      }
      expect(claimsOf(formOf('after', { threshold: 301, belowGate })).backfiller).toBe('QS001 starved');
    },
  );

  it('are not taken in by a coarse grid', () => {
    expect(claimsOf(TRAP.twelveSeconds).upserter).toBe('QS006 starvable');
    expect(claimsOf(TRAP.minutes).upserter).not.toBe('QS006 starvable');
  });
});

// A level that stops at zero pays what is missing, so a task that is skipped may miss start after start beside small batches:
// that it takes more than comes does not mean that nothing else is ever served.
it.each([
  { belowGate: 'skip', known: 'starvable', says: undefined },
  { belowGate: 'wait', known: 'starved', says: 'QS004 starved' },
] as const)('say $says of a floor at zero ($belowGate), where the twin finds $known', ({ belowGate, known, says }) => {
  const floor = { threshold: 11, batch: 8, gate: 10, costs: [11], period: 10, refill: 1, capacity: 30 };
  const form = formOf('after', { ...floor, debt: 'clamp', belowGate });
  expect([twin(form).backfiller.claim, claimsOf(form).backfiller]).toEqual([known, says]);
});

describe('the shipped scenarios', () => {
  const files = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));
  const found = Object.fromEntries(
    files.map((file) => {
      const { worlds } = lint(loadScenario(readFileSync(`scenarios/${file}`, 'utf8'), { file }));
      const codes = worlds.map(({ findings }) =>
        findings.map(({ code, task }) => (task === undefined ? code : `${code} ${task}`)),
      );
      return [file, codes];
    }),
  );

  it('have these findings, world by world', () => {
    expect(found).toMatchInlineSnapshot(`
      {
        "backlog-grows.yaml": [
          [
            "QS031 lookup",
          ],
        ],
        "backlog-kept-down.yaml": [
          [],
        ],
        "keepa-after.yaml": [
          [
            "QS006 upserter",
            "QS101 backfiller",
          ],
        ],
        "keepa-before.yaml": [
          [
            "QS002",
            "QS004 backfiller",
            "QS101 upserter",
          ],
        ],
        "keepa-kept-80.yaml": [
          [
            "QS101 upserter",
            "QS101 backfiller",
          ],
        ],
        "keepa-polls.yaml": [
          [
            "QS101 backfiller",
          ],
          [
            "QS015 upserter",
            "QS015 backfiller",
          ],
        ],
        "mm1.yaml": [
          [],
        ],
        "prod.yaml": [
          [
            "QS101 upserter",
            "QS101 backfiller",
          ],
        ],
      }
    `);
  });
});
