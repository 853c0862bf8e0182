/** Every certificate checks, and none that was changed, cut, or belongs to something else. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { World } from '../../src/scenarios/scenario.ts';
import type { Model } from '../../src/sim/model.ts';
import { VERSION } from '../../src/sim/version.ts';
import { type Certificate, certificateText, type WorldCertificate } from '../../src/verify/certificate/certificate.ts';
import { certify, certifyWorld } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { verify, verifyWorld } from '../../src/verify/verify.ts';
import { contended } from './contended.ts';
import { LIMITS } from './explored.ts';
import { boundedSystem, openSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

const worldOf = (model: Model): World => ({ set: {}, model, goals: [], assumptions: [] });

function certified(world: World, reasons: string[] = []): WorldCertificate | undefined {
  const made = certifyWorld(world, verifyWorld(world, { statesMax: LIMITS.statesMax }), 30_000);
  if (made.kind === 'refused') reasons.push(made.because);
  return made.kind === 'certificate' ? made.certificate : undefined;
}

function fileOf(...worlds: readonly WorldCertificate[]): Certificate {
  return { quotasimCertificate: 1, quotasim: '0', scenario: 'test', set: {}, worlds };
}

function check(world: World, text: string): ReturnType<typeof checkCertificate> {
  return checkCertificate({ worlds: [world] }, text);
}

/** Two tasks on one bucket, one live, one starved for certain: a world with both kinds of claim. */
function small(): World {
  return worldsOf('8')[0]!;
}

function worldsOf(cost: string): readonly World[] {
  return loadScenario(text(cost), { file: 'small.yaml' }).worlds;
}

function text(cost = '8'): string {
  return `quotasim: 1
horizon: 1d
grid: 1m
supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 9, initial: any, debt: none }
facts: { COST: { choice: [2, 3] }, KIND: { unsure: [1, 2] } }
tasks:
  small: { trigger: { every: 3m, offset: any }, whenBusy: skip, steps: [{ spend: { api: $COST } }, progress] }
  large: { trigger: always, steps: [{ spend: { api: ${cost} } }, { work: 1m }, progress: $KIND, { spend: { api: 10 } }] }
`;
}

/** Two jobs that ask at the same level: one can starve, the other cannot. */
const TIE = `quotasim: 1
horizon: 7d
grid: 1m
supplies:
  api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 60, initial: any, debt: unlimited }
tasks:
  report: { trigger: { every: 12m, offset: any }, whenBusy: skip, steps: [{ await: { api: 20 } }, { spend: { api: 30 } }, progress] }
  sync: { trigger: always, steps: [{ await: { api: 20 } }, { spend: { api: 20 } }, progress, { work: 1m }] }
`;

function broken(world: World, certificate: WorldCertificate, change: (copy: Draft) => void): unknown {
  const copy = JSON.parse(JSON.stringify(certificate)) as Draft;
  change(copy);
  return check(world, certificateText(fileOf(copy as unknown as WorldCertificate)));
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
        const { tasks, states } = certificate;
        expect(check(world, certificateText(fileOf(certificate)))).toMatchObject({
          kind: 'holds',
          worlds: [{ set: {}, claims: tasks, states: states.length }],
        });
      }),
      { numRuns: LONG ? 2000 : 24, endOnFailure: true },
    );
    // What was proved can be certified: no space is so much larger in plain ways.
    expect(new Set(reasons)).toEqual(new Set(['no task is proved live or starved']));
    expect(seen.live).toBeGreaterThan(9);
    expect(seen.starved).toBeGreaterThan(2);
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
            expect(broken(world, certificate, change)).toMatchObject({
              kind: 'fails',
              at: expect.stringMatching(/^worlds\[0\]\./),
            });
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
      { numRuns: LONG ? 300 : 6, endOnFailure: true },
    );
    expect(changes).toBeGreaterThan(300);
  });
});

