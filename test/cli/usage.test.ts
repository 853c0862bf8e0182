/** What the command line refuses: exit 2, one sentence and where to look on stderr, nothing on stdout, nothing written. */
import { describe, expect, it } from 'vitest';
import { sim } from './io.ts';

describe('a mistake on the command line', () => {
  it.each([
    { argv: ['keepa.yaml', '--sede', '7'], says: 'unknown option --sede; did you mean --seed?' },
    { argv: ['keepa.yaml', '--frobnicate'], says: 'unknown option --frobnicate' },
    { argv: ['keepa.yaml', '-j'], says: 'unknown option -j' },
    { argv: ['keepa.yaml', '--no-seed'], says: 'unknown option --no-seed' },
    { argv: ['keepa.yaml', '--no-such'], says: 'unknown option --no-such' },
    { argv: ['keepa.yaml', '--__proto__', 'x'], says: 'unknown option --__proto__' },
    { argv: ['keepa.yaml', '--constructor', 'x'], says: 'unknown option --constructor' },
    { argv: ['keepa.yaml', '--seed'], says: '--seed needs a value: --seed TEXT' },
    { argv: ['keepa.yaml', '--seed='], says: '--seed needs a value: --seed TEXT' },
    { argv: ['--seed', '--json', 'keepa.yaml'], says: '--seed needs a value: --seed TEXT' },
    { argv: ['keepa.yaml', '--out', ''], says: '--out needs a value: --out DIR' },
    { argv: ['keepa.yaml', '--seed', '1', '--seed', '2'], says: '--seed may be given only once' },
    { argv: ['keepa.yaml', '--json=yes'], says: '--json takes no value' },
    {
      argv: ['keepa.yaml', '--replications', 'abc'],
      says: '--replications must be a whole number from 1 to 1000000, received "abc"',
    },
    {
      argv: ['keepa.yaml', '--replications', '0'],
      says: '--replications must be a whole number from 1 to 1000000, received "0"',
    },
    {
      argv: ['keepa.yaml', '--replications', '-3'],
      says: '--replications must be a whole number from 1 to 1000000, received "-3"',
    },
    {
      argv: ['keepa.yaml', '--replications', '2.5'],
      says: '--replications must be a whole number from 1 to 1000000, received "2.5"',
    },
    {
      argv: ['keepa.yaml', '--replications', '1e3'],
      says: '--replications must be a whole number from 1 to 1000000, received "1e3"',
    },
    {
      argv: ['keepa.yaml', '--replications', '1000001'],
      says: '--replications must be a whole number from 1 to 1000000, received "1000001"',
    },
    { argv: ['keepa.yaml', '--set', 'A'], says: '--set needs NAME=VALUE, received "A"' },
    { argv: ['keepa.yaml', '--set', '=5'], says: '--set needs NAME=VALUE, received "=5"' },
    { argv: ['keepa.yaml', '--set', 'A='], says: '--set needs NAME=VALUE, received "A="' },
    { argv: ['keepa.yaml', '--set', 'A=1', '--set', 'A=2'], says: '--set A may be given only once' },
    { argv: ['keepa.yaml', '--require', 'prof'], says: '--require must be proof, received "prof"' },
    { argv: ['keepa.yaml', '--seed', 'x'.repeat(101)], says: '--seed must be a line of at most 100 characters' },
    { argv: ['keepa.yaml', '--seed', 'a\nb'], says: '--seed must be a line of at most 100 characters' },
    { argv: ['run'], says: 'sim run needs a scenario: sim run <scenario>' },
    { argv: ['--json'], says: 'sim run needs a scenario: sim run <scenario>' },
    { argv: ['run', 'keepa.yaml', 'b.yaml'], says: 'sim run takes one scenario; too much: "b.yaml"' },
    { argv: ['keepa.yaml', 'b.yaml'], says: 'sim run takes one scenario; too much: "b.yaml"' },
  ])('$argv', async ({ argv, says }) => {
    const { exit, out, err, written } = await sim(argv);
    expect({ exit, out, err, written }).toEqual({
      exit: 2,
      // Whoever asks for data is told as data, too.
      out: argv.includes('--json') ? (expect.stringContaining('"code": "usage"') as string) : '',
      err: `sim: ${says.replace('\n', '�')}\n  sim run --help shows what there is\n`,
      written: [],
    });
  });

  it.each([
    { argv: ['rnu', 'keepa.yaml'], says: '"rnu" is no command; did you mean run?' },
    { argv: ['rnu'], says: '"rnu" is no command; did you mean run?' },
    { argv: ['shcema'], says: '"shcema" is no command; did you mean schema?' },
    {
      argv: ['frobnicate', 'keepa.yaml'],
      says: '"frobnicate" is no command; commands: run, init, lint, verify, check, compare, plan, export, replay, check-certificate, explain, presets, schema',
    },
    { argv: ['Run', 'keepa.yaml'], says: '"Run" is no command; did you mean run?' },
  ])('a mistyped command suggests the nearest: $argv', async ({ argv, says }) => {
    const { exit, out, err } = await sim(argv);
    expect({ exit, out, err }).toEqual({ exit: 2, out: '', err: `sim: ${says}\n  sim --help shows what there is\n` });
  });

  it.each([
    { argv: ['schema', 'x'], says: 'sim schema takes no words; too much: "x"' },
    { argv: ['schema', '--seed', '1'], says: 'unknown option --seed' },
  ])('a command takes only its own options and words: $argv', async ({ argv, says }) => {
    const { exit, out, err } = await sim(argv);
    expect({ exit, out, err }).toEqual({
      exit: 2,
      out: '',
      err: `sim: ${says}\n  sim schema --help shows what there is\n`,
    });
  });

  it('no words at all: the help, on stderr', async () => {
    const { exit, out, err } = await sim([]);
    expect({ exit, out, err }).toEqual({ exit: 2, out: '', err: (await sim(['--help'])).out });
  });
});

