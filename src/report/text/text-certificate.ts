/**
 * A checked certificate for the terminal: whether it holds, what it proves in each world, and what it leaves open.
 *
 * @module
 */
import { type CheckedCertificate, claimSentence } from '../../judge/evidence/certificate-file.ts';
import { amountText } from './amount-text.ts';
import { wrap } from './text-fit.ts';
import { harmless, painter } from './text-style.ts';

const WIDTH_MIN = 60;
const WIDTH_MAX = 120;
const GAP = 2;

/** The check as lines of text, with a new line at the end. */
export function formatCertificate(
  raw: CheckedCertificate,
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const checked = harmless(raw);
  const paint = painter(colour);
  const room = Math.min(Math.max(width, WIDTH_MIN), WIDTH_MAX);
  const rows = rowsOf(checked);
  const indent = Math.min(room / 2, Math.max(...rows.map(([label]) => label.length)) + GAP);
  const word = checked.holds ? paint('HOLDS', 'green', 'bold') : paint('FAILS', 'red', 'bold');
  const lines = rows.flatMap(([label, text]) =>
    wrap(text, room - indent).map(
      (line, index) => (index === 0 ? paint(label.padEnd(indent), 'bold') : ' '.repeat(indent)) + line,
    ),
  );
  return `${[`${word}  ${paint(checked.certificate, 'bold')}`, '', ...lines].map((line) => line.trimEnd()).join('\n')}\n`;
}

type Row = readonly [label: string, text: string];

function rowsOf({ holds, at = '', reason = '', scenario, worlds }: CheckedCertificate): readonly Row[] {
  if (!holds) {
    return [
      ['At', at],
      ['But', `${reason}.`],
      ['Scenario', scenario],
    ];
  }
  return [['Scenario', scenario], ...worlds.flatMap(worldRows)];
}

function worldRows({ set, states, claims, unproved }: CheckedCertificate['worlds'][number]): readonly Row[] {
  const name = Object.entries(set)
    .map(([fact, value]) => `${fact} ${value}`)
    .join(', ');
  return [
    ...(name === '' ? [] : [['World', name] as const]),
    ...claims.map((claim) => [claim.task, `${claimSentence(claim)}.`] as const),
    ...unproved.map((task) => [task, 'nothing is proved of it here.'] as const),
    ...(states === 0 ? [] : [['States', `${amountText(states)}, each followed in every way there is`] as const]),
  ];
}
