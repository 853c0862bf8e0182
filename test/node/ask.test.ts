import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askAt } from '../../src/node/ask.ts';

describe('askAt', () => {
  it('answers question by question, also with lines that came early', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const ask = askAt(input, output);
    const first = ask('one? ');
    input.write('1\n2\n');
    expect([await first, await ask('two? ')]).toEqual(['1', '2']);
    const third = ask('three? ');
    input.write('3\n');
    expect(await third).toBe('3');
    expect(String(output.read())).toContain('two? 2\n');
  });

  it('says where the input is over, and goes on saying so', async () => {
    const input = new PassThrough();
    const ask = askAt(input, new PassThrough());
    const first = ask('one? ');
    input.end();
    expect([await first, await ask('two? ')]).toEqual([undefined, undefined]);
  });
});
