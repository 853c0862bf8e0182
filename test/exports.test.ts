/** What the outside can see of each entry point. A name that comes or goes is a decision, and the changelog tells it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as index from '../src/index.ts';
import * as node from '../src/node/index.ts';
import * as sim from '../src/sim/index.ts';
import * as testing from '../src/testing/index.ts';
import * as vitest from '../src/testing/vitest.ts';

const entries = { '.': index, './sim': sim, './node': node, './testing': testing, './testing/vitest': vitest };

describe('the entry points', () => {
  it('export these names', () => {
    const names = Object.entries(entries).map(([entry, names]) => [entry, Object.keys(names).sort()]);
    expect(Object.fromEntries(names)).toMatchInlineSnapshot(`
      {
        ".": [
          "ConfigError",
          "ExportError",
          "FORMATS",
          "InvariantError",
          "NEAR",
          "NEAR_QUICK",
          "PlanError",
          "PolicyError",
          "RULES",
          "ScenarioError",
          "ScriptError",
          "VERSION",
          "certificateText",
          "certify",
          "chartsOf",
          "checkCertificate",
          "checkConfig",
          "claimsByRule",
          "compareResults",
          "comparisonSchema",
          "definePolicy",
          "durationText",
          "exportConfig",
          "formatComparison",
          "formatOf",
          "formatText",
          "helpPage",
          "judge",
          "lint",
          "loadScenario",
          "neighboursOf",
          "plan",
          "planReportSchema",
          "pluginsNamed",
          "quickLimits",
          "readScript",
          "renderHtml",
          "repairOf",
          "replayScript",
          "reportSchema",
          "ruleOf",
          "scenarioJsonSchema",
          "score",
          "simulate",
          "verify",
          "withNeighbours",
          "withProofs",
          "withRests",
        ],
        "./node": [
          "FileError",
          "SCENARIO_BYTES_MAX",
          "canvasRenderer",
          "coreCount",
          "loadPlugins",
          "makeDirectory",
          "openStore",
          "planWorkers",
          "prepareStore",
          "readCertificateFile",
          "readNamedFile",
          "readPythonSettings",
          "readScenario",
          "writeComparison",
          "writePlan",
          "writePlanTable",
          "writeReport",
          "writeWhole",
        ],
        "./sim": [
          "DAY_MS",
          "GO",
          "InvariantError",
          "NEVER",
          "OPERATIONS_PER_INSTANT_MAX",
          "VERSION",
          "assemble",
          "assert",
          "begin",
          "copyState",
          "equalStates",
          "isOpen",
          "levelNow",
          "restoreState",
          "run",
          "sampler",
          "step",
          "stream",
          "waitUntil",
        ],
        "./testing": [
          "brokenPromises",
          "checkPolicy",
          "config",
          "everyScenario",
          "lock",
          "matchers",
          "policyChecks",
          "policyOptions",
          "scenarioParts",
          "smallestFailing",
          "supply",
          "task",
        ],
        "./testing/vitest": [
          "policyContract",
        ],
      }
    `);
  });

  it('are those that package.json names', () => {
    const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      exports: Record<string, unknown>;
    };
    expect(Object.keys(exports).filter((entry) => entry !== './package.json')).toEqual(Object.keys(entries));
  });
});
