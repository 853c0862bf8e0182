/** Every certificate checks, and none that was changed, cut, or belongs to something else. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { World } from '../../src/scenarios/scenario.ts';
import type { Model } from '../../src/sim/model.ts';
import { type Certificate, certificateText } from '../../src/verify/certificate.ts';
import { certify } from '../../src/verify/certify.ts';
import { checkCertificate } from '../../src/verify/check-certificate.ts';
import { verifyWorld } from '../../src/verify/verify.ts';
import { contended } from './contended.ts';
import { LIMITS } from './explored.ts';
import { boundedSystem, openSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

const worldOf = (model: Model): World => ({ set: {}, model, goals: [], assumptions: [] });

function certified(world: World, reasons: string[] = []): Certificate | undefined {
  const made = certify(world, verifyWorld(world, { statesMax: LIMITS.statesMax }), { statesMax: 30_000 });
  if (made.kind === 'refused') reasons.push(made.because);
  return made.kind === 'certificate' ? made.certificate : undefined;
}

/** Two tasks on one bucket, one live, one starved for certain: a world with both kinds of claim. */
function small(): World {
  return worldsOf('8')[0]!;
}

function worldsOf(cost: string): readonly World[] {
  return loadScenario(
    `quotasim: 1
horizon: 1d
grid: 1m
supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 9, initial: any, debt: none }
facts: { COST: { choice: [2, 3] }, KIND: { unsure: [1, 2] } }
tasks:
  small: { trigger: { every: 3m, offset: any }, whenBusy: skip, steps: [{ spend: { api: $COST } }, progress] }
  large: { trigger: always, steps: [{ spend: { api: ${cost} } }, { work: 1m }, progress: $KIND, { spend: { api: 10 } }] }
`,
    { file: 'small.yaml' },
  ).worlds;
}

function broken(world: World, certificate: Certificate, change: (copy: Draft) => void): unknown {
  const copy = JSON.parse(JSON.stringify(certificate)) as Draft;
  change(copy);
  return checkCertificate(world, certificateText(copy as unknown as Certificate));
}

/** A certificate that can be changed. */
interface Draft {
  model: string;
  world: Record<string, string>;
  tasks: Record<string, string | number>[];
  states: [number[], number[]][];
  [more: string]: unknown;
}

describe('a certificate', () => {
  it('checks, whatever the system, and says the waits that the explorer found', () => {
    const seen = { live: 0, starved: 0 };
    const reasons: string[] = [];
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: contended }, boundedSystem, openSystem), (model) => {
        const world = worldOf(model);
        const certificate = certified(world, reasons);
        if (certificate === undefined) return;
        for (const { claim } of certificate.tasks) seen[claim]++;
        expect(checkCertificate(world, certificateText(certificate))).toEqual({
          kind: 'checks',
          tasks: certificate.tasks,
          states: certificate.states.length,
        });
      }),
      { numRuns: LONG ? 2000 : 40, endOnFailure: true },
    );
    // What was proved can be certified: no space is so much larger in plain ways.
    expect(new Set(reasons)).toEqual(new Set(['no task is proved live or starved']));
    expect(seen.live).toBeGreaterThan(15);
    expect(seen.starved).toBeGreaterThan(4);
  });

  it('does not check once any rank, any number of a state, or a whole state is changed, left out or added', () => {
    let changes = 0;
    fc.assert(
      fc.property(
        fc.oneof({ weight: 2, arbitrary: contended }, boundedSystem),
        fc.constantFrom(-1, 1),
        fc.nat(),
        (model, by, pick) => {
          const world = worldOf(model);
          const certificate = certified(world);
          if (certificate === undefined || certificate.states.length > 120) return;
          const fails = (change: (copy: Draft) => void): void => {
            expect(broken(world, certificate, change)).toMatchObject({ kind: 'fails' });
            changes++;
          };
          certificate.states.forEach(([image, ranks], state) => {
            const at = pick % image.length;
            ranks.forEach((_, claim) => {
              fails(({ states }) => {
                states[state]![1][claim]! += by;
              });
            });
            fails(({ states }) => {
              states[state]![0][at]! += by;
            });
            fails(({ states }) => void states.splice(state, 1));
            fails(({ states }) => void states.push([states[state]![0], states[state]![1]]));
          });
          certificate.tasks.forEach((claim, index) => {
            for (const field of claim.claim === 'live' ? ['firstMs', 'betweenMs'] : ['progresses']) {
              fails(({ tasks }) => {
                tasks[index]![field] = Number(tasks[index]![field]) + by;
              });
            }
          });
        },
      ),
      { numRuns: LONG ? 300 : 10, endOnFailure: true },
    );
    expect(changes).toBeGreaterThan(500);
  });
});

