/** What is in the package: what it needs, what its pages link to, and nothing else. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, inject, it } from 'vitest';

const ROOT = join(inject('whole'), 'node_modules', 'quotasim');
const BYTES_MAX = 2_100_000;

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => statSync(join(ROOT, path)).isFile())
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

describe('the package', () => {
  it(`is at most ${BYTES_MAX} bytes to load`, () => {
    expect(statSync(inject('tarball')).size).toBeLessThan(BYTES_MAX);
  });

  it('has the built program, its pages, scenarios and examples', () => {
    expect([...new Set(files.map((path) => path.split('/')[0]))]).toEqual([
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'examples',
      'package.json',
      'reports',
      'scenarios',
    ]);
    expect(files.filter((path) => path.startsWith('reports/'))).toEqual([
      'reports/samples/keepa-after/level-detail.png',
    ]);
  });

  it('has no tests, sources or maps, and nothing that belongs to one machine', () => {
    const built = files.filter((path) => path.startsWith('dist/'));
    expect(built.filter((path) => !/(?:\.d\.ts|\.js|LICENSES\.txt|sources\.txt)$/.test(path))).toEqual([]);
    expect(
      files.filter((path) => /\.map$|\.test\.ts$|node_modules|package-lock|\.tgz$|smallest\.yaml/.test(path)),
    ).toEqual([]);
    const maps = built.filter((path) => /^\/\/# sourceMappingURL=/m.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(maps).toEqual([]);
  });

  it('has whatever its pages link to and show', () => {
    const there = new Set(files.flatMap((path) => [path, ...foldersOf(path)]));
    const broken = files
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
          .map(([, target]) => target!)
          .filter((target) => !/^[a-z]+:/.test(target))
          .filter((target) => !there.has(posix.join(dirname(path), target).replace(/\/$/, '')))
          .map((target) => `${path}: ${target}`),
      );
    expect(broken).toEqual([]);
  });

  it('may be used without any script of its own or of what it needs', () => {
    const lock = JSON.parse(readFileSync(join(inject('whole'), 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted.map(([path]) => path)).toEqual([]);
  });

  it('leaves nothing in the checkout', () => {
    expect(readdirSync('.').filter((name) => name.endsWith('.tgz'))).toEqual([]);
  });
});

function foldersOf(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}
