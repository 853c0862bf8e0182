// Whatever a policy that jobs share may meet: a bucket, a level, and some jobs that begin again as they end.
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { loadPlugins } from 'quotasim/node';
import { supply } from 'quotasim/testing';

/** As a scenario names its plugins, so that `sim` runs what is found here. */
const plugins = ['./policies.js'];
const beside = fileURLToPath(new URL('smallest.yaml', import.meta.url));
export const load = { file: 'smallest.yaml', plugins: await loadPlugins(beside, JSON.stringify({ plugins })) };

const job = fc.record({ cost: fc.integer({ min: 1, max: 4 }), work: fc.constantFrom('1m', '2m') });

/** Small on purpose: what goes wrong in a small scenario is quickly proved, and soon understood. */
export const sharing = (policy, jobsMax = 3) =>
  fc
    .record({
      api: supply().map((bucket) => ({ ...bucket, debt: 'unlimited' })),
      level: fc.integer({ min: 1, max: 6 }),
      jobs: fc.array(job, { minLength: 1, maxLength: jobsMax }),
    })
    .map(({ api, level, jobs }) => ({
      quotasim: 1,
      horizon: '1d',
      grid: '1m',
      plugins,
      supplies: { api },
      policies: { turns: { use: policy, level } },
      tasks: Object.fromEntries(jobs.map((one, index) => [`job${index + 1}`, task(one)])),
    }));

const task = ({ cost, work }) => ({
  trigger: 'always',
  steps: [{ await: { api: { use: 'turns' } } }, { spend: { api: cost } }, 'progress', { work }],
});
