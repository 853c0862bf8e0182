/** What was proved, in the page and in its pictures. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import type { Result } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { CHART_NAME, chartsOf } from '../../src/report/charts/charts.ts';
import { renderHtml } from '../../src/report/page/html.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { keepaBefore } from '../cli/scenario.ts';

function result(text: string = keepaBefore, statesMax = 1000): Result {
  const scenario = loadScenario(text, { file: 'keepa.yaml' });
  return withProofs(simulate(scenario, { replications: 2 }), scenario, verify(scenario, { statesMax }));
}

function page(one: Result): string {
  return renderHtml(one, { pictures: new Map(), scripts: undefined });
}

/** The text of the section under a heading, without tags. */
function sectionOf(html: string, heading: string): string {
  const [, section = ''] = new RegExp(`<section><h2>${heading}</h2>([\\s\\S]*?)</section>`).exec(html) ?? [];
  return section
    .replace(/<figure[\s\S]*?<\/figure>/g, '')
    .replace(/<\/t[hd]>/g, ' | ')
    .replace(/<[^>]+>/g, '')
    .replace(/&gt;/g, '>')
    .replace(/&#96;/g, '`')
    .replace(/ +\n/g, '\n');
}

describe('the page', () => {
  it('tells how a task starves, with the cycle marked and the script named', () => {
    const html = page(result());
    expect(sectionOf(html, 'backfiller: How it starves')).toMatchInlineSnapshot(`
      "backfiller waits for ever for keepa to reach 80: every 1 h upserter takes 300 of it in 5 goes, each at 50.



      instant by instanttime | keepa | what happens | 00:00 | 0 | upserter starts; backfiller starts; upserter waits for keepa to reach 50; backfiller waits for keepa to reach 80 |
      00:10 | -10 | upserter is due, and skipped because its run is still busy; upserter takes 60 of keepa (50 -> −10), makes progress and ends |
      00:20 | 40 | upserter starts and waits for keepa to reach 50 |
      00:22 | -10 | upserter takes 60 of keepa (50 -> −10), makes progress and ends |
      00:30 | 30 | upserter starts and waits for keepa to reach 50 |
      00:34 | -10 | upserter takes 60 of keepa (50 -> −10), makes progress and ends |
      00:40 | 20 | upserter starts and waits for keepa to reach 50 |
      00:46 | -10 | upserter takes 60 of keepa (50 -> −10), makes progress and ends |
      00:50 | 10 | upserter starts and waits for keepa to reach 50 |
      00:58 | -10 | upserter takes 60 of keepa (50 -> −10), makes progress and ends |
      01:00 | 0 | upserter starts and waits for keepa to reach 50 |

      The marked part takes 1 h and goes on for ever.
      It can be run step by step: sim replay backfiller.script.json, the file beside this page."
    `);
    expect(html.match(/<tr class="cycle">/g)).toHaveLength(10);
  });

  it('says how far the proof came, and each task’s longest waits', () => {
    expect(sectionOf(page(result()), 'Proof')).toMatchInlineSnapshot(`
      "every case was tried: 10 states, 10 edges, grid 1 min.
      task | claim | first progress within | between two at most |
      upserter | safe, proved | 10 min | 12 min |
      backfiller | starves, proved | one of them is unbounded |  |

      "
    `);
    expect(page(result())).toContain('proof of 10 states · ');
  });

  it('says what cannot be verified, and what to write instead', () => {
    const text = keepaBefore.replace('work: 1m', 'work: { exponential: 1m }');
    expect(sectionOf(page(result(text)), 'Proof')).toContain(
      'Not proved, because oftasks.backfiller.steps[3].work: it has no upper bound; give it a `max`, or write a `choice` of its values.\n',
    );
  });

  it('says nothing of proofs where nobody asked for one', () => {
    const simulated = simulate(loadScenario(keepaBefore, { file: 'keepa.yaml' }), { replications: 2 });
    expect(page(simulated)).not.toMatch(/<h2>Proof|How it starves|proof of/);
  });

  it('cannot be broken by a task’s name', () => {
    const html = page(result(keepaBefore.replaceAll('backfiller:', '"<script>alert(1)</script>":')));
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;: How it starves');
  });
});

describe('the pictures of a counterexample', () => {
  const charts = chartsOf(result(), 0).filter(({ name }) => name.startsWith('counterexample-'));

  it('show the level and what each task does, and say what is seen', () => {
    expect(charts.map(({ name, title }) => [name, title])).toEqual([
      [
        'counterexample-backfiller-level',
        'backfiller waits for ever for keepa to reach 80: every 1 h upserter takes 300 of it in 5 goes, each at 50',
      ],
      [
        'counterexample-backfiller-lanes',
        'backfiller waits for ever for keepa to reach 80: every 1 h upserter takes 300 of it in 5 goes, each at 50',
      ],
    ]);
    for (const { name } of charts) expect(name).toMatch(CHART_NAME);
  });

  it('go round the cycle more than once, and mark its first round', () => {
    for (const { config } of charts) {
      const { annotation } = config.options.plugins as { annotation: { annotations: Record<string, unknown> } };
      // A tick is half an hour: the cycle takes an hour from the start.
      expect(annotation.annotations.cycle).toMatchObject({ type: 'box', xMin: 0, xMax: 2 });
    }
  });

  it('are there for each world apart', () => {
    const worlds = result(keepaBefore.replace('POLL_COST: 0', 'POLL_COST: { unsure: [0, 1] }'));
    expect(chartsOf(worlds, 1).map(({ name }) => name)).toContain('world-2-counterexample-backfiller-level');
  });
});
