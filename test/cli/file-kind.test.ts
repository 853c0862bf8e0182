/** A file of another kind is told in one sentence, with the command that takes it; a file that is full of mistakes is cut. */
import { describe, expect, it } from 'vitest';
import { sim } from './io.ts';
import { keepaBefore } from './scenario.ts';

const FILES = {
  'report.json': '{ "quotasim": "0.1.0", "scenario": { "name": "prod" }, "verdict": "pass", "goals": [] }',
  'tie.proof.json': '{ "quotasimCertificate": 1, "quotasim": "0.1.0", "scenario": "tie", "set": {}, "worlds": [] }',
  'job.script.json': '{ "quotasimScript": 1, "steps": [] }',
  'package.json': '{ "name": "app", "scripts": { "test": "vitest" }, "version": "1.0.0" }',
  'keepa.yaml': keepaBefore,
};

describe('a file of another kind', () => {
  it.each([
    {
      words: ['report.json'],
      says: 'no scenario, but a report, which no command reads: sim takes the scenario it was',
    },
    { words: ['tie.proof.json'], says: 'no scenario, but a certificate, which sim check-certificate takes' },
    { words: ['verify', 'job.script.json'], says: 'no scenario, but a script, which sim replay takes' },
    { words: ['lint', 'package.json'], says: 'no scenario, but JSON that sim did not write' },
    { words: ['replay', 'tie.proof.json'], says: 'no script, but a certificate, which sim check-certificate takes' },
    { words: ['replay', 'keepa.yaml'], says: 'no script, but a scenario, which sim run takes' },
    { words: ['check-certificate', 'report.json', 'keepa.yaml'], says: 'no certificate, but a report' },
    { words: ['check-certificate', 'tie.proof.json', 'job.script.json'], says: 'no scenario, but a script' },
  ])('is told what it is: sim $words', async ({ words, says }) => {
    const { exit, out, err } = await sim(words, { files: FILES });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(`: ${says}`);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
  });

  it('is not told where a scenario is written as JSON', async () => {
    const files = { 'job.json': '{ "quotasim": 1, "tasks": {} }' };
    expect((await sim(['lint', 'job.json'], { files })).err).toMatch(/^job\.json:1:\d+ /);
  });
});

it.each([
  { mistakes: 20, more: false },
  { mistakes: 21, more: true },
])('of $mistakes mistakes 20 are shown', async ({ mistakes, more }) => {
  const wrong = Array.from({ length: mistakes }, (_, index) => `wrong${index}: 1\n`).join('');
  const { err } = await sim(['lint', 'keepa.yaml'], { files: { 'keepa.yaml': `${keepaBefore}\n${wrong}` } });
  expect(err.match(/ unknown_key\n/g)).toHaveLength(20);
  expect(err.includes('… and 1 more')).toBe(more);
});