describe('the help', () => {
  it('of all commands', async () => {
    const { exit, out, err } = await sim(['--help']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      sim <scenario>   the same as sim run <scenario>
      sim <command>

      Commands:
        sim run <scenario>                        Simulate a scenario, judge it, and
                                                  write its report
        sim init [scenario]                       Write a first scenario, from
                                                  CronJobs, Celery beat, a crontab or
                                                  a workflow, or from a few questions
        sim lint <scenario>                       Say what is wrong with the settings,
                                                  without running anything
        sim verify <scenario>                     Prove that no task can starve and
                                                  how long each waits, or show how one
                                                  can
        sim check <scenario>                      Judge what is deployed: a settings
                                                  file or the environment, laid over
                                                  the scenario
        sim compare <scenario> [scenario …]       Put scenarios, or settings of one,
                                                  side by side: verdicts, and
                                                  differences with intervals
        sim plan <scenario>                       Find the best setting that is safe,
                                                  and how far it is from one that is
                                                  not
        sim export <scenario>                     Write the parameters as a file
                                                  production reads
        sim replay <script>                       Run a counterexample step by step,
                                                  and check that it does what it says
        sim check-certificate <certificate>       Check a proof that was written to a
        <scenario>                                file, without trusting whoever wrote
                                                  it
        sim explain [code]                        Explain a finding: what it means,
                                                  what to change, an example
        sim presets [name]                        List the presets of known providers
                                                  and schedulers, or show one
        sim schema                                Print the JSON Schema of scenarios,
                                                  for editors

      Options:
        -h, --help           Show this                                       [boolean]
            --version        Show the version                                [boolean]
            --set            NAME=VALUE: another value for a parameter or fact; may be
                             repeated
            --seed           TEXT: same seed, same report; default the scenario's, or
                             1
            --horizon        DURATION: how long to simulate, e.g. 7d; default the
                             scenario's
            --replications   COUNT: how many independent runs; default the scenario's
            --allow-plugins  Run the programs that the scenario names under plugins,
                             for their policies
            --out            DIR: where to write the report; default reports/NAME
            --json           Print report.json alone, and write files only with --out
            --require        proof: a goal that is met but not proved is unknown
            --no-verify      Do not try to prove anything

      Examples:
        sim prod.yaml                       The verdict, with a report in reports/prod
        sim prod.yaml --set THRESHOLD=50    What if?
        sim prod.yaml --json | jq .verdict  For scripts

      Exit: 0 every goal met, 1 a goal missed, 2 bad input, 3 unknown, 70 our bug.
      "
    `);
  });

  it('of one command', async () => {
    expect(`\n${(await sim(['run', '--help'])).out}`).toMatchInlineSnapshot(`
      "
      sim run <scenario>

      Simulate a scenario, judge it, and write its report

      Options:
        -h, --help           Show this                                       [boolean]
            --version        Show the version                                [boolean]
            --set            NAME=VALUE: another value for a parameter or fact; may be
                             repeated
            --seed           TEXT: same seed, same report; default the scenario's, or
                             1
            --horizon        DURATION: how long to simulate, e.g. 7d; default the
                             scenario's
            --replications   COUNT: how many independent runs; default the scenario's
            --allow-plugins  Run the programs that the scenario names under plugins,
                             for their policies
            --out            DIR: where to write the report; default reports/NAME
            --json           Print report.json alone, and write files only with --out
            --require        proof: a goal that is met but not proved is unknown
            --no-verify      Do not try to prove anything

      Examples:
        sim prod.yaml                       The verdict, with a report in reports/prod
        sim prod.yaml --set THRESHOLD=50    What if?
        sim prod.yaml --json | jq .verdict  For scripts
      "
    `);
  });

  it.each([['-h'], ['help'], ['--help', '--seed']])('comes by %s too', async (...argv) => {
    expect((await sim(argv)).out).toBe((await sim(['--help'])).out);
  });

  it('comes instead of whatever else is wrong', async () => {
    const { exit, out } = await sim(['run', '--sede', '--help']);
    expect({ exit, out }).toEqual({ exit: 0, out: (await sim(['run', '--help'])).out });
  });

  it('has lines for 80 columns', async () => {
    for (const argv of [['--help'], ['run', '--help'], ['schema', '--help']]) {
      expect((await sim(argv)).out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });
});
