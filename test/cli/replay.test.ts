/** `sim replay SCRIPT`: a counterexample is told and checked; what is damaged, or belongs to another scenario, is refused. */
import { describe, expect, it } from 'vitest';
import { scriptText } from '../../src/judge/script/script-file.ts';
import { sim } from './io.ts';
import { keepaBefore } from './scenario.ts';

const SCRIPT = 'reports/keepa/backfiller.script.json';

const written = new Map<string, Promise<string>>();

/** The script that `sim verify` writes for these words: most tests begin with the same one, which is made once. */
function scriptOf(words: readonly string[] = [], scenario = keepaBefore): Promise<string> {
  const key = JSON.stringify([words, scenario]);
  const script = written.get(key) ?? writeScript(words, { 'keepa.yaml': scenario });
  written.set(key, script);
  return script;
}

async function writeScript(words: readonly string[], files: Readonly<Record<string, string>>): Promise<string> {
  const { written } = await sim(['verify', 'keepa.yaml', ...words], { files });
  const { result, source } = written[0]!;
  return scriptText(result.counterexamples!.at(-1)!, {
    ...source,
    scenarioFile: '../../keepa.yaml',
    horizon: source.horizon,
  });
}

/** Replays a script beside a scenario. */
async function replayed(script: string, words: readonly string[] = [], scenario = keepaBefore) {
  return sim(['replay', SCRIPT, ...words], { files: { [SCRIPT]: script, 'keepa.yaml': scenario } });
}

