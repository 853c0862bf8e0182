/**
 * Which text fits where, reckoned and not measured: a config is made without a canvas.
 *
 * @module
 */

/** CSS pixels; every picture is as wide, so that stacked charts line up. */
export const CHART_WIDTH = 1100;
export const TITLE_SIZE = 17;
export const TEXT_SIZE = 13;
export const LABEL_SIZE = 12;
/** Mean width of a letter in DejaVu Sans, as a share of its size; bold letters are wider. */
const LETTER = 0.58;
const LETTER_BOLD = 0.63;

/** A name that fits: the middle of a long one gives way, because names differ at their ends. */
export function shorten(name: string, lettersMax = 22): string {
  const letters = [...name.replace(/\s+/g, ' ')];
  if (letters.length <= lettersMax) return letters.join('');
  const head = Math.ceil((lettersMax - 1) * 0.6);
  return letters.slice(0, head).join('') + '…' + letters.slice(letters.length - (lettersMax - 1 - head)).join('');
}

/** Breaks a sentence at blanks into lines of at most `lettersMax`; a longer word is cut. */
export function wrap(text: string, lettersMax: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const cut = shorten(word, lettersMax);
    if (line !== '' && line.length + 1 + cut.length > lettersMax) {
      lines.push(line);
      line = cut;
    } else line = line === '' ? cut : `${line} ${cut}`;
  }
  return [...lines, line];
}

/** About how many CSS pixels a text takes at the size of ticks and labels. */
export function textWidth(text: string, size: number = TEXT_SIZE): number {
  return [...text].length * size * LETTER;
}

/** A title, broken into lines that fit above a chart. */
export function titleLines(title: string): string[] {
  return wrap(title, Math.floor((CHART_WIDTH - 60) / (TITLE_SIZE * LETTER_BOLD)));
}

/** A subtitle, broken into lines that fit above a chart; none for the empty one. */
export function subtitleLines(subtitle: string): string[] {
  return subtitle === '' ? [] : wrap(subtitle, Math.floor((CHART_WIDTH - 60) / (TEXT_SIZE * LETTER)));
}

/** How much of the picture title and subtitle take up, in CSS pixels: what a chart's height has to grow by. */
export function headHeight(title: string, subtitle: string): number {
  const room = subtitle === '' ? 16 : 20;
  return titleLines(title).length * 21 + subtitleLines(subtitle).length * 16 + room;
}

/** How high a legend with these labels is, in CSS pixels; labels that do not fit into one line begin another. */
export function legendHeight(labels: readonly string[]): number {
  let lines = labels.length === 0 ? 0 : 1;
  let used = 0;
  for (const label of labels.filter((text) => text !== '')) {
    const wide = textWidth(label) + 36;
    if (used > 0 && used + wide > CHART_WIDTH - 60) {
      lines += 1;
      used = 0;
    }
    used += wide;
  }
  return lines * 27 + (lines > 0 ? 12 : 0);
}

/** The labels of datasets, for `legendHeight`. */
export function labelsOf(datasets: readonly { readonly label?: unknown }[]): string[] {
  return datasets.map(({ label }) => (typeof label === 'string' ? label : ''));
}
