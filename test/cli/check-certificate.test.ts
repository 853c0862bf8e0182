/** `sim verify --certificate` and `sim check-certificate`: a proof as a file, checked, and refused where it is none. */
import { describe, expect, it } from 'vitest';
import { sim } from './io.ts';
import { keepaBefore } from './scenario.ts';

const PROOF = 'proofs/keepa.json';

async function written(words: readonly string[] = [], scenario = keepaBefore) {
  const call = ['verify', 'keepa.yaml', '--no-neighbours', '--replications', '1', '--certificate', PROOF];
  return sim([...call, ...words], { files: { 'keepa.yaml': scenario } });
}

async function checked(proof: string, words: readonly string[] = [], scenario = keepaBefore) {
  const files = { [PROOF]: proof, 'keepa.yaml': scenario };
  return sim(['check-certificate', PROOF, 'keepa.yaml', ...words], { files });
}

const unsure = keepaBefore.replace('UPSERT_COST: 60', 'UPSERT_COST: { unsure: [30, 60] }');
/** After the fix: who asks first at 50 keeps the level below the other, and one task can starve. */
const after = keepaBefore
  .replace('value: 80', 'value: 50')
  .replace('every: 10m', 'every: 15m')
  .replace('UPSERT_COST: 60', 'UPSERT_COST: { choice: [40, 60] }');

describe('sim verify --certificate FILE', () => {
  it('writes what is proved, says what that is, and leaves the verdict as it is', async () => {
    const { exit, out, texts } = await written();
    expect(exit).toBe(1);
    expect(Object.keys(texts)).toEqual([PROOF]);
    expect(out).toMatch(/^Cert {3}proofs\/keepa.json: upserter is safe, backfiller starves, in \d+ states$/m);
    expect(JSON.parse(texts[PROOF]!)).toMatchObject({ scenario: 'keepa', set: {}, worlds: [{ world: {} }] });
  });

  it('says of each world what it holds, and on stderr where the report is JSON', async () => {
    const { out, err } = await written(['--json'], unsure);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'fail' });
    expect(err).toMatch(
      /^certificate: proofs\/keepa.json: .*\(UPSERT_COST 30\); upserter is safe, backfiller starves \(UPSERT_COST 60\), in/,
    );
  });

  it('says what it leaves out, and writes nothing where nothing is proved', async () => {
    const { out, texts } = await written(['--limit-states', '3']);
    expect(texts).toEqual({});
    expect(out).toContain('Cert   proofs/keepa.json was not written: nothing is proved');
    expect(out).toContain('not in it: upserter: not everything was explored');
    expect((await written([], after)).out).toContain('not in it: upserter: it can starve, which its script shows');
  });
});

describe('sim check-certificate CERTIFICATE SCENARIO', () => {
  it('says that a proof holds, and what it proves', async () => {
    const { texts } = await written();
    const { exit, out, err } = await checked(texts[PROOF]!);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      HOLDS  proofs/keepa.json

      Scenario    keepa.yaml
      upserter    every run: at most 10 min to the first progress and 12 min between
                  two.
      backfiller  starves: it never makes progress in any run.
      States      10, each followed in every way there is
      "
    `);
  });

  it('checks every world, and names the tasks of which nothing is proved', async () => {
    const both = (await written([], unsure)).texts[PROOF]!;
    const { exit, out } = await checked(both, [], unsure);
    expect(exit).toBe(0);
    expect(out).toMatch(/World {7}UPSERT_COST 30\n[\s\S]*World {7}UPSERT_COST 60\n/);
    const open = await checked((await written([], after)).texts[PROOF]!, [], after);
    expect(open).toMatchObject({ exit: 0, err: '' });
    expect(open.out).toContain('upserter    nothing is proved of it here.');
  });

  it('finds what was tampered with, with its line, in JSON as well', async () => {
    const proof = (await written()).texts[PROOF]!;
    const claims = proof.replace(/"firstMs":\d+/, '"firstMs":60000');
    const { exit, out } = await checked(claims);
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^FAILS {2}proofs\/keepa.json\n\nAt {8}proofs\/keepa.json:2:\d+, worlds\[0\].tasks\[0\].firstMs\n/,
    );
    const state = proof.replace(/\]\],\n/, ',1]],\n').replace(/\],\[(\d+),/, (_, rank) => `],[${Number(rank) + 1},`);
    const json = await checked(state, ['--json']);
    expect(json.exit).toBe(2);
    const rank = proof.replace(/\],\[(\d+),/, (_, value) => `],[${Number(value) + 1},`);
    const told = await checked(rank, ['--json']);
    expect(told.exit).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({
      holds: false,
      certificate: PROOF,
      scenario: 'keepa.yaml',
      at: expect.stringMatching(/^proofs\/keepa.json:3:\d+, worlds\[0\].states\[0\]\[1\]\[0\]$/),
      worlds: [],
    });
  });

  it('refuses a proof of another scenario, or of other settings, and says which it was made with', async () => {
    const { texts } = await written(['--set', 'UPSERT_COST=30', '--horizon', '2d']);
    const found = await checked(texts[PROOF]!);
    expect(found).toMatchObject({ exit: 2, out: '' });
    expect(found.err).toMatch(
      /^proofs\/keepa.json:2:\d+ other_scenario\n {2}worlds\[0\].model: it is about another scenario/,
    );
    expect(found.err).toContain('it was made of keepa with --set UPSERT_COST=30 --horizon 2d');
    const same = await checked(texts[PROOF]!, ['--set', 'UPSERT_COST=30', '--horizon', '2d']);
    expect(same.exit).toBe(0);
  });

  it('refuses what is no certificate, or was cut, with the place', async () => {
    const proof = (await written()).texts[PROOF]!;
    expect(await checked(proof.slice(0, 400))).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^proofs\/keepa.json:\d+:\d+ not_json\n {2}expected /),
    });
    expect(await checked('{}')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no certificate, but JSON that sim did not write'),
    });
    expect(await checked(keepaBefore)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('it comes first, and then the scenario'),
    });
    expect(await sim(['check-certificate', PROOF])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('sim check-certificate <certificate> <scenario>'),
    });
  });
});
