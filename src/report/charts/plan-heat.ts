/**
 * How settings stand over two parameters: a cell for each pair of values, with what it comes to where every goal is met.
 *
 * @module
 */
import type { PlanReport } from '../../plan/report.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { figureText, standingText } from '../text/plan-words.ts';
import { CHART_WIDTH, headHeight, labelsOf, legendHeight } from '../text/text-fit.ts';
import { frame, note, rowScale } from './frame.ts';
import { rectanglePath, shapes } from './pens.ts';

type Standing = NonNullable<NonNullable<PlanReport['map']>['cells'][number][number]>['standing'];

/** Dark enough or light enough to be told apart without colour, too. */
const COLOURS: Readonly<Record<Standing, string>> = {
  proved: '#009e73',
  estimated: '#a6dcc9',
  unknown: '#e4e8ec',
  missed: '#e69f00',
  unsafe: '#a83200',
  invalid: '#5b6673',
};

const ROW = 30;
/** More texts than this are a grey cloud. */
const TEXTS_MAX = 260;

/** Undefined where less than two parameters vary. */
export function planHeat(report: PlanReport, name: string): ChartSpec | undefined {
  const { map, measure, chosen } = report;
  if (map === null) return undefined;
  const { x, y, xs, ys, cells } = map;
  const kept = cells.flat().filter((cell) => cell?.standing === 'proved' || cell?.standing === 'estimated').length;
  const title = `${kept} of ${xs.length * ys.length} pairs of ${y} and ${x} keep every goal`;
  const others = Object.entries(chosen?.values ?? {}).filter(([other]) => other !== x && other !== y);
  const rest = others.map(([other, value]) => `${other} ${value}`).join(', ');
  const subtitle = [
    `across: ${x} · down: ${y}`,
    ...(rest === '' ? [] : [rest]),
    ...(measure === null ? [] : [`numbers: ${measure}`]),
    ...(chosen === null ? [] : ['frame: what was chosen']),
  ].join(' · ');
  const drawn = datasets(map);
  return {
    name,
    title,
    describe: `${title}. ${ys.map((value, row) => `${y} ${value}: ${rowText(map, row)}`).join('; ')}.`,
    width: CHART_WIDTH,
    height: ROW * ys.length + headHeight(title, subtitle) + 60 + legendHeight(labelsOf(drawn)),
    config: {
      type: 'line',
      data: { datasets: drawn },
      options: frame({
        title,
        subtitle,
        // What reaches beyond the first and the last label is cut off, so there is an empty one at both ends.
        scales: { x: { ...rowScale(['', ...xs, ''], []), offset: false, position: 'bottom' }, y: rowScale(ys, []) },
        annotations: { ...texts(report), ...frameOfChosen(report) },
      }),
    },
    table: {
      columns: [`${y} down, ${x} across`, ...xs],
      rows: ys.map((value, row) => [value, ...xs.map((_, column) => cellText(report, row, column))]),
    },
  };
}

type Map = NonNullable<PlanReport['map']>;

function datasets({ cells }: Map): JsonObject[] {
  return (Object.keys(COLOURS) as Standing[]).flatMap((standing) => {
    const paths = cells.flatMap((row, y) =>
      row.flatMap((cell, x) =>
        cell?.standing === standing
          ? rectanglePath({ left: x + 0.52, right: x + 1.48, top: y - 0.46, bottom: y + 0.46 })
          : [],
      ),
    );
    return paths.length === 0 ? [] : [shapes(standingText(standing), paths, COLOURS[standing])];
  });
}

function rowText({ cells, xs }: Map, row: number): string {
  const kept = xs.filter((_, column) => ['proved', 'estimated'].includes(cells[row]![column]?.standing ?? ''));
  return kept.length === 0 ? 'none' : kept.length === 1 ? kept[0]! : `${kept.length} from ${kept[0]} to ${kept.at(-1)}`;
}

function cellText({ map, measure }: PlanReport, row: number, column: number): string {
  const cell = map!.cells[row]![column];
  if (cell === null || cell === undefined) return 'not looked at';
  const value = cell.value === null || measure === null ? '' : ` (${figureText(measure, cell.value)})`;
  return standingText(cell.standing) + value;
}

function texts({ map, measure }: PlanReport): JsonObject {
  const { cells, xs, ys } = map!;
  if (measure === null || xs.length * ys.length > TEXTS_MAX) return {};
  const all = cells.flatMap((row, y) =>
    row.flatMap((cell, x) => {
      if (cell === null || cell.value === null || cell.standing === 'unsafe') return [];
      const colour = cell.standing === 'proved' ? '#ffffff' : INK.text;
      const text = measure.endsWith('.progress') ? amountText(cell.value) : figureText(measure, cell.value);
      return [[`cell${x}-${y}`, { ...note(text, { colour }), xValue: x + 1, yValue: y }] as const];
    }),
  );
  return Object.fromEntries(all);
}

function frameOfChosen({ map, chosen }: PlanReport): JsonObject {
  if (chosen === null) return {};
  const [x, y] = [map!.xs.indexOf(chosen.values[map!.x]!), map!.ys.indexOf(chosen.values[map!.y]!)];
  const box = { type: 'box', xMin: x + 0.5, xMax: x + 1.5, yMin: y - 0.5, yMax: y + 0.5 };
  return { chosen: { ...box, backgroundColor: 'transparent', borderColor: INK.text, borderWidth: 3 } };
}
