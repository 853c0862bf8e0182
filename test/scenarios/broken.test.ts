/** Broken documents, and every word their author is told. */
import { describe, expect, it } from 'vitest';
import { refusal, told } from './refusal.ts';
import { broken, VALID } from './valid.ts';

/** Nine levels of nine aliases each: 400 million values from 400 bytes. */
function bomb(): string {
  const lines = ['a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]'];
  for (let n = 1; n < 9; n++)
    lines.push(
      `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\n`;
}

describe('a broken document', () => {
  it('refuses bad indentation', () => {
    expect(told(broken('    whenBusy: skip', '   whenBusy: skip'))).toMatchInlineSnapshot(`
      "
      broken.yaml:15:1 not_yaml
        not valid YAML: All mapping items must start at the same column
        15 |    whenBusy: skip
             ^
      "
    `);
  });

  it('refuses an unknown key', () => {
    expect(told(broken('debt: unlimited', 'debt: unlimited, size: 3'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:80 unknown_key
        supplies.keepa: unknown key "size"; known here: model, refill, capacity, debt, changes, initial, turn, lockout, refused, counts, unit
        9 |   keepa: { model: token-bucket, refill: 5/min, capacity: 300, debt: unlimited, size: 3 }
                                                                                           ^
      "
    `);
  });

  it('refuses a typo in a key', () => {
    expect(told(broken('whenBusy: skip', 'whenbsy: skip'))).toMatchInlineSnapshot(`
      "
      broken.yaml:15:5 unknown_key
        tasks.upserter: unknown key "whenbsy" (did you mean "whenBusy"?); known here: preset, trigger, whenBusy, catchUp, priority, copies, pool, keepsSlot, timeLimit, expires, delivery, retry, crashes, steps
        15 |     whenbsy: skip
                 ^
      "
    `);
  });

  it('refuses a typo in a verb', () => {
    expect(told(broken('- spend:', '- spnd:'))).toMatchInlineSnapshot(`
      "
      broken.yaml:18:9 unknown_key
        tasks.upserter.steps[1]: unknown key "spnd" (did you mean "spend"?); known here: acquire, release, await, spend, take, emit, call, work, progress, crash, repeat
        18 |       - spnd: { keepa: $COST }
                     ^
      "
    `);
  });

  it('refuses a typo in a word', () => {
    expect(told(broken('- progress', '- progres'))).toMatchInlineSnapshot(`
      "
      broken.yaml:19:9 wrong_kind
        tasks.upserter.steps[2] must be progress, stop, fail, crash or a map with one verb, received "progres" (did you mean "progress"?)
        19 |       - progres
                     ^
      "
    `);
  });

  it('refuses a missing unit', () => {
    expect(told(broken('every: 15m', 'every: 15'))).toMatchInlineSnapshot(`
      "
      broken.yaml:14:23 needs_unit
        tasks.upserter.trigger.every must be a duration such as 30s, 15m or 1h30m, received the bare number 15
        14 |     trigger: { every: 15, offset: any }
                                   ^
      "
    `);
  });

  it('refuses a unit of somebody else', () => {
    expect(told(broken('every: 15m', 'every: 15min'))).toMatchInlineSnapshot(`
      "
      broken.yaml:14:23 unknown_unit
        tasks.upserter.trigger.every: "15min" has no known unit (ms s m h d, /s /min /h /d, %) (did you mean "15m"?)
        14 |     trigger: { every: 15min, offset: any }
                                   ^
      "
    `);
  });

  it('refuses a negative rate', () => {
    expect(told(broken('refill: 5/min', 'refill: -5/min'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:41 too_small
        supplies.keepa.refill must be at least 0/s, received -5/min
        9 |   keepa: { model: token-bucket, refill: -5/min, capacity: 300, debt: unlimited }
                                                    ^
      "
    `);
  });

  it('refuses a capacity below 0', () => {
    expect(told(broken('capacity: 300', 'capacity: -300'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:58 not_above
        supplies.keepa.capacity must be above 0, received -300
        9 |   keepa: { model: token-bucket, refill: 5/min, capacity: -300, debt: unlimited }
                                                                     ^
      "
    `);
  });

  it('refuses cron nonsense', () => {
    expect(told(broken('{ every: 15m, offset: any }', '{ cron: "61 * * * *" }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:14:16 no_start
        tasks.upserter.trigger.cron needs a \`start\` date at the top of the scenario: cron counts from a date
        14 |     trigger: { cron: "61 * * * *" }
                            ^

      broken.yaml:14:22 bad_cron
        tasks.upserter.trigger.cron is no cron pattern (minute hour day month weekday): Invalid value for minute: 61
        14 |     trigger: { cron: "61 * * * *" }
                                  ^
      "
    `);
  });

  it('refuses an unknown parameter', () => {
    expect(told(broken('$GATE', '$GATES'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:25 unknown_name
        tasks.upserter.steps[0].await.keepa: there is no parameter or fact "GATES" (did you mean "GATE"?); known: COST, GATE
        17 |       - await: { keepa: $GATES }
                                     ^
      "
    `);
  });

  it('refuses a cycle of parameters', () => {
    expect(
      told(broken('{ value: 50, range: [5, 150] }', '$LOW * 2\n  LOW: min($HIGH, 10)\n  HIGH: $GATE + 1')),
    ).toMatchInlineSnapshot(`
      "
      broken.yaml:5:9 cycle
        parameters.GATE refers to itself: $GATE -> $LOW -> $HIGH -> $GATE
        5 |   GATE: $LOW * 2
                    ^
      "
    `);
  });

  it('refuses a duplicate key', () => {
    expect(told(broken('title: Two jobs', 'title: Two jobs\nhorizon: 1d'))).toMatchInlineSnapshot(`
      "
      broken.yaml:4:1 duplicate_key
        the key "horizon" is given twice
        4 | horizon: 7d
            ^
      "
    `);
  });

  it('refuses an alias bomb', () => {
    expect(told(bomb())).toMatchInlineSnapshot(`
      "
      broken.yaml:6:9 alias_bomb
        the aliases of this document expand to more than 100000 values
        6 | a5: &a5 [*a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4]
                    ^
      "
    `);
  });

  it('refuses an anchor inside itself', () => {
    expect(told('quotasim: &a { x: *a }')).toMatchInlineSnapshot(`
      "
      broken.yaml:1:19 alias_of_itself
        the anchor "&a" contains itself
        1 | quotasim: &a { x: *a }
                              ^
      "
    `);
  });

  it('refuses an alias of nothing', () => {
    expect(told(broken('$GATE', '*gate'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:25 unknown_alias
        there is no anchor "&gate" above this alias
        17 |       - await: { keepa: *gate }
                                     ^
      "
    `);
  });

  it('refuses an empty file', () => {
    expect(told('')).toMatchInlineSnapshot(`
      "
      broken.yaml:1:1 empty
        the file is empty; a scenario needs at least \`quotasim: 1\`, \`horizon\` and \`tasks\`
        1 | 
            ^
      "
    `);
  });

  it('refuses a file with only comments', () => {
    expect(told('# nothing\n\n')).toMatchInlineSnapshot(`
      "
      broken.yaml:1:1 empty
        the file is empty; a scenario needs at least \`quotasim: 1\`, \`horizon\` and \`tasks\`
        1 | # nothing
            ^
      "
    `);
  });

  it('refuses a binary file', () => {
    expect(told('\u0089PNG\r\n\u001a\n\u0000\u0000')).toMatchInlineSnapshot(`
      "
      broken.yaml:2:1 binary
        this is not a text: it contains a character that no text file may contain
        2 | ·
            ^
      "
    `);
  });

  it('refuses a list', () => {
    expect(told('- a\n- b\n')).toMatchInlineSnapshot(`
      "
      broken.yaml:1:1 wrong_kind
        the scenario must be a map, received a list
        1 | - a
            ^
      "
    `);
  });

  it('refuses a single word', () => {
    expect(told('quotasim')).toMatchInlineSnapshot(`
      "
      broken.yaml:1:1 wrong_kind
        the scenario must be a map, received "quotasim"
        1 | quotasim
            ^
      "
    `);
  });

  it('refuses nesting without end', () => {
    expect(told('['.repeat(5000))).toMatchInlineSnapshot(`
      "
      broken.yaml:1:65 too_deep
        nested deeper than 64 levels
        1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
                                                                            ^
      "
    `);
  });

  it('refuses two documents in one', () => {
    expect(told(`${VALID}---\n${VALID}`)).toMatchInlineSnapshot(`
      "
      broken.yaml:22:1 not_yaml
        not valid YAML: there is more than one document in this file
        22 | ---
             ^
      "
    `);
  });

  it('refuses a reference in the title', () => {
    expect(told(broken('Two jobs', 'Two $COST jobs'))).toMatchInlineSnapshot(`
      "
      broken.yaml:2:12 reference_here
        title: $NAME cannot be used here; it can where a number, a duration, a rate or a share is expected
        2 | title: Two $COST jobs
                       ^
      "
    `);
  });

  it('refuses a reference as the name of a supply', () => {
    expect(told(broken('await: { keepa: $GATE }', 'await: { $COST: 50 }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:18 reference_here
        tasks.upserter.steps[0].await.$COST: $NAME cannot be used here; it can where a number, a duration, a rate or a share is expected
        17 |       - await: { $COST: 50 }
                              ^
      "
    `);
  });

  it('refuses a reference in a range', () => {
    expect(told(broken('range: [5, 150]', 'range: [5, $COST]'))).toMatchInlineSnapshot(`
      "
      broken.yaml:5:33 reference_here
        parameters.GATE.range[1]: $NAME cannot be used here; it can where a number, a duration, a rate or a share is expected
        5 |   GATE: { value: 50, range: [5, $COST] }
                                            ^
      "
    `);
  });

  it('refuses a reference to a drawn fact where a fixed value is due', () => {
    expect(told(broken('capacity: 300', 'capacity: 5 * $COST'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:58 must_be_constant
        supplies.keepa.capacity must be fixed, but COST is drawn anew in each run
        9 |   keepa: { model: token-bucket, refill: 5/min, capacity: 5 * $COST, debt: unlimited }
                                                                     ^
      "
    `);
  });

  it('refuses a wait without a supply', () => {
    expect(told(broken('await: { keepa: $GATE }', 'await: { atMost: 5m }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:9 one_supply
        tasks.upserter.steps[0].await needs a supply: await: { NAME: AMOUNT }
        17 |       - await: { atMost: 5m }
                     ^
      "
    `);
  });

  it('refuses a wait for an unknown supply', () => {
    expect(told(broken('await: { keepa: $GATE }', 'await: { kepa: 50 }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:18 unknown_name
        tasks.upserter.steps[0].await.kepa: there is no supply "kepa" (did you mean "keepa"?); known: keepa
        17 |       - await: { kepa: 50 }
                              ^
      "
    `);
  });

  it('refuses a goal for an unknown task', () => {
    expect(told(broken('  upserter: { served: 95% }', '  upsertr: { served: 95% }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:21:3 unknown_name
        goals.upsertr: there is no task, supply or backlog "upsertr" (did you mean "upserter"?); known: upserter, keepa
        21 |   upsertr: { served: 95% }
               ^
      "
    `);
  });

  it('refuses a horizon of 0', () => {
    expect(told(broken('horizon: 7d', 'horizon: 0s'))).toMatchInlineSnapshot(`
      "
      broken.yaml:3:10 not_above
        horizon must be above 0s, received 0s
        3 | horizon: 0s
                     ^
      "
    `);
  });

  it('refuses a bare horizon', () => {
    expect(told(broken('horizon: 7d', 'horizon: 0'))).toMatchInlineSnapshot(`
      "
      broken.yaml:3:10 needs_unit
        horizon must be a duration such as 30s, 15m or 1h30m, received the bare number 0
        3 | horizon: 0
                     ^
      "
    `);
  });

  it('refuses a rate of 1e308', () => {
    expect(told(broken('refill: 5/min', 'refill: 1e308/s'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:41 too_big
        supplies.keepa.refill must be at most 4.503e18/s, received 1e308/s
        9 |   keepa: { model: token-bucket, refill: 1e308/s, capacity: 300, debt: unlimited }
                                                    ^
      "
    `);
  });

  it('refuses an infinite capacity', () => {
    expect(told(broken('capacity: 300', 'capacity: .inf'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:58 wrong_kind
        supplies.keepa.capacity must be a number or an expression, received Infinity
        9 |   keepa: { model: token-bucket, refill: 5/min, capacity: .inf, debt: unlimited }
                                                                     ^
      "
    `);
  });

  it('refuses a call', () => {
    expect(told(broken('$GATE', 'fetch("x")'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:25 no_calls
        tasks.upserter.steps[0].await.keepa: "fetch" cannot be called: expressions know min and max only
        17 |       - await: { keepa: fetch("x") }
                                     ^
      "
    `);
  });

  it('refuses a call of what a name holds', () => {
    expect(told(broken('$GATE', '$GATE(1)'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:25 no_calls
        tasks.upserter.steps[0].await.keepa: "$GATE" cannot be called: expressions know min and max only
        17 |       - await: { keepa: $GATE(1) }
                                     ^
      "
    `);
  });

  it('refuses an index', () => {
    expect(told(broken('$GATE', '"$GATE[0]"'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:31 no_index
        tasks.upserter.steps[0].await.keepa: expressions have no [ ]: write out the one value that is meant
        17 |       - await: { keepa: "$GATE[0]" }
                                           ^
      "
    `);
  });

  it('refuses an assignment', () => {
    expect(told(broken('$GATE', '$GATE = 5'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:31 no_assignment
        tasks.upserter.steps[0].await.keepa: expressions cannot assign or compare: they are + - * / ( ) min max over numbers and $NAMES
        17 |       - await: { keepa: $GATE = 5 }
                                           ^
      "
    `);
  });

  it('refuses a member', () => {
    expect(told(broken('$GATE', '$GATE.constructor'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:30 no_member
        tasks.upserter.steps[0].await.keepa: expressions have no members: a name is $NAME, a number is 0.5
        17 |       - await: { keepa: $GATE.constructor }
                                          ^
      "
    `);
  });

  it('refuses units that do not fit together', () => {
    expect(told(broken('every: 15m', 'every: 15m * 2h'))).toMatchInlineSnapshot(`
      "
      broken.yaml:14:27 unit_mismatch
        tasks.upserter.trigger.every: a duration * a duration has no meaning
        14 |     trigger: { every: 15m * 2h, offset: any }
                                       ^
      "
    `);
  });

  it('refuses a division by zero', () => {
    expect(told(broken('$GATE', '$GATE / 0'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:31 division_by_zero
        tasks.upserter.steps[0].await.keepa: this divides by zero
        17 |       - await: { keepa: $GATE / 0 }
                                           ^
      "
    `);
  });

  it('refuses a missing debt', () => {
    expect(told(broken(', debt: unlimited', ''))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:3 missing_key
        supplies.keepa needs "debt" (none, unlimited, clamp or a number): whether a cost above the level is admitted; it has no default because it changes the verdict
        9 |   keepa: { model: token-bucket, refill: 5/min, capacity: 300 }
              ^
      "
    `);
  });

  it('refuses a missing whenBusy', () => {
    expect(told(broken('    whenBusy: skip\n', ''))).toMatchInlineSnapshot(`
      "
      broken.yaml:13:3 when_busy_missing
        tasks.upserter needs "whenBusy" (skip, queue one, queue all, allow, replace or replace hard): what a start does while a run is still going on; there is no default because it changes the verdict
        13 |   upserter:
               ^
      "
    `);
  });

  it('refuses what is not built yet', () => {
    expect(told(broken('whenBusy: skip', 'whenBusy: skip\n    dispatch: first'))).toMatchInlineSnapshot(`
      "
      broken.yaml:16:5 unknown_key
        tasks.upserter: unknown key "dispatch"; known here: preset, trigger, whenBusy, catchUp, priority, copies, pool, keepsSlot, timeLimit, expires, delivery, retry, crashes, steps
        16 |     dispatch: first
                 ^
      "
    `);
  });

  it('refuses a share without its sign', () => {
    expect(told(broken('95%', '0.95'))).toMatchInlineSnapshot(`
      "
      broken.yaml:21:23 needs_unit
        goals.upserter.served must be a share such as 95%, received the bare number 0.95
        21 |   upserter: { served: 0.95 }
                                   ^
      "
    `);
  });

  it('refuses otherwise without atMost', () => {
    expect(told(broken('{ keepa: $GATE }', '{ keepa: $GATE, otherwise: stop }'))).toMatchInlineSnapshot(`
      "
      broken.yaml:17:32 otherwise_alone
        tasks.upserter.steps[0].await.otherwise says what happens after atMost, which is not given here
        17 |       - await: { keepa: $GATE, otherwise: stop }
                                            ^
      "
    `);
  });

  it('refuses a lock nobody acquires', () => {
    expect(told(broken('- progress', '- release: backfill'))).toMatchInlineSnapshot(`
      "
      broken.yaml:19:18 never_acquired
        tasks.upserter.steps[2].release: this task never acquires "backfill"
        19 |       - release: backfill
                              ^
      "
    `);
  });

  it('refuses amounts without a common grain', () => {
    expect(told(broken('refill: 5/min', 'refill: 0.000000000001/s'))).toMatchInlineSnapshot(`
      "
      broken.yaml:9:3 no_common_grain
        supplies.keepa: no common grain makes all amounts whole (it would take 1000000000000000 grains to a token); write rounder numbers
        9 |   keepa: { model: token-bucket, refill: 0.000000000001/s, capacity: 300, debt: unlimited }
              ^
      "
    `);
  });

  it('refuses a finer start than can be counted', () => {
    expect(told(broken('offset: any', 'offset: { any: 1ms }').replace('15m', '7d'))).toMatchInlineSnapshot(`
      "
      broken.yaml:14:35 too_many_starts
        tasks.upserter.trigger.offset has 604800000 possible starts, at most 10000000 are allowed; set a coarser \`grid\`
        14 |     trigger: { every: 7d, offset: { any: 1ms } }
                                               ^
      "
    `);
  });

  it('refuses a key that means something to JavaScript', () => {
    expect(told(broken('  COST:', '  __proto__:'))).toMatchInlineSnapshot(`
      "
      broken.yaml:7:3 bad_key
        a key must be a plain name
        7 |   __proto__: { choice: [40, 60] }
              ^

      broken.yaml:18:25 unknown_name
        tasks.upserter.steps[1].spend.keepa: there is no parameter or fact "COST"; known: GATE
        18 |       - spend: { keepa: $COST }
                                     ^
      "
    `);
  });
});

describe('several mistakes', () => {
  it('are told all at once, in the order of their places', () => {
    const text = broken('horizon: 7d', 'horizon: 7').replace('capacity: 300', 'capacity: -1').replace('15m', '15');
    expect(told(text)).toMatchInlineSnapshot(`
      "
      broken.yaml:3:10 needs_unit
        horizon must be a duration such as 30s, 15m or 1h30m, received the bare number 7
        3 | horizon: 7
                     ^

      broken.yaml:9:58 not_above
        supplies.keepa.capacity must be above 0, received -1
        9 |   keepa: { model: token-bucket, refill: 5/min, capacity: -1, debt: unlimited }
                                                                     ^

      broken.yaml:14:23 needs_unit
        tasks.upserter.trigger.every must be a duration such as 30s, 15m or 1h30m, received the bare number 15
        14 |     trigger: { every: 15, offset: any }
                                   ^
      "
    `);
  });

  it('do not hide each other, whether they are of shape or of meaning', () => {
    const text = broken('- await: { keepa: $GATE }', '- awiat: { keepa: 5 }').replace('$COST', '$COTS');
    expect(refusal(text).issues.map(({ code, line, column }) => `${line}:${column} ${code}`)).toMatchInlineSnapshot(`
      [
        "17:9 unknown_key",
        "18:25 unknown_name",
      ]
    `);
  });

  it('are said once, however many worlds they are in', () => {
    const text = broken('debt: unlimited', 'debt: { unsure: [none, clamp] }').replace('$GATE', '$GATES');
    expect(refusal(text).issues).toHaveLength(1);
  });
});

describe('a setting from outside', () => {
  it('is refused with the setting in the picture', () => {
    expect(told(VALID, { set: { GATES: '55' } })).toMatchInlineSnapshot(`
      "
      --set:1:1 not_settable
        there is no parameter or fact "GATES" (did you mean "GATE"?); known: GATE, COST, supplies.keepa.debt, tasks.upserter.whenBusy, order
        --set GATES=55
              ^
      "
    `);
    expect(told(VALID, { set: { GATE: '500' } })).toMatchInlineSnapshot(`
      "
      --set:1:6 too_big
        parameters.GATE.value must be at most 150, received 500
        --set GATE=500
                   ^
      "
    `);
    expect(told(VALID, { set: { GATE: '[1' } })).toMatchInlineSnapshot(`
      "
      --set:1:8 not_yaml
        not valid YAML: Flow sequence must end with a ]
        --set GATE=[1
                     ^
      "
    `);
    expect(told(VALID, { set: { 'supplies.keepa.debt': 'unlimted' } })).toMatchInlineSnapshot(`
      "
      --set:1:21 wrong_kind
        supplies.keepa.debt must be none, unlimited, clamp or a number, received "unlimted" (did you mean "unlimited"?)
        --set supplies.keepa.debt=unlimted
                                  ^
      "
    `);
    // Who refers to a value of the wrong unit is not to blame.
    const used = VALID.replace(
      /^tasks:\n/m,
      'tasks:\n  often:\n    trigger: { every: $EVERY }\n    whenBusy: skip\n    steps: [ progress ]\n',
    );
    const unit = told(used.replace(/^parameters:\n/m, 'parameters:\n  EVERY: { value: 15m, oneOf: [5m, 15m] }\n'), {
      set: { EVERY: '15' },
    });
    expect(used).toContain('$EVERY');
    expect(unit.match(/needs_unit|wrong_unit/g)).toEqual(['needs_unit']);
    expect(told(VALID, { horizon: '7' })).toMatchInlineSnapshot(`
      "
      --horizon:1:1 needs_unit
        horizon must be a duration such as 30s, 15m or 1h30m, received the bare number 7
        --horizon 7
                  ^
      "
    `);
  });
});
