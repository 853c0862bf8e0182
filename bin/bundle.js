/**
 * Puts the built command and what it imports into few files: loading four hundred small ones takes longer than most
 * scenarios. Nothing is renamed or squeezed, so that the trace of a mistake of ours can be read. The library stays as it
 * was built, one file a module.
 *
 *     node bin/bundle.js ENTRY DIRECTORY
 *
 * The licences of the packages that go in are written beside.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** These are read or loaded at their first use only, as files of their own. */
const LEFT_OUT = ['chart.js', 'chartjs-plugin-annotation', '@napi-rs/canvas'];

/** Licences that are the same text for all who take them, from a package that has it: who leaves it out still has to be passed on with it. */
const SAME_WORDS = {
  'Apache-2.0': join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'LICENSE.txt'),
};

const [entry, directory] = process.argv.slice(2);
const bundle = await rolldown({ input: resolve(entry), platform: 'node', external: LEFT_OUT });
const { output } = await bundle.write({ dir: directory, format: 'esm' });
await bundle.close();
const packages = new Set(output.flatMap(({ moduleIds = [] }) => moduleIds.flatMap((id) => packageOf(id) ?? [])));
writeFileSync(join(directory, 'LICENSES.txt'), [...packages].sort().map(licenceOf).join(''));

/** The directory of the package a module belongs to; undefined for our own. */
function packageOf(module) {
  const inside = `${sep}node_modules${sep}`;
  const at = module.lastIndexOf(inside);
  if (at < 0) return undefined;
  const [scope, name] = module.slice(at + inside.length).split(sep);
  return module.slice(0, at + inside.length) + (scope.startsWith('@') ? join(scope, name) : scope);
}

function licenceOf(path) {
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const own = readdirSync(path).find((each) => /^licen[cs]e/i.test(each));
  const file = own === undefined ? SAME_WORDS[license] : join(path, own);
  const text = file === undefined ? '' : `\n${readFileSync(file, 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}\n${'-'.repeat(80)}\n`;
}
