/**
 * Makes a checkout ready to run: installs what is missing, builds what is not built or built from other sources. It
 * runs before anything is installed, so it is plain JavaScript and imports Node alone.
 *
 * `dist` is built beside and renamed into its place with the fingerprint of its sources in it: a build that was
 * interrupted, or that belongs to other sources, is never run. All words, npm's too, go to stderr: stdout is for
 * results.
 *
 *     node bin/ensure.js            install and build, where needed (what `npm test` begins with)
 *     node bin/ensure.js --build    build in any case (`npm run build`)
 *     node bin/ensure.js --prepare  build where needed and possible, never install (npm calls this itself). It never
 *                                   fails: npx keeps a half-made package where `prepare` does, and would never mend it
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = join(ROOT, 'dist', 'cli', 'bin.js');
/** The same in few files, which start in a third of the time. */
const QUICK_ENTRY = join(ROOT, 'dist', 'command', 'bin.js');
const BUNDLER = join('bin', 'bundle.js');
const STAMP = 'sources.txt';
const LOCK = join(ROOT, '.building');
const EXIT_NOT_READY = 2;
const EXIT_OUR_BUG = 70;

class NotReady extends Error {
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs the command, after making this checkout ready where it is one. */
export async function start() {
  if (!prepared(() => makeReady({ tools: false }))) return;
  await import(pathToFileURL(existsSync(QUICK_ENTRY) ? QUICK_ENTRY : ENTRY).href);
}

/** Does `work`; false, with a sentence and an exit code, when the checkout could not be made ready. */
function prepared(work) {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
    return false;
  }
}

function makeReady(tools) {
  if (!isCheckout()) {
    if (!existsSync(ENTRY))
      throw new NotReady('this installation is not complete; install quotasim again', EXIT_NOT_READY);
    return;
  }
  if (isBuilt() && isInstalled(tools)) return;
  locked(() => {
    if (!isInstalled({ tools: tools.tools || !isBuilt() })) install();
    if (!isBuilt()) build();
  });
}

/** An installed package has no sources and comes built. */
function isCheckout() {
  return existsSync(join(ROOT, 'src')) && existsSync(join(ROOT, 'tsconfig.build.json'));
}

/**
 * Compares what is installed with what the lockfile asks for. Packages for some other machine do not count, nor, without
 * `tools`, those that only building and testing need.
 */
function isInstalled({ tools }) {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const found = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional, dev, devOptional }]) =>
      path === '' || optional || devOptional || (dev && !tools) || found[path]?.version === version,
  );
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

function install() {
  say('installing what it needs, once for this checkout: npm ci');
  // No package we use has an install script, and `prepare` would build what is built in a moment anyway.
  const words = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = npmCommand();
  const { status, error } = spawnSync(npm.file, [...npm.words, ...words], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: npm.shell,
  });
  if (error !== undefined) throw new NotReady(`npm could not be started: ${error.message}`, EXIT_NOT_READY);
  if (status !== 0) {
    throw new NotReady('npm ci failed; its words are above. Once it succeeds, call this again', EXIT_NOT_READY);
  }
}

/** The npm we were called by, or the one beside this Node, or the one on the path. */
function npmCommand() {
  const callers = [process.env.npm_execpath, join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js')];
  for (const caller of callers) {
    // Under npx the caller is npx-cli.js, and npm stands beside it.
    const script = caller && /^np[mx]-cli\.js$/.test(basename(caller)) && join(dirname(caller), 'npm-cli.js');
    if (script && existsSync(script)) return { file: process.execPath, words: [script], shell: false };
  }
  return { file: 'npm', words: [], shell: process.platform === 'win32' };
}

function compiler() {
  return join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
}

function build() {
  if (!existsSync(compiler())) throw new NotReady('the compiler is not installed: run npm ci', EXIT_NOT_READY);
  say('building dist');
  const next = join(ROOT, `dist.${process.pid}.next`);
  const old = join(ROOT, `dist.${process.pid}.old`);
  const sources = fingerprint();
  try {
    const words = [compiler(), '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', next];
    const { status } = spawnSync(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new NotReady('the build failed; the words of the compiler are above', EXIT_OUR_BUG);
    bundle(next);
    writeFileSync(join(next, STAMP), sources);
    if (existsSync(join(ROOT, 'dist'))) renameSync(join(ROOT, 'dist'), old);
    renameSync(next, join(ROOT, 'dist'));
  } finally {
    // Ours, and those of a build that was interrupted: whoever holds the lock is the only one to build.
    const left = readdirSync(ROOT).filter((name) => /^dist\.\d+\.(next|old)$/.test(name));
    for (const name of left) rmSync(join(ROOT, name), { recursive: true, force: true });
  }
}

/** The bundler is a native program and may be missing for some machine: without it the command starts slowly, and runs. */
function bundle(built) {
  const directory = join(built, 'command');
  const words = [join(ROOT, BUNDLER), join(built, 'cli', 'bin.js'), directory];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
  if (status === 0) return;
  rmSync(directory, { recursive: true, force: true });
  const [reason = ''] = /^\w*Error.*$/m.exec(stderr ?? '') ?? [];
  say(`the command could not be bundled and will start slowly: ${reason}`);
}

/** Whether `dist` is whole and was built from these very sources. */
export function isBuilt() {
  const stamp = join(ROOT, 'dist', STAMP);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint()) return false;
  return sourceFiles().every((path) => existsSync(join(ROOT, 'dist', path.replace(/\.ts$/, '.js'))));
}

function fingerprint() {
  const hash = createHash('sha256');
  const files = [...sourceFiles().map((path) => join('src', path)), 'tsconfig.json', 'tsconfig.build.json', BUNDLER];
  for (const path of files)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  return `${hash.digest('hex')}\n`;
}

function sourceFiles() {
  const found = readdirSync(join(ROOT, 'src'), { recursive: true });
  return found.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts')).sort();
}

/** One process at a time: two `npm ci` in one folder would destroy each other's work. */
function locked(work) {
  take();
  try {
    work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function take() {
  for (let tries = 0; ; tries += 1) {
    try {
      mkdirSync(LOCK);
      writeFileSync(join(LOCK, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new NotReady(`cannot write to ${ROOT} (${error.code})`, EXIT_NOT_READY);
    }
    if (tries === 10) say('waiting for another process that is installing or building here');
    pause(200);
    if (tries > 5 && !isAlive(holder())) rmSync(LOCK, { recursive: true, force: true });
  }
}

function holder() {
  try {
    return Number(readFileSync(join(LOCK, 'pid'), 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function say(words) {
  writeSync(2, `quotasim: ${words}\n`);
}

if (process.argv[1] !== undefined && basename(process.argv[1]) === 'ensure.js') {
  const [mode] = process.argv.slice(2);
  const done = prepared(() => {
    if (mode === '--build') locked(build);
    else if (mode !== '--prepare') makeReady({ tools: true });
    else if (isCheckout() && existsSync(compiler()) && !isBuilt()) locked(build);
  });
  if (!done && mode === '--prepare') {
    say('it is not built; the first use will try again, and say what is wrong');
    process.exitCode = 0;
  }
}
