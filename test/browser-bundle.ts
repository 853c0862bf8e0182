/** An entry point as a bundler makes it for a browser, and a place to run it that has nothing but the language. */
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';

export interface Bundled {
  readonly code: string;
  /** Modules that are not in it: a browser would look for them in vain. */
  readonly outside: readonly string[];
}

/** What `entry` exports, in one script that leaves it in the global `quotasim`. */
export async function browserBundle(entry: string, { minify = false } = {}): Promise<Bundled> {
  const bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', name: 'quotasim', minify, codeSplitting: false });
  await bundle.close();
  const [{ code, imports, dynamicImports }] = output;
  return { code, outside: [...imports, ...dynamicImports, ...(code.match(/(["'`])node:[a-z/]+\1/g) ?? [])] };
}

/** Runs a script in a world without Node and without a page: no `process`, `require`, `Buffer`, no timer. What all browsers have is there. */
export function runBare(code: string, program: string): unknown {
  return JSON.parse(
    runInContext(`${code}\n;JSON.stringify((() => { ${program} })())`, createContext({ TextEncoder })) as string,
  );
}
