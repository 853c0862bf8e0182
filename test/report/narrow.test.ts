/** Charts in a window as narrow as a phone: nothing that is drawn is wider than the window. */
import { runInNewContext } from 'node:vm';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/judge/report/report.ts';
import { allCharts } from '../../src/report/charts/charts.ts';
import { NARROW_SCRIPT } from '../../src/report/page/narrow-script.ts';
import { PAGE_SCRIPT } from '../../src/report/page/page-script.ts';
import { PAGE_STYLE } from '../../src/report/page/page-style.ts';
import type { ChartSpec } from '../../src/report/spec.ts';
import { crowdResult } from './crowd-fixture.ts';
import { DAY, keepaResult } from './fixture.ts';

interface Block {
  readonly display: boolean;
  readonly text: readonly string[];
  readonly font: { readonly family: string; readonly size: number; readonly weight?: string };
}
interface Scale {
  readonly type: string;
  readonly labels?: readonly (string | readonly string[])[];
  readonly ticks: { readonly autoSkip: boolean; readonly font: Block['font'] };
}
interface Options {
  readonly layout: { readonly padding: { readonly left: number; readonly right: number } };
  readonly scales: Readonly<Record<string, Scale>>;
  readonly plugins: {
    readonly title: Block;
    readonly subtitle: Block;
    readonly annotation: { readonly annotations: Readonly<Record<string, Label>> };
  };
}
interface Label {
  readonly type: string;
  readonly xValue: number;
  readonly position: { readonly x: string };
}

const WIDTH = 350;

/** What the page's script makes of a chart, with a real canvas to measure on. */
const fitNarrow = runInNewContext(`(() => { ${NARROW_SCRIPT} return fitNarrow; })()`, {
  window: { matchMedia: () => ({ matches: true }) },
  document: { createElement: () => createCanvas(1, 1) },
}) as (config: unknown, width: number, height: number) => number;

function fitted(chart: ChartSpec): { readonly options: Options; readonly height: number } {
  const config = structuredClone(chart.config);
  const height = fitNarrow(config, WIDTH, chart.height);
  return { options: config.options as unknown as Options, height };
}

function widthOf(text: string, { family, size, weight = 'normal' }: Block['font']): number {
  const pen = createCanvas(1, 1).getContext('2d');
  pen.font = `${weight} ${size}px ${family}`;
  return pen.measureText(text).width;
}

const cases: readonly (readonly [string, Result])[] = [
  ['the keepa story', keepaResult()],
  [
    'names without a blank',
    keepaResult({ names: { upserter: 'u'.repeat(80), backfiller: 'B_'.repeat(40), supply: 'k' } }),
  ],
  ['twelve tasks', crowdResult({ tasks: 12, horizonMs: 7 * DAY })],
];

describe.each(cases)('on a phone, the charts of %s', (_, result) => {
  const charts = allCharts(result);

  it('have heads in lines that fit, with every letter of the sentence', () => {
    for (const chart of charts) {
      const { options, height } = fitted(chart);
      const before = chart.config.options as unknown as Options;
      for (const name of ['title', 'subtitle'] as const) {
        const block = options.plugins[name];
        if (!block.display) continue;
        for (const line of block.text) expect(widthOf(line, block.font)).toBeLessThanOrEqual(WIDTH - 20);
        const letters = (text: readonly string[]) => text.join('').replaceAll(' ', '');
        expect(letters(block.text)).toBe(letters(before.plugins[name].text));
      }
      expect(height).toBeGreaterThanOrEqual(chart.height);
    }
  });

  it('leave two thirds of the width to the plot', () => {
    for (const chart of charts) {
      const { layout, scales } = fitted(chart).options;
      expect(layout.padding.left + layout.padding.right).toBeLessThan(WIDTH / 10);
      for (const [id, { type, labels, ticks }] of Object.entries(scales)) {
        if (type !== 'category') continue;
        if (id === 'x') expect(ticks.autoSkip).toBe(true);
        else for (const line of labels!.flat()) expect(widthOf(line, ticks.font)).toBeLessThanOrEqual(WIDTH * 0.37);
      }
    }
  });

  it('have no label behind the end of the plot', () => {
    for (const chart of charts) {
      const { scales, plugins } = fitted(chart).options;
      const end = (scales.x?.labels?.length ?? 1) - 1;
      const labels = Object.values(plugins.annotation.annotations).filter(({ type }) => type === 'label');
      for (const { xValue, position } of labels) if (xValue === end) expect(position.x).toBe('end');
    }
  });
});

it('is a part of every page, in windows of one width for the script and the style', () => {
  expect(PAGE_SCRIPT).toContain(NARROW_SCRIPT);
  expect(PAGE_SCRIPT).toContain("matchMedia('(max-width: 760px)')");
  expect(PAGE_STYLE).toContain('@media (max-width: 760px)');
  expect(PAGE_STYLE).toContain('(min-width: 761px) and (max-width: 960px)');
});
