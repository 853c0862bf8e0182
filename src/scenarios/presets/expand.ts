/**
 * Puts what a preset says where a scenario says `preset: NAME`, so that everything after reads, checks and points at it as
 * if it had been written out. What comes of the preset stands where its name stands, and what was asked for stands where it
 * was given: a message always points into the scenario.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { readDocument } from '../text/document.ts';
import type { ScenarioIssue, Unit } from '../text/issue.ts';
import type { Report } from '../text/issues.ts';
import { dotted } from '../text/path-text.ts';
import { sourceOf } from '../text/source.ts';
import { type Entry, type Node, nodeAt, type Range, withNode } from '../text/tree.ts';
import { parseFormula } from '../values/formula.ts';
import { PRESETS } from './index.ts';
import type { Ask, Part, Preset, Section } from './preset.ts';

/** A place that says `preset`, and what it was taken from. */
export interface PresetUse {
  readonly path: Path;
  readonly preset: Preset;
}

export interface Expanded {
  readonly root: Node;
  readonly uses: readonly PresetUse[];
}

const SECTIONS: readonly Section[] = ['supplies', 'pools', 'tasks'];

/** The tree with every preset written out; one that cannot be is told, and keeps nothing but its name. */
export function expandPresets(root: Node, report: Report): Expanded {
  const places = SECTIONS.flatMap((section) => {
    const node = nodeAt(root, [section]);
    const names = node?.kind === 'map' ? [...node.entries.keys()] : [];
    return names.map((name) => ({ section, path: [section, name] as const }));
  });
  const outages = nodeAt(root, ['outages']) !== undefined;
  return places.reduce<Expanded>(
    ({ root: tree, uses }, { section, path }) => {
      const node = nodeAt(tree, path);
      const named = node?.kind === 'map' ? node.entries.get('preset') : undefined;
      if (node?.kind !== 'map' || named === undefined) return { root: tree, uses };
      const use = new Use({ section, path, own: node.entries, named, outages }, report);
      const written = use.written();
      return {
        root: withNode(tree, path, written?.node ?? use.broken()),
        uses: written === undefined ? uses : [...uses, { path, preset: written.preset }],
      };
    },
    { root, uses: [] },
  );
}

/** A part as it would be written out, with the examples of what it asks for. */
export function exampleText({ asks = [], text }: Part): string {
  return text.trim().replace(PLACEHOLDER, (_, key: string) => asks.find((ask) => ask.key === key)!.example);
}

const PLACEHOLDER = /<(\w+)>/g;

interface Place {
  readonly section: Section;
  readonly path: Path;
  readonly own: ReadonlyMap<string, Entry>;
  readonly named: Entry;
  /** Whether the scenario has outages. */
  readonly outages: boolean;
}

/** One thing that says `preset`. */
class Use {
  readonly #place: Place;
  readonly #report: Report;

  constructor(place: Place, report: Report) {
    this.#place = place;
    this.#report = report;
  }

  /** What of it is left to be read where the preset is of no use: a task without its default modes, else its name. */
  broken(): Node {
    const { section, own, named } = this.#place;
    const { source, start, inner } = named.node;
    const range = { source, start, inner };
    const name: Entry = { ...named, node: { ...range, kind: 'scalar', value: '' } };
    return { ...range, kind: 'map', entries: new Map([...(section === 'tasks' ? own : []), ['preset', name]]) };
  }

  /** Undefined, with what is wrong told, where it cannot be written out. */
  written(): { readonly node: Node; readonly preset: Preset } | undefined {
    const preset = this.#preset();
    const part = preset?.parts[this.#place.section];
    if (preset === undefined || part === undefined) return undefined;
    const { own, named } = this.#place;
    const given = this.#given(preset, part.asks ?? []);
    if (given === undefined) return undefined;
    const body = placed(templateOf(preset, part, this.#catchUp(part)), named.node, given);
    const taken = new Set(['preset', ...(part.asks ?? []).map(({ key }) => key)]);
    const others = new Map([...own].filter(([key]) => !taken.has(key)));
    if (!this.#isSameModel(preset, body, others)) return undefined;
    return { preset, node: laidOver(body, { ...named.node, kind: 'map', entries: others }) };
  }

  /** What the preset says of missed starts, where any can be missed and it knows what becomes of all of them. */
  #catchUp({ catchUp }: Part): string {
    const { own, outages } = this.#place;
    const trigger = own.get('trigger')?.node;
    if (catchUp === undefined || (!outages && !own.has('catchUp'))) return '';
    const list = trigger?.kind === 'list' ? trigger.items : trigger === undefined ? [] : [trigger];
    const rules = list.flatMap((one) =>
      (['every', 'cron'] as const).flatMap((kind) => (nodeAt(one, [kind]) === undefined ? [] : [catchUp[kind]])),
    );
    const [rule] = rules;
    return rule === undefined || rules.some((other) => other !== rule) ? '' : `catchUp: ${rule}\n`;
  }

  #preset(): Preset | undefined {
    const { section, named } = this.#place;
    const { node } = named;
    const known = PRESETS.filter(({ parts }) => parts[section] !== undefined).map(({ name }) => name);
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      return this.#tell(node, { code: 'wrong_kind', expected: 'the name of a preset', received: kindOf(node) });
    }
    const { value: name } = node;
    const found = PRESETS.find((preset) => preset.name === name);
    if (found === undefined) return this.#tell(node, { code: 'unknown_name', what: 'preset', name, known });
    if (found.parts[section] !== undefined) return found;
    return this.#tell(node, { code: 'no_such_part', preset: name, section, parts: Object.keys(found.parts), known });
  }

  /** What was asked for, by its key. */
  #given({ name }: Preset, asks: readonly Ask[]): ReadonlyMap<string, Node> | undefined {
    const { own, named } = this.#place;
    const given = new Map<string, Node>();
    for (const ask of asks) {
      const node = own.get(ask.key)?.node;
      const { key, where, example } = ask;
      if (node === undefined) this.#tell(named.node, { code: 'preset_asks', preset: name, key, where, example });
      else if (this.#isOfUnit(node, ask)) given.set(key, node);
    }
    return given.size === asks.length ? given : undefined;
  }

  /** Whether it may be what is asked for; what refers to names is known only when these are worked out. */
  #isOfUnit(node: Node, { key, unit }: Ask): boolean {
    if (node.kind !== 'scalar' || (typeof node.value !== 'string' && typeof node.value !== 'number')) {
      this.#tell(node, { code: 'wrong_kind', expected: 'a number or an expression', received: kindOf(node) }, key);
      return false;
    }
    const parsed = parseFormula(String(node.value));
    const issue =
      parsed.kind === 'issue'
        ? parsed.issue
        : parsed.formula.kind === 'literal'
          ? unitIssue(unit, parsed.formula.quantity.unit, String(node.value))
          : undefined;
    if (issue !== undefined) this.#tell({ ...node, start: node.inner + offsetOf(parsed) }, issue, key);
    return issue === undefined;
  }

