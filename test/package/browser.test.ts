/** The installed package in a bundle for browsers: what the maps of its exports lead to, run where there is no Node. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { loadScenario } from '../../src/index.ts';
import { assemble, begin, DAY_MS, run, sampler } from '../../src/sim/index.ts';
import { browserBundle, runBare } from '../browser-bundle.ts';

const slim = inject('slim');
/** Stands for what JSON does not know. */
const NEVER = '<never>';

function entryOf(name: string, text: string): string {
  const path = join(slim, name);
  writeFileSync(path, text);
  return path;
}

describe('in a browser', () => {
  it('quotasim judges the shipped scenarios', async () => {
    const { code, outside } = await browserBundle(entryOf('all.js', "export * from 'quotasim';\n"));
    expect(outside).toEqual([]);
    const verdict = (name: string): unknown => {
      const text = readFileSync(join(slim, 'node_modules/quotasim/scenarios', `${name}.yaml`), 'utf8');
      const load = `quotasim.loadScenario(${JSON.stringify(text)}, { file: '${name}.yaml' })`;
      return runBare(
        code,
        `const { report } = quotasim.judge(${load}, { replications: 2 });
         return [report.verdict, report.tasks.upserter.claim, quotasim.renderHtml !== undefined];`,
      );
    };
    expect(verdict('prod')).toEqual(['pass', 'live', true]);
    expect(verdict('keepa-after')).toEqual(['fail', 'starvable', true]);
  });

  it('quotasim/sim runs a model as it does here', async () => {
    const { code, outside } = await browserBundle(entryOf('engine.js', "export * from 'quotasim/sim';\n"));
    expect(outside).toEqual([]);
    const text = readFileSync('scenarios/keepa-kept-80.yaml', 'utf8');
    const { model } = loadScenario(text, { file: 'keepa-kept-80.yaml' }).worlds[0]!;
    // A model is plain data: it may come from a file, a worker, or another program.
    const plain = JSON.stringify(model, (_, value) => (value === Infinity ? NEVER : value)).replaceAll(
      `"${NEVER}"`,
      'Infinity',
    );
    const ended = runBare(
      code,
      `const machine = quotasim.assemble(${plain});
       const choose = quotasim.sampler(machine, { seed: '1', replication: 0 });
       const state = quotasim.begin(machine, choose);
       return quotasim.run(machine, state, choose, { untilMs: quotasim.DAY_MS });`,
    );
    const machine = assemble(model);
    const choose = sampler(machine, { seed: '1', replication: 0 });
    expect(ended).toEqual(run(machine, begin(machine, choose), choose, { untilMs: DAY_MS }));
  });
});
