/**
 * A certificate: a proof written down, to be checked again by `check-certificate.ts` without trusting whoever made it.
 *
 * It lists every state that can be reached and a rank for each claim. Of a live task the rank is the longest time that can
 * pass from the state to the task's next progress; of a starved one, how many instants with progress can still come. The
 * file is JSON, one state a line:
 *
 *     { "quotasimCertificate": 1,
 *       "model": the hash of the compiled world,
 *       "world": { the values of what is unsure },
 *       "tasks": [{ "task", "claim": "live", "firstMs", "betweenMs" } or { "task", "claim": "starved", "progresses" }],
 *       "states": [[[the numbers of the state's image], [a rank for each of the tasks]], …] }
 *
 * @module
 */
import type { Image } from './image.ts';

export interface Certificate {
  readonly quotasimCertificate: 1;
  /** `modelHash` of the compiled world. */
  readonly model: string;
  readonly world: Readonly<Record<string, string>>;
  readonly tasks: readonly CertifiedClaim[];
  readonly states: readonly (readonly [Image, readonly number[]])[];
}

export type CertifiedClaim = { readonly task: string } & (
  | {
      readonly claim: 'live';
      /** The longest wait from the start to the first progress, and between two, exactly. */
      readonly firstMs: number;
      readonly betweenMs: number;
    }
  | {
      readonly claim: 'starved';
      /** Instants with progress that any run has, at the most. */
      readonly progresses: number;
    }
);

/** The certificate as a file's text: the head on one line, then a line for each state. */
export function certificateText({ states, ...head }: Certificate): string {
  const text = JSON.stringify(head);
  return `${text.slice(0, -1)},"states":[\n${states.map((state) => JSON.stringify(state)).join(',\n')}\n]}\n`;
}
