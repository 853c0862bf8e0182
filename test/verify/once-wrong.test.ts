/** Small scenarios of which something wrong was once said, each with what is true. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import { confirm } from '../../src/verify/confirm.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';

const scenario = (text: string) => loadScenario(`quotasim: 1\nhorizon: 1h\n${text}`, { file: 'once-wrong.yaml' });

function claims({ tasks }: WorldVerification): Record<string, string> {
  return Object.fromEntries(tasks.map(({ task, claim }) => [task, claim]));
}

describe('an instant that never ends', () => {
  // Whoever of the two has the lock last in an instant decides: as long as it is the spinner's turn, no time passes.
  const text = `locks: { shared: { lease: none } }
tasks:
  spinner: { trigger: always, steps: [{ acquire: shared }, progress, { release: shared }] }
  worker: { trigger: always, steps: [{ acquire: shared }, progress, { work: 1m }] }
`;

  it('is found where only the order of turns keeps it up, and leaves nobody proved live', () => {
    const given = scenario(text);
    const found = verify(given).worlds[0]!;
    expect(claims(found)).toEqual({ spinner: 'unknown', worker: 'unknown' });
    expect(found.zeno?.script.shows).toEqual({ kind: 'zeno', task: 'spinner' });
    expect(confirm(assemble(given.worlds[0]!.model), found.zeno!.script)).toEqual({ kind: 'confirmed' });
  });
});