describe('a certificate that is none', () => {
  const world = small();
  const certificate = certified(world)!;
  const text = certificateText(certificate);
  const fails = (change: (copy: Draft) => void): unknown => broken(world, certificate, change);

  it('is told from one that is, which comes with the claims it proves', () => {
    expect(checkCertificate(world, text)).toEqual({
      kind: 'checks',
      tasks: [
        { task: 'small', claim: 'live', firstMs: 360_000, betweenMs: 360_000 },
        { task: 'large', claim: 'starved', progresses: 1 },
      ],
      states: 54,
    });
  });

  it('is told with the place where it goes wrong', () => {
    expect(fails(({ states }) => void states[7]![1][0]!++)).toMatchObject({ at: 'states[7][1][0]' });
    expect(
      fails(({ states }) => {
        states[8]![1] = [1];
      }),
    ).toEqual({
      kind: 'fails',
      at: 'states[8][1]',
      because: 'has 1 ranks for 2 claims',
    });
    expect(
      fails(({ states }) => {
        states[9]![1][1] = 0.5;
      }),
    ).toEqual({
      kind: 'fails',
      at: 'states[9][1][1]',
      because: 'is no whole number',
    });
    const [image, ranks] = certificate.states[3]!;
    expect(fails(({ states }) => void states.push([[...image], [...ranks]]))).toEqual({
      kind: 'fails',
      at: 'states[54][0]',
      because: 'is states[3] again',
    });
    expect(fails(({ states }) => void states.push([[...image, 1], [...ranks]]))).toEqual({
      kind: 'fails',
      at: 'states[54]',
      because: 'no run comes to this state',
    });
    expect(
      fails(({ tasks }) => {
        tasks[1]!.progresses = 0;
      }),
    ).toEqual({
      kind: 'fails',
      at: 'tasks[1].progresses',
      because: 'is 0, but the ranks come to 1',
    });
  });

  it.each<{ what: string; at: string; change: (copy: Draft) => void }>([
    {
      what: 'another format',
      at: 'quotasimCertificate',
      change: (copy) => {
        copy.quotasimCertificate = 2;
      },
    },
    {
      what: 'another model',
      at: 'model',
      change: (copy) => {
        copy.model = '0123456789abcdef';
      },
    },
    {
      what: 'another world',
      at: 'world',
      change: (copy) => {
        copy.world.KIND = '2';
      },
    },
    {
      what: 'a world of its own',
      at: 'world',
      change: (copy) => {
        copy.world.MORE = '2';
      },
    },
    { what: 'no world', at: 'certificate', change: (copy) => void Reflect.deleteProperty(copy, 'world') },
    {
      what: 'no claims',
      at: 'tasks',
      change: (copy) => {
        copy.tasks = [];
      },
    },
    {
      what: 'another task',
      at: 'tasks[0].task',
      change: (copy) => {
        copy.tasks[0]!.task = 'nobody';
      },
    },
    {
      what: 'a task twice',
      at: 'tasks[1].task',
      change: (copy) => {
        copy.tasks[1]!.task = 'small';
      },
    },
    {
      what: 'another claim',
      at: 'tasks[1]',
      change: (copy) => {
        copy.tasks[1]!.claim = 'safe';
      },
    },
    {
      what: 'more than it may say',
      at: 'tasks[0]',
      change: (copy) => {
        copy.tasks[0]!.sure = 'very';
      },
    },
    {
      what: 'more beside it',
      at: 'certificate',
      change: (copy) => {
        copy.signed = true;
      },
    },
    {
      what: 'no states',
      at: 'states',
      change: (copy) => {
        copy.states = [];
      },
    },
  ])('is one with $what', ({ at, change }) => {
    const found = fails(change);
    expect(found).toMatchObject({ kind: 'fails', at });
  });

  it('swaps no claims: what is live is not starved, and the other way round', () => {
    const [live, starved] = certificate.tasks;
    const swapped = {
      ...certificate,
      tasks: [
        { ...live!, task: 'large' },
        { ...starved!, task: 'small' },
      ],
    };
    expect(checkCertificate(world, certificateText(swapped))).toMatchObject({ kind: 'fails' });
  });

  it('is a file that was cut anywhere, or is something else', () => {
    for (let length = 0; length < text.length - 1; length += 37) {
      expect(checkCertificate(world, text.slice(0, length))).toMatchObject({ kind: 'fails', at: 'certificate' });
    }
    for (const other of ['[]', 'null', '7', '{}', 'quotasim: 1\n']) {
      expect(checkCertificate(world, other)).toMatchObject({ kind: 'fails', at: 'certificate' });
    }
  });

  it('is that of a scenario with one number changed, or of another world', () => {
    const [first, second] = [small(), worldsOf('7')[0]!];
    expect(checkCertificate(first, text)).toMatchObject({ kind: 'checks' });
    expect(checkCertificate(second, text)).toMatchObject({ kind: 'fails', at: 'model' });
    expect(checkCertificate(worldsOf('8')[1]!, text)).toMatchObject({ kind: 'fails' });
  });
});

