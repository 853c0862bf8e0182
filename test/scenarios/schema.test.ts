import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../src/scenarios/schema/schema.ts';

describe('the JSON Schema', () => {
  const schema = scenarioJsonSchema() as Record<string, unknown> & { properties: Record<string, unknown> };

  it('is plain data that names every section', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining([
        'quotasim',
        'horizon',
        'parameters',
        'facts',
        'supplies',
        'locks',
        'pools',
        'tasks',
        'goals',
      ]),
    );
    expect(schema).toMatchObject({ required: ['quotasim', 'horizon', 'tasks'], additionalProperties: false });
  });
});
