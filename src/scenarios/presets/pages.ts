/**
 * Presets for people: the list, and what one of them says; for the terminal (`sim presets`) and, the same words, for
 * docs/presets.md.
 *
 * @module
 */
import { nearest } from '../text/nearest.ts';
import { exampleText } from './expand.ts';
import { PRESETS } from './index.ts';
import type { Ask, Part, Preset, Section } from './preset.ts';

/** The preset of a name, or the name that was perhaps meant. */
export function presetOf(name: string): { readonly preset?: Preset; readonly meant?: string } {
  const preset = PRESETS.find((one) => one.name === name.toLowerCase());
  if (preset !== undefined) return { preset };
  const meant = nearest(
    name,
    PRESETS.map((one) => one.name),
  );
  return meant === undefined ? {} : { meant };
}

const SECTIONS: readonly Section[] = ['supplies', 'pools', 'tasks'];

function partsOf({ parts }: Preset): readonly (readonly [Section, Part])[] {
  return SECTIONS.flatMap((section): (readonly [Section, Part])[] => {
    const part = parts[section];
    return part === undefined ? [] : [[section, part]];
  });
}

/** A line for each preset. */
export function presetList(): string {
  const width = Math.max(...PRESETS.map(({ name }) => name.length));
  const lines = PRESETS.map((preset) => {
    const sections = partsOf(preset).map(([section]) => section);
    return `${preset.name.padEnd(width)}  ${sections.join(', ').padEnd(22)}  ${preset.about}`;
  });
  return `${lines.join('\n')}\n`;
}

/** What a preset says, as Markdown below a heading of its name. */
export function presetPage(preset: Preset): string {
  const { name, about, source, read } = preset;
  const parts = partsOf(preset).flatMap(([section, part]) => partLines(name, section, part));
  return `${[`## ${name}`, `${about}. Read in ${read}: <${source}>.`, ...parts].join('\n\n')}\n`;
}

const OWN_NAMES: Readonly<Record<Section, string>> = { supplies: 'api', pools: 'workers', tasks: 'sync' };

function partLines(name: string, section: Section, part: Part): string[] {
  const { asks = [], notes = [] } = part;
  const fields = [`preset: ${name}`, ...asks.map(({ key, example }) => `${key}: ${example}`)];
  return [
    `\`${section}: { ${OWN_NAMES[section]}: { ${fields.join(', ')} } }\` stands for`,
    `\`\`\`yaml\n${exampleText(part)}\n\`\`\``,
    ...catchUpLines(part),
    ...(asks.length === 0 ? [] : [`It asks for\n\n${asks.map(askLine).join('\n')}`]),
    ...(notes.length === 0 ? [] : [`Know that\n\n${notes.map((note) => `- ${note}`).join('\n')}`]),
  ];
}

function catchUpLines({ catchUp = {} }: Part): string[] {
  const lines = Object.entries(catchUp).map(([kind, rule]) => `\`catchUp: ${rule}\` where \`${kind}\` starts it`);
  return lines.length === 0 ? [] : [`and, in a scenario with \`outages\`, for ${lines.join(', ')}.`];
}

function askLine({ key, unit, where }: Ask): string {
  return `- \`${key}\` (a ${unit}, required): ${where}.`;
}

/** docs/presets.md. */
export function presetsDocument(): string {
  return `${HEAD}\n\n${PRESETS.map(presetPage).join('\n')}`;
}

const HEAD = `# Presets

A supply, a pool or a task may say \`preset: NAME\` instead of being written out. \`sim presets\` lists what there is, \`sim presets NAME\`
shows one. Whatever stands beside the name goes before what the preset says, field by field, also within its maps:

\`\`\`yaml
quotasim: 1
horizon: 1d
supplies:
  api: { preset: keepa, rate: 20/min, refill: { phase: 0 } } # all of preset keepa, but the refill comes on the minute
pools:
  workers: { preset: celery, slots: 4 }
tasks:
  sync:
    preset: celery
    trigger: { every: 10m }
    pool: workers
    steps:
      - spend: { api: 40 }
      - progress
\`\`\`

What hangs on your plan or your configuration is asked for, never guessed: leave it out, and the mistake says where to read it. Providers
change their figures, so each preset has its source and when it was read, and a report says which presets its verdict rests on. What a
provider does not publish is left out, or taken in the strictest way, which its notes say.`;