describe('certifying', () => {
  it('is refused where nothing is proved, or there is more than the limit, just under and at it', () => {
    const world = small();
    const proof = verifyWorld(world);
    const states = 54;
    expect(certify(world, proof, { statesMax: states })).toMatchObject({ kind: 'certificate' });
    expect(certify(world, proof, { statesMax: states - 1 })).toEqual({
      kind: 'refused',
      because: 'it has more than 53 states',
    });
    expect(certify(world, verifyWorld(world, { statesMax: 10 }))).toEqual({
      kind: 'refused',
      because: 'no task is proved live or starved',
    });
  });

  it('is never of a wait that is not the one that was proved', () => {
    const world = small();
    const proof = verifyWorld(world);
    const tasks = proof.tasks.map((task) => ({ ...task, ...(task.worst && { worst: { firstMs: 1, betweenMs: 1 } }) }));
    expect(() => certify(world, { ...proof, tasks })).toThrow('both ways to explore find the same waits');
  });
});

describe('the checker', () => {
  it('shares no code with the explorer: of its folder it reaches only the plain ways to list states', async () => {
    const reached = await reachedFrom('check-certificate.ts');
    expect(reached).toEqual([
      'certificate.ts',
      'check-certificate.ts',
      'draws.ts',
      'image.ts',
      'instants.ts',
      'read-certificate.ts',
      'ways.ts',
    ]);
  });
});

/** The files of `src/verify` that a file needs, by way of those it needs itself. */
async function reachedFrom(file: string): Promise<string[]> {
  const found = new Set([file]);
  for (const one of found) {
    const source = await readFile(new URL(`../../src/verify/${one}`, import.meta.url), 'utf8');
    for (const [, name] of source.matchAll(/from '\.\/([^']+)'/g)) found.add(name!);
  }
  return [...found].sort();
}
