import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/page/html.ts';
import { crowdResult } from './crowd-fixture.ts';
import { DAY, HOUR, keepaResult } from './fixture.ts';

const scripts = { chartJs: '/* chart.js */', annotation: '/* annotation */' };
const pictures = new Map([['level', 'data:image/png;base64,AAAA']]);

/** The tags of a page without their attributes: its structure. Attribute values hold no `<` or `>` once escaped. */
function structure(page: string): string {
  const bare = page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '<script/>').replace(/<style>[\s\S]*?<\/style>/g, '');
  return [...bare.matchAll(/<\/?[a-z0-9]+|<!/gi)].map(([tag]) => tag).join(' ');
}

describe('renderHtml', () => {
  const page = renderHtml(keepaResult(), { pictures, scripts });

  it('is the same bytes for the same result', () => {
    expect(renderHtml(keepaResult(), { pictures, scripts })).toBe(page);
  });

  it('loads nothing: no address in any attribute or style, and a policy that forbids it', () => {
    for (const [, value] of page.matchAll(/\b(?:src|href|action|data|srcset)="([^"]*)"/g))
      expect(value).toMatch(/^(data:|#)/);
    expect(page).not.toMatch(/url\(|@import|<link|<iframe|<object/);
    expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`);
    expect(page).not.toMatch(/https?:\/\//);
  });

  it('says the verdict, its cause and how to repeat it before anything else', () => {
    const order = [
      'FAIL',
      'never again reaches',
      'data-chart="level"',
      'data-chart="lanes"',
      'data-chart="since-progress"',
    ];
    const later = [
      'data-chart="tokens"',
      'What the verdict rests on',
      '<h2>Again',
      'data-chart="waits"',
      '<h2>Goals',
      '<h2>Numbers',
    ];
    const places = [...order, ...later].map((part) => page.indexOf(part, page.indexOf('<body>')));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((left, right) => left - right));
  });

  it('shows pictures where there are some, and open tables where there is neither picture nor script', () => {
    expect(page).toContain('<img src="data:image/png;base64,AAAA" alt="Level of keepa against time');
    const plain = renderHtml(keepaResult(), { pictures: new Map(), scripts: undefined });
    expect(plain).not.toMatch(/<img|<script/);
    expect(plain).toMatch(/<details open><summary>the same in numbers/);
  });

  it('says first what flips between worlds, and what fails in all of them', () => {
    const worlds = renderHtml(keepaResult({}, [{ pollCost: 0, gate: 45 }, { pollCost: 4 }]), { pictures, scripts });
    expect(worlds.indexOf('What flips between the worlds')).toBeLessThan(worlds.indexOf('<figure'));
    expect(worlds).toContain('id="world-2"');
    const both = renderHtml(keepaResult({}, [{ pollCost: 1 }, { pollCost: 4 }]), { pictures, scripts });
    expect(both).toContain('POLL_COST decides no goal: the verdicts are the same in both worlds.');
    expect(both).toContain('Missed in every world: backfiller progress within 2 h.');
  });

  it('renders where there is nothing to show', () => {
    const idle = renderHtml(crowdResult({ tasks: 0, horizonMs: DAY, idle: true }), { pictures, scripts });
    expect(idle).toContain('UNKNOWN');
    expect(idle).not.toMatch(/undefined|NaN|\[object/);
  });

  it('has the same structure whatever the scenario says', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(
        '</script><script>alert(1)</script>',
        '<!--',
        '"><img src=x onerror=y>',
        "' onload='",
        '</style>',
        '</title>',
        '&lt;',
        '__proto__',
      ),
    );
    const render = (upserter: string, backfiller: string, supply: string): string => {
      const { report, traces } = keepaResult({ horizonMs: 2 * HOUR, names: { upserter, backfiller, supply } });
      const words = { name: upserter, title: backfiller, parameters: { [`P${supply}`]: upserter } };
      const restsOn = [{ name: supply, value: upserter, text: backfiller }];
      return renderHtml(
        { report: { ...report, again: supply, restsOn, scenario: { ...report.scenario, ...words } }, traces },
        { pictures, scripts },
      );
    };
    const plain = structure(render('a', 'b', 'c'));
    fc.assert(
      fc.property(text, text, text, (upserter, backfiller, supply) => {
        fc.pre(upserter !== backfiller);
        const hostile = render(upserter, backfiller, supply);
        expect(structure(hostile)).toBe(plain);
        expect(hostile.match(/<\/script/g)).toHaveLength(4);
        expect(hostile.match(/<script/g)).toHaveLength(4);
      }),
      { numRuns: process.env.QUOTASIM_LONG === undefined ? 30 : 600 },
    );
  });
});