describe('a certificate that is none', () => {
  const world = small();
  const certificate = certified(world)!;
  const text = certificateText(fileOf(certificate));
  const fails = (change: (copy: Draft) => void): unknown => broken(world, certificate, change);

  it('is told from one that is, which comes with the claims it proves', () => {
    expect(check(world, text)).toEqual({
      kind: 'holds',
      scenario: 'test',
      worlds: [
        {
          set: { KIND: '1' },
          claims: [
            { task: 'small', claim: 'live', firstMs: 360_000, betweenMs: 360_000 },
            { task: 'large', claim: 'starved', progresses: 1 },
          ],
          states: 54,
          unproved: [],
        },
      ],
    });
  });

  it('is told with the place where it goes wrong', () => {
    expect(fails(({ states }) => void states[7]![1][0]!++)).toMatchObject({
      kind: 'fails',
      path: ['worlds', 0, 'states', 7, 1, 0],
      at: 'worlds[0].states[7][1][0]',
    });
    expect(
      fails(({ states }) => {
        states[8]![1] = [1];
      }),
    ).toMatchObject({
      kind: 'unfit',
      at: 'worlds[0].states[8][1]',
      because: 'has 1 ranks for 2 claims',
    });
    expect(
      fails(({ states }) => {
        states[9]![1][1] = 0.5;
      }),
    ).toMatchObject({
      kind: 'unfit',
      at: 'worlds[0].states[9][1][1]',
      because: 'is no whole number',
    });
    const [image, ranks] = certificate.states[3]!;
    expect(fails(({ states }) => void states.push([[...image], [...ranks]]))).toMatchObject({
      kind: 'fails',
      at: 'worlds[0].states[54][0]',
      because: 'is states[3] again',
    });
    expect(fails(({ states }) => void states.push([[...image, 1], [...ranks]]))).toMatchObject({
      kind: 'fails',
      at: 'worlds[0].states[54]',
      because: 'no run comes to this state',
    });
    expect(
      fails(({ tasks }) => {
        tasks[1]!.progresses = 0;
      }),
    ).toMatchObject({
      kind: 'fails',
      at: 'worlds[0].tasks[1].progresses',
      because: 'is 0, but the ranks come to 1',
    });
  });

  it.each<{ what: string; at: string; change: (copy: Draft) => void }>([
    {
      what: 'another model',
      at: 'worlds[0].model',
      change: (copy) => {
        copy.model = '0123456789abcdef';
      },
    },
    {
      what: 'another world',
      at: 'worlds[0].world',
      change: (copy) => {
        copy.world.KIND = '2';
      },
    },
    {
      what: 'a world of its own',
      at: 'worlds[0].world',
      change: (copy) => {
        copy.world.MORE = '2';
      },
    },
    { what: 'no world', at: 'worlds[0]', change: (copy) => void Reflect.deleteProperty(copy, 'world') },
    {
      what: 'no claims',
      at: 'worlds[0].tasks',
      change: (copy) => {
        copy.tasks = [];
      },
    },
    {
      what: 'another task',
      at: 'worlds[0].tasks[0].task',
      change: (copy) => {
        copy.tasks[0]!.task = 'nobody';
      },
    },
    {
      what: 'a task twice',
      at: 'worlds[0].tasks[1].task',
      change: (copy) => {
        copy.tasks[1]!.task = 'small';
      },
    },
    {
      what: 'another claim',
      at: 'worlds[0].tasks[1]',
      change: (copy) => {
        copy.tasks[1]!.claim = 'safe';
      },
    },
    {
      what: 'more than it may say',
      at: 'worlds[0].tasks[0].sure',
      change: (copy) => {
        copy.tasks[0]!.sure = 'very';
      },
    },
    {
      what: 'more beside it',
      at: 'worlds[0].signed',
      change: (copy) => {
        copy.signed = true;
      },
    },
  ])('is one with $what', ({ at, change }) => {
    const found = fails(change);
    expect(found).toMatchObject({ kind: 'unfit', at });
  });

  it.each<{ what: string; at: string; change: (file: Record<string, unknown>) => void }>([
    {
      what: 'another format',
      at: 'quotasimCertificate',
      change: (file) => {
        file.quotasimCertificate = 2;
      },
    },
    {
      what: 'no world',
      at: 'worlds',
      change: (file) => {
        file.worlds = [];
      },
    },
    {
      what: 'a world twice',
      at: 'worlds[1].world',
      change: (file) => {
        file.worlds = [certificate, certificate];
      },
    },
    {
      what: 'a setting that is no text',
      at: 'set.COST',
      change: (file) => {
        file.set = { COST: 3 };
      },
    },
    {
      what: 'a word more',
      at: 'signed',
      change: (file) => {
        file.signed = true;
      },
    },
    { what: 'a word less', at: 'certificate', change: (file) => void Reflect.deleteProperty(file, 'scenario') },
  ])('is a file with $what', ({ at, change }) => {
    const file: Record<string, unknown> = { ...fileOf(certificate) };
    change(file);
    expect(check(world, JSON.stringify(file))).toMatchObject({ kind: 'unfit', at });
  });

  it('proves nothing where its states are gone', () => {
    expect(fails(({ states }) => void states.splice(0))).toMatchObject({ kind: 'fails', at: 'worlds[0].states' });
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
    expect(check(world, certificateText(fileOf(swapped)))).toMatchObject({ kind: 'fails' });
  });

  it('is a file that was cut anywhere, or is something else', () => {
    for (let length = 0; length < text.length - 1; length += 37) {
      expect(check(world, text.slice(0, length))).toMatchObject({ kind: 'unfit', at: 'certificate' });
    }
    for (const other of ['[]', 'null', '7', '{}', 'quotasim: 1\n']) {
      expect(check(world, other)).toMatchObject({ kind: 'unfit', at: 'certificate' });
    }
  });

  it('is that of a scenario with one number changed, or of another world', () => {
    const [first, second] = [small(), worldsOf('7')[0]!];
    expect(check(first, text)).toMatchObject({ kind: 'holds' });
    expect(check(second, text)).toMatchObject({ kind: 'unfit', at: 'worlds[0].model' });
    expect(check(worldsOf('8')[1]!, text)).toMatchObject({ kind: 'unfit', at: 'worlds[0].world' });
  });
});

