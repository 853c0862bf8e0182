/**
 * Colours that people with any colour vision tell apart (Okabe and Ito), the same for a task in every chart.
 *
 * @module
 */

const TASKS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  // The same hues, darker: beyond six tasks colour alone cannot carry the name, so charts also write it.
  '#00436b',
  '#7d3700',
  '#005c43',
  '#85406a',
  '#8a6000',
  '#22739f',
] as const;

/** Neutral ink and the colours of what a run does; none of them is a task's. */
export const INK = {
  text: '#1f2933',
  quiet: '#5b6673',
  grid: '#e4e8ec',
  axis: '#aab4be',
  level: '#6b7785',
  limit: '#1f2933',
  poll: '#111111',
  waste: '#c3cad1',
  left: '#eceff2',
  /** Lets the lines below it through. */
  band: '#6b778526',
  working: '#39424e',
  supply: '#f4d58a',
  lock: '#b8a4d8',
  pool: '#a5d3ec',
  runs: '#f0b7a4',
  hatch: '#7a4b00',
} as const;

/** The colour of the task at `index` among the report's tasks. */
export function taskColour(index: number): string {
  return TASKS[index % TASKS.length]!;
}
