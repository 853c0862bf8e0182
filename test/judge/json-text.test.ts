/** The reader of JSON agrees with the language's own, and knows where things stand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/judge/script/json-text.ts';

function parsed(text: string): { readonly value: unknown } | 'broken' {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return 'broken';
  }
}

describe('reading JSON', () => {
  it('gives what JSON.parse gives, for whatever can be written', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), undefined, indent);
        const read = readJson(written);
        // A key that means something to JavaScript's objects is refused.
        if (written.includes('"__proto__":')) return;
        expect(read.kind === 'read' ? JSON.stringify(read.value) : read).toBe(JSON.stringify(JSON.parse(written)));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what JSON.parse refuses, when a text is damaged at one place', () => {
    let broken = 0;
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', '"', '{', ',', ':', '0', 'x'),
        (text, at, put) => {
          const place = at % text.length;
          const damaged = text.slice(0, place) + put + text.slice(place + 1);
          const [ours, theirs] = [readJson(damaged), parsed(damaged)];
          if (theirs === 'broken') {
            broken++;
            expect(ours.kind).toBe('broken');
            if (ours.kind === 'broken') expect(ours.offset).toBeLessThanOrEqual(damaged.length);
          } else if (ours.kind === 'read') expect(JSON.stringify(ours.value)).toBe(JSON.stringify(theirs.value));
          else expect(ours.expected).toMatch(/another key|less nesting/);
        },
      ),
      { numRuns: 500 },
    );
    expect(broken).toBeGreaterThan(100);
  });

  it.each([
    { text: '', offset: 0, expected: 'a value' },
    { text: '{"a":1', offset: 6, expected: '"," or "}"' },
    { text: '[1 2]', offset: 3, expected: '"," or "]"' },
    { text: '{"a" 1}', offset: 5, expected: '":"' },
    { text: '{a: 1}', offset: 1, expected: 'a key in quotes' },
    { text: '{"a":1,"a":2}', offset: 7, expected: 'another key' },
    { text: '["open', offset: 1, expected: 'a whole string' },
    { text: '1 1', offset: 2, expected: 'nothing more' },
    { text: '['.repeat(70), offset: 65, expected: 'less nesting' },
  ])('says what was expected where: $text', ({ text, offset, expected }) => {
    expect(readJson(text)).toEqual({ kind: 'broken', offset, expected });
  });

  it('knows where a value stands, or the nearest one around what is not there', () => {
    const text = '{ "steps": [ { "afterMs": 5 } ] }';
    const read = readJson(text);
    if (read.kind !== 'read') throw new Error('it can be read');
    expect(text.slice(read.at(['steps', 0, 'afterMs']))).toBe('5 } ] }');
    expect(text.slice(read.at(['steps', 0, 'levels']))).toBe('{ "afterMs": 5 } ] }');
    expect(read.at([])).toBe(0);
  });
});