describe('sim replay SCRIPT', () => {
  it('tells the run with its cycle and the goals it breaks, and confirms it', async () => {
    const { exit, out, err } = await replayed(await scriptOf());
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      CONFIRMED  reports/keepa/backfiller.script.json

      Says      backfiller waits for ever for keepa to reach 80: every 1 h upserter
                takes 300 of it in 5 goes, each at 50.
      Violates  backfiller never starves
                backfiller progress within 2 h
      Scenario  keepa.yaml, model d7c8cea5c695c92c

      00:00  keepa 0    upserter starts; backfiller starts; upserter waits for keepa
                        to reach 50; backfiller waits for keepa to reach 80
      for ever, every 1 h:
      00:10  keepa −10  upserter is due, and skipped because its run is still busy;
                        upserter takes 60 of keepa (50 -> −10), makes progress and
                        ends
      00:20  keepa 40   upserter starts and waits for keepa to reach 50
      00:22  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress and
                        ends
      00:30  keepa 30   upserter starts and waits for keepa to reach 50
      00:34  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress and
                        ends
      00:40  keepa 20   upserter starts and waits for keepa to reach 50
      00:46  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress and
                        ends
      00:50  keepa 10   upserter starts and waits for keepa to reach 50
      00:58  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress and
                        ends
      01:00  keepa 0    upserter starts and waits for keepa to reach 50
      "
    `);
  });

  it('prints the same as JSON', async () => {
    const { exit, out } = await replayed(await scriptOf(), ['--json']);
    const json = JSON.parse(out) as Record<string, unknown>;
    expect(exit).toBe(0);
    expect(json).toMatchObject({
      confirmed: true,
      script: SCRIPT,
      scenario: 'keepa.yaml',
      shows: { kind: 'starvation', task: 'backfiller' },
      violates: ['backfiller never starves', 'backfiller progress within 2 h'],
      cycle: { fromMs: 0, durationMs: 3_600_000 },
    });
  });

  it('takes the settings with which the script was made', async () => {
    const script = await scriptOf(['--set', 'UPSERT_COST=70', '--horizon', '2h']);
    expect(script).toContain('"set": {"UPSERT_COST":"70"},\n  "horizon": "2h",');
    expect((await replayed(script)).exit).toBe(0);
  });

  it('finds a scenario that was moved by --scenario', async () => {
    const files = { 'odd.script.json': await scriptOf(), 'elsewhere/keepa.yaml': keepaBefore };
    const lost = await sim(['replay', 'odd.script.json'], { files });
    expect([lost.exit, lost.err]).toEqual([2, '../../keepa.yaml: no such file\n']);
    const found = await sim(['replay', 'odd.script.json', '--scenario', 'elsewhere/keepa.yaml'], { files });
    expect(found.exit).toBe(0);
  });

  it('refuses a scenario that has changed since, with exit 2', async () => {
    const { exit, out, err } = await replayed(await scriptOf(), [], keepaBefore.replace('value: 80', 'value: 75'));
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(
      /^reports\/keepa\/backfiller\.script\.json: it was written for another scenario than keepa\.yaml is now\n {2}model [0-9a-f]{16} in the script, [0-9a-f]{16} in the scenario: it has changed since, or is another file\n$/,
    );
  });

  it('plays in its own world, and refuses a scenario without it', async () => {
    const unsure = keepaBefore.replace('POLL_COST: 0', 'POLL_COST: { unsure: [0, 1] }');
    const script = await scriptOf([], unsure);
    expect(script).toContain('"world": {"POLL_COST":"1"}');
    expect((await replayed(script, [], unsure)).exit).toBe(0);
    expect((await replayed(script)).err).toBe(
      `${SCRIPT}: it plays in the world POLL_COST 1, which keepa.yaml does not have\n`,
    );
  });
});

describe('a script that does not do what it says', () => {
  it.each([
    {
      what: 'another choice than the engine asks for',
      change: ['"choices":[]}', '"choices":[{"turn":"nobody","index":0}]}'],
      step: 1,
    },
    { what: 'another time', change: ['"afterMs":600000', '"afterMs":540000'], step: 1 },
    { what: 'another level', change: ['"levels":{"keepa":-10}', '"levels":{"keepa":-11}'], step: 1 },
    { what: 'a cycle that does not close', change: ['"cycleFrom": 1', '"cycleFrom": 2'] },
    { what: 'a task that is well', change: ['"task":"backfiller"', '"task":"upserter"'] },
    { what: 'a task that there is not', change: ['"task":"backfiller"', '"task":"nobody"'] },
  ])('$what: exit 1', async ({ change, step }) => {
    const [from, to] = change as [string, string];
    const script = await scriptOf();
    expect(script).toContain(from);
    const { exit, out } = await replayed(script.replace(from, to), ['--json']);
    const json = JSON.parse(out) as { confirmed: boolean; step?: number; reason: string };
    expect([exit, json.confirmed, json.step]).toEqual([1, false, step]);
  });

  it.each([
    { from: 'reach 80', to: 'reach 90', differs: '"90:" where its run shows "80:"' },
    { from: 'takes 300 of it', to: 'takes 25 of it', differs: '"25" where its run shows "300"' },
    { from: 'for ever', to: 'a while', differs: '"a while" where its run shows "for ever"' },
    { from: ', each at 50', to: '', differs: '"goes" where its run shows "goes, each at 50"' },
    { from: 'each at 50', to: 'each at 50 or so', differs: '"or so" where its run shows nothing' },
  ])('says $to instead of $from: exit 1, and the words that differ', async ({ from, to, differs }) => {
    const script = await scriptOf();
    const { exit, out } = await replayed(script.replace(from, to), ['--json']);
    const json = JSON.parse(out) as { confirmed: boolean; reason: string; violates: string[] };
    expect(exit).toBe(1);
    expect(json).toMatchObject({ confirmed: false, reason: `its sentence has ${differs}`, violates: [] });
  });

  it('is not confirmed in the words of another version, and that is said', async () => {
    const script = (await scriptOf()).replace(/"quotasim": "[^"]*"/, '"quotasim": "0.0.1"');
    expect((await replayed(script)).exit).toBe(0);
    const { exit, out } = await replayed(script.replace('in 5 goes', 'five times'), ['--json']);
    expect(exit).toBe(1);
    expect((JSON.parse(out) as { reason: string }).reason).toMatch(
      /; it was written by quotasim 0\.0\.1, whose words may have been others$/,
    );
  });

  it('is refuted with the reason', async () => {
    const { exit, out } = await replayed(
      (await scriptOf()).replace('"levels":{"keepa":-10}', '"levels":{"keepa":-11}'),
    );
    expect(exit).toBe(1);
    expect(out.split('\n').slice(0, 6).join('\n')).toMatchInlineSnapshot(`
      "REFUTED  reports/keepa/backfiller.script.json

      Says      backfiller waits for ever for keepa to reach 80: every 1 h upserter
                takes 300 of it in 5 goes, each at 50.
      But       step 1: keepa stands at -10, not -11.
      Scenario  keepa.yaml, model d7c8cea5c695c92c"
    `);
  });
});

describe('a damaged script', () => {
  it.each([
    { what: 'nothing', damage: () => '' },
    { what: 'half of it', damage: (text: string) => text.slice(0, text.length / 2) },
    { what: 'no JSON', damage: () => 'once upon a time\n' },
    { what: 'a list', damage: () => '[]' },
    { what: 'an unknown key', damage: (text: string) => text.replace('"says"', '"said"') },
    { what: 'another version', damage: (text: string) => text.replace('"quotasimScript": 1', '"quotasimScript": 2') },
    { what: 'a negative time', damage: (text: string) => text.replace('"afterMs":600000', '"afterMs":-1') },
    { what: 'an absolute path', damage: (text: string) => text.replace('../../keepa', '/etc/keepa') },
    { what: 'a cycle beyond its end', damage: (text: string) => text.replace('"cycleFrom": 1', '"cycleFrom": 99') },
    { what: 'a claim of no kind', damage: (text: string) => text.replace('"kind":"starvation"', '"kind":"boredom"') },
  ])('of $what is refused with its place, and exit 2', async ({ damage }) => {
    const script = await scriptOf();
    const damaged = damage(script);
    expect(damaged).not.toBe(script);
    const { exit, out, err } = await replayed(damaged);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^reports\/keepa\/backfiller\.script\.json:\d+:\d+ not_(json|a_script)\n {2}\S/);
    expect(err).not.toMatch(/\n\s+at |Error:/);
  });

  it('is shown with a caret', async () => {
    const { err } = await replayed((await scriptOf()).replace('"afterMs":600000', '"afterMs":"soon"'));
    expect(`\n${err}`).toMatchInlineSnapshot(`
      "
      reports/keepa/backfiller.script.json:15:16 not_a_script
        steps[1].afterMs: Invalid input: expected number, received string
        15 |     {"afterMs":"soon","levels":{"keepa":-10},"choices":[]},
                            ^
      "
    `);
  });

  it('that is not there is refused', async () => {
    expect((await sim(['replay', 'none.script.json'])).err).toBe('none.script.json: no such file\n');
  });
});
