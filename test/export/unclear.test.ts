/** What is deployed and cannot be told is no missing setting: the scenario's own value is never judged in its place. */
import { describe, expect, it } from 'vitest';
import { checkConfig, type DeployedFile } from '../../src/export/check-config.ts';
import { ConfigError } from '../../src/export/config-error.ts';
import { readPythonSettings } from '../../src/node/python-settings.ts';

const SCENARIO = `quotasim: 1
title: a gate
horizon: 1h
grid: 1m
replications: 1
parameters:
  GATE: { value: 8, range: [1, 40] }
  OTHER: 3
supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 40, debt: none }
tasks:
  one:
    trigger: always
    steps: [await: { api: $GATE }, spend: { api: $OTHER }, progress]
`;

async function deployed(file: string, text: string): Promise<DeployedFile> {
  return file.endsWith('.py') ? { file, text, found: await readPythonSettings(text, file) } : { file, text };
}

async function gateOf(
  files: readonly (readonly [string, string])[],
  set: Readonly<Record<string, string>> = {},
): Promise<string> {
  const all = await Promise.all(files.map(([file, text]) => deployed(file, text)));
  return checkConfig(SCENARIO, { file: 'gate.yaml', set }, all).report.scenario.parameters!.GATE!;
}

describe('a value that is deployed and cannot be told', () => {
  it.each([
    // YAML 1.1 reads eight, 1.2 ten.
    ['a.yaml', 'GATE: 010\nOTHER: 3\n', '1:1', 'GATE: which value it is cannot be told from 010;'],
    ['a.yaml', 'x:\n  GATE: 1_0\n', '2:3', 'GATE: which value it is cannot be told from 1_0;'],
    ['a.yaml', 'GATE: 0o10 # eight\n', '1:1', 'GATE: which'],
    ['a.yaml', 'x: &ten 010\nGATE: *ten\n', '2:1', 'GATE: which'],
    ['a.yaml', 'GATE: 1e1\n', '1:1', 'GATE: which'],
    ['a.yaml', 'GATE: true\nOTHER: 3\n', '1:1', 'GATE: which'],
    ['a.yaml', 'OTHER: 3\nGATE:\n', '2:1', 'GATE: which'],
    ['a.yaml', 'OTHER: 3\nGATE: [5]\n', '2:1', 'GATE: which'],
    ['a.json', '{ "OTHER": 3, "GATE": null }', '1:15', 'GATE: which'],
    ['a.toml', 'OTHER = 3\nGATE = false\n', '2:1', 'GATE: which'],
    ['a.ts', 'export const OTHER = 3;\nexport const GATE = Number(process.env.GATE);\n', '2:14', 'GATE: which'],
    ['a.ts', 'const OTHER = 3;\nlet GATE = 5;\n', '2:5', 'GATE: which'],
    ['a.js', 'const OTHER = 3;\nconst GATE = 010;\n', '2:7', 'GATE: which'],
    ['a.py', 'OTHER = 3\nGATE = int(os.environ["GATE"])\n', '2:1', 'GATE: which value it is cannot be told from int'],
    ['a.py', 'OTHER = 3\nif DEBUG:\n    GATE = 5\n', '3:5', 'GATE: which'],
    // `parseInt` reads 1, `Number` 10; Ruby and Go read eight.
    ['.env', 'OTHER=3\nGATE=1e1\n', '2:1', 'GATE: which value it is cannot be told from 1e1;'],
    ['.env', 'OTHER=3\nGATE=010\n', '2:1', 'GATE: which'],
    ['.env', 'OTHER=3\nGATE=0x0a\n', '2:1', 'GATE: which'],
    ['a.json', '{ "GATE": "1_0" }', '1:3', 'GATE: which'],
    // A shell reads the sign as well, dotenv does not; a shell runs what stands behind a blank.
    ['.env', 'OTHER=3\nGATE=10#5\n', '2:1', 'GATE: which value it is cannot be told from 10#5'],
    ['.env', 'OTHER=3\nGATE= 10\n', '2:1', 'GATE: which'],
    ['a.py', 'OTHER, GATE = 3, 5\n', '1:1', 'OTHER: which'],
    ['a.py', 'OTHER = 3\nfrom .base import GATE\n', '2:1', 'GATE: which'],
  ])('is a mistake at its place: %s %j', async (file, text, place, says) => {
    const run = gateOf([[file, text]]);
    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow(`${file}:${place} not_a_value\n  ${says}`);
  });

  it.each([
    'GATE = 8\nGATE = int(os.environ["GATE"])\n',
    'GATE = 8\nGATE += 5\n',
    'GATE = 8\ntry:\n    from .local import GATE\nexcept ImportError:\n    pass\n',
    'GATE = 8\nif True:\n    GATE = 5\n',
    'GATE = 8\ndef configure():\n    global GATE\n    GATE = 5\n',
    'GATE = 8\nwith open("a") as file:\n    GATE = 5\n',
  ])('is one more value where it is set again: %j', async (text) => {
    await expect(gateOf([['a.py', text]])).rejects.toThrow(/^a\.py:\d+:\d+ duplicate_name\n/);
  });

  it('is none that the environment, a later file or --set gives', async () => {
    const python = ['a.py', 'GATE = int(os.environ["GATE"])\n'] as const;
    expect(await gateOf([python, ['.env', 'GATE=5\n']])).toBe('5');
    expect(await gateOf([python], { GATE: '6' })).toBe('6');
    await expect(gateOf([['.env', 'GATE=5\n'], python])).rejects.toThrow(/^a\.py:1:1 not_a_value/);
  });

  it('is none where every reader takes it for the same', async () => {
    const files = ['GATE: 10', 'GATE: "10"', 'GATE: 0x0a', "GATE: '10'", 'GATE: +10', 'GATE: 10.0'];
    for (const text of files) expect([text, Number(await gateOf([['a.yaml', text]]))]).toEqual([text, 10]);
    const local = 'GATE = 10\ndef f(GATE=5):\n    GATE = 6\n    return GATE\n';
    expect(await gateOf([['a.py', local]])).toBe('10');
  });
});
