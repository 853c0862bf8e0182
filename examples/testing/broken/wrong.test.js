// Red on purpose: what you see when a policy is wrong. `npm run broken`
import { writeFileSync } from 'node:fs';
import { everyScenario } from 'quotasim/testing';
import { policyContract } from 'quotasim/testing/vitest';
import { describe, expect, it } from 'vitest';
import { alternate, polite } from '../policies.js';
import { load, sharing } from '../sharing.js';

describe('polite', () => {
  policyContract(polite);
});

describe('alternate', () => {
  policyContract(alternate);

  it('lets no job starve, however many there are', () => {
    everyScenario(sharing('alternate'), (scenario) => expect(scenario).toBeLive(), { load, runs: 40, write });
  });
});

/** The failure ends with the command that shows it again. */
function write(text) {
  writeFileSync('smallest.yaml', text);
  return 'smallest.yaml --allow-plugins';
}