describe('certifying', () => {
  it('is refused where nothing is proved, or there is more than the limit, just under and at it', () => {
    const world = small();
    const proof = verifyWorld(world);
    const states = 54;
    expect(certifyWorld(world, proof, states)).toMatchObject({ kind: 'certificate' });
    expect(certifyWorld(world, proof, states - 1)).toEqual({
      kind: 'refused',
      because: 'it has more than 53 states',
    });
    expect(certifyWorld(world, verifyWorld(world, { statesMax: 10 }))).toEqual({
      kind: 'refused',
      because: 'no task is proved live or starved',
    });
  });

  it('puts every world into one file, says how it was loaded, and what of it is left out', () => {
    const scenario = loadScenario(text(), { file: 'small.yaml' });
    const made = certify(scenario, verify(scenario), { set: { COST: '2' }, horizon: '2d' });
    expect(made.left).toEqual([]);
    const { worlds, ...head } = made.certificate;
    expect(head).toEqual({
      quotasimCertificate: 1,
      quotasim: VERSION,
      scenario: 'small',
      set: { COST: '2' },
      horizon: '2d',
    });
    expect(worlds.map(({ world }) => world)).toEqual([{ KIND: '1' }, { KIND: '2' }]);
    expect(checkCertificate(scenario, certificateText(made.certificate))).toMatchObject({ kind: 'holds' });

    const half = certify(scenario, verify(scenario), { statesMax: 54 });
    expect(half.left).toEqual([{ world: { KIND: '2' }, because: 'it has more than 0 states' }]);
    expect(checkCertificate(scenario, certificateText(half.certificate))).toMatchObject({
      kind: 'holds',
      worlds: [{ unproved: [] }, { set: { KIND: '2' }, states: 0, claims: [], unproved: ['small', 'large'] }],
    });
  });

  it('leaves out who can starve, and who was not explored, and says so', () => {
    const scenario = loadScenario(text(), { file: 'small.yaml' });
    const stopped = certify(scenario, verify(scenario, { statesMax: 3 }));
    expect(stopped.certificate.worlds).toEqual([]);
    expect(stopped.left[0]).toEqual({ world: { KIND: '1' }, task: 'small', because: 'not everything was explored' });
    const starvable = loadScenario(TIE, { file: 'tie.yaml' });
    const { certificate, left } = certify(starvable, verify(starvable));
    expect(left).toEqual([{ world: {}, task: 'report', because: 'it can starve, which its script shows' }]);
    expect(certificate.worlds[0]!.tasks.map(({ task }) => task)).toEqual(['sync']);
  });

  it('is never of a wait that is not the one that was proved', () => {
    const world = small();
    const proof = verifyWorld(world);
    const tasks = proof.tasks.map((task) => ({ ...task, ...(task.worst && { worst: { firstMs: 1, betweenMs: 1 } }) }));
    expect(() => certifyWorld(world, { ...proof, tasks })).toThrow('both ways to explore find the same waits');
  });
});

describe('the checker', () => {
  it('shares no code with the explorer: of its folder it reaches only the plain ways to list states', async () => {
    const reached = await reachedFrom('certificate/check-certificate.ts');
    expect(reached).toEqual([
      'certificate/certificate.ts',
      'certificate/check-certificate.ts',
      'certificate/read-certificate.ts',
      'plain/draws.ts',
      'plain/image.ts',
      'plain/instants.ts',
      'plain/rule-image.ts',
      'plain/stock-image.ts',
      'plain/time.ts',
      'plain/ways.ts',
    ]);
  });
});

/** The files of `src/verify` that a file needs, by way of those it needs itself. */
async function reachedFrom(file: string): Promise<string[]> {
  const folder = new URL('../../src/verify/', import.meta.url);
  const found = new Set([file]);
  for (const one of found) {
    const source = await readFile(new URL(one, folder), 'utf8');
    for (const [, path] of source.matchAll(/from '(\.[^']+)'/g)) {
      const { href } = new URL(path!, new URL(one, folder));
      if (href.startsWith(folder.href)) found.add(href.slice(folder.href.length));
    }
  }
  return [...found].sort();
}
