/**
 * A certificate that was read from a file, checked against its scenario: what it proves, or where it does not.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { excerpt, printable, sourceOf, spotAt } from '../../scenarios/text/source.ts';
import type { Path } from '../../sim/model.ts';
import { VERSION } from '../../sim/version.ts';
import type { CertifiedClaim } from '../../verify/certificate/certificate.ts';
import {
  type CertificateCheck,
  type CheckedWorld,
  checkCertificate,
} from '../../verify/certificate/check-certificate.ts';
import { type Json, readJson } from '../script/json-text.ts';

/** Plain data, ready to be printed as JSON. */
export interface CheckedCertificate {
  readonly quotasim: string;
  readonly holds: boolean;
  readonly certificate: string;
  readonly scenario: string;
  /** Where it goes wrong (line and column, then the place in the data), and why; absent where it holds. */
  readonly at?: string;
  readonly reason?: string;
  /** What is proved, in each world of the scenario; empty where it does not hold. */
  readonly worlds: readonly CheckedWorld[];
}

/** A file that is no certificate, or not of this scenario: `message` is ready to be shown, with the place and a caret. */
export class CertificateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CertificateError';
  }
}

/** A larger text is not read again for the place of its mistake: the place in the data says enough. */
const PLACED_MAX = 4 * 1024 * 1024;

interface Paths {
  readonly certificate: string;
  readonly scenario: string;
}

/**
 * Checks the text of a certificate; `paths` are for messages.
 *
 * @throws {CertificateError} when it is no certificate of this scenario.
 */
export function checkCertificateFile(text: string, scenario: Scenario, paths: Paths): CheckedCertificate {
  const check = checkCertificate(scenario, text);
  if (check.kind === 'unfit') throw new CertificateError(unfitText(check, text, paths));
  const head = { quotasim: VERSION, certificate: paths.certificate, scenario: paths.scenario };
  if (check.kind === 'holds') return { ...head, holds: true, worlds: check.worlds };
  const at = `${placeText(text, check.path, paths.certificate)}, ${check.at}`;
  return { ...head, holds: false, at, reason: check.because, worlds: [] };
}

/** "every run: at most 12 min to the first progress and 16 min between two". */
export function claimSentence(claim: CertifiedClaim): string {
  if (claim.claim === 'starved') {
    if (claim.progresses === 0) return 'starves: it never makes progress in any run';
    const times = claim.progresses === 1 ? 'once' : `${claim.progresses} times`;
    return `starves: it makes progress at most ${times} in any run, and never again`;
  }
  const { firstMs, betweenMs } = claim;
  const between = betweenMs < 0 ? '' : ` and ${durationText(betweenMs)} between two`;
  return `every run: at most ${durationText(firstMs)} to the first progress${between}`;
}

function unfitText({ path, at, because }: Unfit, text: string, { certificate }: Paths): string {
  const json = text.length > PLACED_MAX ? undefined : readJson(text);
  if (json?.kind === 'broken') {
    return picture(certificate, text, json.offset, 'not_json', `expected ${json.expected}`);
  }
  const message = at === 'certificate' ? because : `${at}: ${because}`;
  const code = path.at(-1) === 'model' || path.at(-1) === 'world' ? 'other_scenario' : 'not_a_certificate';
  const shown =
    json === undefined
      ? `${certificate} ${code}\n  ${printable(message)}`
      : picture(certificate, text, json.at(path), code, message);
  return code === 'other_scenario' && json !== undefined ? `${shown}\n  ${madeText(json.value)}` : shown;
}

/** With which settings a certificate was made: who forgot them finds them here. */
function madeText(file: Json): string {
  const { scenario, set, horizon } = file as { scenario: string; set: Record<string, string>; horizon?: string };
  const settings = Object.entries(set).map(([name, value]) => ` --set ${name}=${value}`);
  const options = settings.join('') + (horizon === undefined ? '' : ` --horizon ${horizon}`);
  return printable(`it was made of ${scenario} with${options === '' ? ' no settings' : options}`);
}

type Unfit = Extract<CertificateCheck, { kind: 'unfit' }>;

function picture(file: string, text: string, offset: number, code: string, message: string): string {
  const source = sourceOf(file, text);
  const spot = spotAt(source, offset);
  return `${file}:${spot.line}:${spot.column} ${code}\n  ${printable(message)}\n${excerpt(source, spot)}`;
}

function placeText(text: string, path: Path, file: string): string {
  const json = text.length > PLACED_MAX ? undefined : readJson(text);
  if (json?.kind !== 'read') return file;
  const spot = spotAt(sourceOf(file, text), json.at(path));
  return `${file}:${spot.line}:${spot.column}`;
}
