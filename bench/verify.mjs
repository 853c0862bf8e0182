/**
 * W5: how fast and in how many bytes states are explored, up to the default limit of ten million states.
 *
 *   node bench/verify.mjs [scenario] [states]
 */
import { readFileSync } from 'node:fs';
import { loadScenario } from '../dist/scenarios/parse.js';
import { assemble } from '../dist/sim/machine.js';
import { explore } from '../dist/verify/graph/explore.js';
import { explorerOf } from '../dist/verify/graph/explorer.js';

const file = process.argv[2] ?? new URL('w5.yaml', import.meta.url).pathname;
const statesMax = Number(process.argv[3] ?? 10_000_000);
const { worlds } = loadScenario(readFileSync(file, 'utf8'), { file });
const explorer = explorerOf(assemble(worlds[0].model));
const before = process.cpuUsage();
const graph = explore(explorer, { statesMax, bytesMax: 2 ** 31, startsMax: 50_000_000 });
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1e6;
const { table, edges, stopped } = graph;
const line = (name, value) => console.log(name.padEnd(28), value);
line('stopped', stopped);
line('states', table.count.toLocaleString('en'));
line('edges', edges.count.toLocaleString('en'));
line('words of a state', table.words);
line('bytes a state and index', ((table.bytes + 4 * edges.sources) / table.count).toFixed(1));
line('bytes an edge', '6');
line(
  'MiB of graph, of process',
  [graph.bytes, process.memoryUsage().rss].map((bytes) => Math.round(bytes / 2 ** 20)).join(', '),
);
line('M states a second of CPU', (table.count / seconds / 1e6).toFixed(2));