  #isSameModel({ name }: Preset, body: Node, others: ReadonlyMap<string, Entry>): boolean {
    const other = others.get('model') ?? (nodeAt(body, ['limits']) === undefined ? others.get('limits') : undefined);
    if (other === undefined) return true;
    const key = others.has('model') ? 'model' : 'limits';
    const why = `preset ${name} says what it is; what is something else is written out, without a preset`;
    this.#tell(other.key, { code: 'no_meaning', what: `"${key}"`, why });
    return false;
  }

  #tell(range: Range, issue: ScenarioIssue, ...keys: readonly string[]): undefined {
    const where = issue.code === 'wrong_kind' && keys.length === 0 ? ['preset'] : keys;
    this.#report(range, issue, dotted([...this.#place.path, ...where]));
  }
}

function offsetOf(parsed: ReturnType<typeof parseFormula>): number {
  return parsed.kind === 'issue' ? parsed.at : 0;
}

function unitIssue(unit: Unit, received: Unit, text: string): ScenarioIssue | undefined {
  if (unit === received) return undefined;
  if (received === 'number') return { code: 'needs_unit', unit, received: text };
  return unit === 'number'
    ? { code: 'needs_number', unit, received: text }
    : { code: 'wrong_unit', expected: unit, received };
}

function kindOf(node: Node): string {
  return node.kind === 'scalar' ? `${JSON.stringify(node.value)}` : `a ${node.kind}`;
}

/** The tree of what a preset says, which is ours and always sound. */
function templateOf({ name }: Preset, { text }: Part, more: string): Node {
  const broken: string[] = [];
  const node = readDocument(sourceOf(`preset ${name}`, text + more), (_, issue) => broken.push(issue.code));
  if (node === undefined || broken.length > 0) throw new Error(`preset ${name} cannot be read: ${broken}`);
  return node;
}

/** The tree with what was asked for in its places, all of it standing where the scenario says it. */
function placed(node: Node, at: Range, given: ReadonlyMap<string, Node>): Node {
  const { source, start, inner } = at;
  const range = { source, start, inner };
  switch (node.kind) {
    case 'list':
      return { ...range, kind: 'list', items: node.items.map((item) => placed(item, at, given)) };
    case 'map': {
      const entries = [...node.entries].map(([key, entry]) => {
        return [key, { key: range, node: placed(entry.node, at, given) }] as const;
      });
      return { ...range, kind: 'map', entries: new Map(entries) };
    }
    case 'scalar':
      return filled(String(node.value), given) ?? { ...node, ...range };
  }
}

/** A value that holds a placeholder, first in it or all of it. */
function filled(text: string, given: ReadonlyMap<string, Node>): Node | undefined {
  const [placeholder, key] = /^<(\w+)>/.exec(text) ?? [];
  const node = key === undefined ? undefined : given.get(key);
  if (placeholder === undefined || node?.kind !== 'scalar') return undefined;
  if (placeholder === text) return node;
  const own = String(node.value);
  const isOne = /^[\w.%/$]+$/.test(own);
  const rest = text.slice(placeholder.length);
  // A bracket before it moves every place in it by one.
  return isOne ? { ...node, value: `${own}${rest}` } : { ...node, inner: node.inner - 1, value: `(${own})${rest}` };
}

/** `over` before `under`, field by field: of maps in both, again each field. */
function laidOver(under: Node, over: Node): Node {
  if (under.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below === undefined ? entry : { ...entry, node: laidOver(below.node, entry.node) });
  }
  return { ...over, entries };
}
