/**
 * A certificate: a proof written down, to be checked again by `check-certificate.ts` without trusting whoever made it.
 *
 * It lists every state that can be reached and a rank for each claim. Of a live task the rank is the longest time that can
 * pass from the state to the task's next progress; of a starved one, how many instants with progress can still come. Where a task
 * has nothing to do before or after an instant that counts like progress, and the time until then is none. The
 * file is JSON, one state a line, with a part for each world of which something is proved:
 *
 *     { "quotasimCertificate": 1, "quotasim": the version that wrote it,
 *       "scenario": its name, "set": { the settings it was loaded with }, "horizon": the same, where one was given,
 *       "worlds": [{
 *         "world": { the values of what is unsure },
 *         "model": the hash of the compiled world,
 *         "tasks": [{ "task", "claim": "live", "firstMs", "betweenMs" } or { "task", "claim": "starved", "progresses" }],
 *         "states": [[[the numbers of the state's image], [a rank for each of the tasks]], …] }] }
 *
 * Only `worlds` is proof; the rest says where it came from.
 *
 * @module
 */
import type { Image } from '../plain/image.ts';

export interface Certificate {
  readonly quotasimCertificate: 1;
  readonly quotasim: string;
  readonly scenario: string;
  readonly set: Readonly<Record<string, string>>;
  readonly horizon?: string;
  readonly worlds: readonly WorldCertificate[];
}

export interface WorldCertificate {
  readonly world: Readonly<Record<string, string>>;
  /** `modelHash` of the compiled world. */
  readonly model: string;
  readonly tasks: readonly CertifiedClaim[];
  readonly states: readonly (readonly [Image, readonly number[]])[];
}

export type CertifiedClaim = { readonly task: string } & (
  | {
      readonly claim: 'live';
      /** The longest wait from the start to the first progress, and between two, exactly; -1: there never are two. */
      readonly firstMs: number;
      readonly betweenMs: number;
    }
  | {
      readonly claim: 'starved';
      /** Instants with progress that any run has, at the most. */
      readonly progresses: number;
    }
);

/**
 * The certificate as a file's text: a line for each state.
 *
 * @example
 * certificateText(certify(scenario, verify(scenario)).certificate);
 */
export function certificateText({ worlds, ...head }: Certificate): string {
  const texts = worlds.map(worldText);
  return `${open(head)},"worlds":[\n${texts.join(',\n')}\n]}\n`;
}

function worldText({ states, ...head }: WorldCertificate): string {
  return `${open(head)},"states":[\n${states.map((state) => JSON.stringify(state)).join(',\n')}\n]}`;
}

/** A map without its closing brace. */
function open(head: object): string {
  return JSON.stringify(head).slice(0, -1);
}
