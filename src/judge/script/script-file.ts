/**
 * A script as a file: the run itself, where its scenario stands and with which settings, and after each step the level of
 * every supply, so that who reads it sees what happens and who replays it can compare.
 *
 * @module
 */
import { z } from 'zod';
import { dotted } from '../../scenarios/text/path-text.ts';
import { excerpt, printable, type Source, sourceOf, spotAt } from '../../scenarios/text/source.ts';
import { VERSION } from '../../sim/version.ts';
import type { Script } from '../../verify/script/script.ts';
import type { Counterexample } from '../evidence/counterexample.ts';
import { readJson } from './json-text.ts';

const count = z.number().int().min(0);
const texts = z.record(z.string(), z.string());

const choice = z.union([
  z.strictObject({ start: z.string(), value: z.number() }),
  z.strictObject({ draw: z.string(), value: z.number() }),
  z.strictObject({ turn: z.string(), index: count, rank: count.optional() }),
]);

const shows = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starvation'), task: z.string() }),
  z.strictObject({ kind: z.literal('served-share'), task: z.string(), served: count, due: count }),
  z.strictObject({
    kind: z.literal('stuck'),
    because: z.enum(['deadlock', 'unreachable', 'orphaned']),
    tasks: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('longest-wait'), task: z.string(), waitMs: z.number(), fromStep: count }),
  z.strictObject({ kind: z.literal('zeno'), task: z.string() }),
]);

const step = z.strictObject({
  afterMs: z.number().min(0),
  levels: z.record(z.string(), z.number()),
  choices: z.array(choice),
});

const RELATIVE = /^(?![/\\]|[A-Za-z]:)[^\0]+$/;

const fileSchema = z
  .strictObject({
    quotasimScript: z.literal(1),
    quotasim: z.string(),
    says: z.string(),
    scenario: z.string(),
    scenarioFile: z.string().regex(RELATIVE, 'must be a path relative to this file'),
    set: texts,
    horizon: z.string().optional(),
    model: z.string(),
    world: texts,
    shows,
    starts: z.array(choice),
    cycleFrom: count.optional(),
    steps: z.array(step),
  })
  .refine(({ cycleFrom, steps }) => cycleFrom === undefined || cycleFrom < steps.length, {
    path: ['cycleFrom'],
    message: 'must be one of the steps',
  });

export type ScriptFile = z.infer<typeof fileSchema>;

/** Where the scenario of a script stands, as its user named it. */
export interface ScriptSource {
  /** Relative to the script. */
  readonly scenarioFile: string;
  readonly set: Readonly<Record<string, string>>;
  readonly horizon: string | undefined;
}

/** The text of a counterexample's file. */
export function scriptText(
  { script, levels, report }: Pick<Counterexample, 'script' | 'levels' | 'report'>,
  source: ScriptSource,
): string {
  const { scenario, model, world, shows, starts, cycleFrom } = script;
  const head = {
    quotasimScript: 1,
    quotasim: VERSION,
    says: report.text,
    scenario,
    scenarioFile: source.scenarioFile,
    set: source.set,
    horizon: source.horizon,
    model,
    world,
    shows,
    starts,
    cycleFrom,
  };
  const lines = [
    ...Object.entries(head)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`),
    '  "steps": [',
    script.steps
      .map(({ afterMs, choices }, index) => `    ${JSON.stringify({ afterMs, levels: levels[index], choices })}`)
      .join(',\n'),
    '  ]',
  ];
  return `{\n${lines.join('\n')}\n}\n`;
}

/** A script's file that is none: `message` is ready to be shown, with the place and a caret. */
export class ScriptError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScriptError';
  }
}

/**
 * Reads the text of a script's file.
 *
 * @throws {ScriptError} with every mistake at once.
 * @example
 * readScript(text, 'reports/prod/sync.script.json').says; // how a task starves
 */
export function readScript(text: string, file: string): ScriptFile {
  const source = sourceOf(file, text);
  const json = readJson(text);
  if (json.kind === 'broken') {
    throw new ScriptError(picture(source, json.offset, 'not_json', `expected ${json.expected}`));
  }
  const parsed = fileSchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const pictures = parsed.error.issues.slice(0, ISSUES_SHOWN).map(({ path, message }) => {
    const steps = path.filter((one) => typeof one !== 'symbol');
    const where = steps.length === 0 ? '' : `${dotted(steps)}: `;
    return picture(source, json.at(steps), 'not_a_script', `${where}${printable(message)}`);
  });
  const more = parsed.error.issues.length - ISSUES_SHOWN;
  if (more > 0) pictures.push(`… and ${more} more`);
  throw new ScriptError(pictures.join('\n\n'));
}

const ISSUES_SHOWN = 20;

function picture(source: Source, offset: number, code: string, message: string): string {
  const spot = spotAt(source, offset);
  return `${source.file}:${spot.line}:${spot.column} ${code}\n  ${message}\n${excerpt(source, spot)}`;
}

/** The script alone, as the engine replays it. */
export function scriptOf({ scenario, model, world, shows, starts, cycleFrom, steps }: ScriptFile): Script {
  return {
    quotasimScript: 1,
    scenario,
    model,
    world,
    shows,
    starts,
    steps: steps.map(({ afterMs, choices }) => ({ afterMs, choices })),
    ...(cycleFrom !== undefined && { cycleFrom }),
  };
}
