/**
 * Every key of the language, found by walking through the schema: where it stands, whether it must be there, what the schema
 * says of it. The reference in docs/language.md is made of this.
 *
 * @module
 */
import { z } from 'zod';
import { scenarioSchema, valueShapes } from './schema.ts';

export interface Key {
  /** `tasks.NAME.copies`; of a kind of supply `supplies.NAME(quota).limit`. */
  readonly path: string;
  readonly required: boolean;
  /** As the schema has it, to try an example on. */
  readonly schema: z.ZodType;
  readonly description: string | undefined;
}

/** The keys in the order of the schema; then those of values that may stand in many places. */
export function keysOfLanguage(): readonly Key[] {
  const walk = new Walk();
  walk.into(scenarioSchema, '');
  for (const [name, schema] of Object.entries(valueShapes)) walk.value(schema, name);
  return [...walk.keys.values()];
}

class Walk {
  readonly keys = new Map<string, Key>();
  readonly #entered = new Set<z.ZodType>();
  /** Forms of a value are told once, in a part of their own. */
  readonly #values: ReadonlySet<z.ZodType> = new Set(Object.values(valueShapes).flat());

  value(schemas: readonly z.ZodType[], name: string): void {
    for (const schema of schemas) this.#object(bare(schema), name);
  }

  into(given: z.ZodType, path: string): void {
    const schema = bare(given);
    if (this.#values.has(schema)) return;
    if (schema instanceof z.ZodObject) this.#object(schema, path);
    else if (schema instanceof z.ZodRecord) this.into(schema.valueType as z.ZodType, `${path}.NAME`);
    else if (schema instanceof z.ZodArray) this.#once(schema.element as z.ZodType, path);
    else if (schema instanceof z.ZodLazy) this.#once(schema.unwrap() as z.ZodType, path);
    else if (schema instanceof z.ZodUnion) for (const option of schema.options) this.#option(option as z.ZodType, path);
  }

  /** A form among others; kinds of supply are told apart by their `model`. */
  #option(option: z.ZodType, path: string): void {
    const model = option instanceof z.ZodObject ? option.shape.model : undefined;
    const kind = model instanceof z.ZodLiteral ? String([...model.values][0]) : undefined;
    this.into(option, kind === undefined ? path : `${path}(${kind})`);
  }

  /** Steps stand within steps: they are gone into once. */
  #once(schema: z.ZodType, path: string): void {
    if (this.#entered.has(schema)) return;
    this.#entered.add(schema);
    this.into(schema, path);
  }

  #object(schema: z.ZodType, path: string): void {
    if (!(schema instanceof z.ZodObject)) return;
    for (const [key, child] of Object.entries(schema.shape) as [string, z.ZodType][]) {
      const inner = bare(child);
      if (inner instanceof z.ZodNever) continue;
      const at = path === '' ? key : `${path}.${key}`;
      const description = child.description ?? inner.description;
      if (!this.keys.has(at))
        this.keys.set(at, { path: at, required: !child.isOptional(), schema: child, description });
      // A limit is a supply like any other.
      if (at !== 'supplies.NAME.limits') this.into(child, at);
    }
  }
}

function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap() as z.ZodType) : schema;
}
