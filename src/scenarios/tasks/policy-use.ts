/**
 * `{ use: threshold, level: 50 }`: an admission policy from the table, with the options it declares; `{ use: NAME }`: one that
 * stands under `policies` and is shared by all who name it, memory and all.
 *
 * @module
 */
import type { Path, Target } from '../../sim/model.ts';
import type { AdmissionPolicy } from '../../sim/policy.ts';
import type { Draft, Later, NamedPolicy, SupplyDraft } from '../draft.ts';
import type { PolicyText } from '../schema/amount-shapes.ts';
import { makePolicy } from './make-policy.ts';
import { readOptions } from './policy-options.ts';
import type { PolicyRow, PolicyTables } from './policy-tables.ts';
import type { Program } from './program.ts';

const NONE: Target = { kind: 'level', level: { kind: 'constant', value: 0 } };

/** The policies that a document names. */
export function namedPolicies(texts: Readonly<Record<string, PolicyText | undefined>>): Map<string, NamedPolicy> {
  return new Map(
    Object.entries(texts).flatMap(([name, text]): [string, NamedPolicy][] =>
      text === undefined ? [] : [[name, { name, text, supply: undefined, users: new Set(), target: undefined }]],
    ),
  );
}

/** Tells of names that mean something else, and of policies that nobody uses and that are wrong. */
export function checkPolicies(draft: Draft): void {
  for (const { name, text, target } of draft.named.values()) {
    const path = ['policies', name];
    if (draft.tables.admission.some((row) => row.name === name)) {
      draft.report(
        path,
        { code: 'no_meaning', what: `"${name}"`, why: 'it is a policy already: take another name' },
        { on: 'key' },
      );
    }
    if (target === undefined) ownPolicy(draft, path, text, undefined, true);
  }
}

/** The target a policy gives. */
export function policyTarget(
  { draft, task }: Program,
  path: Path,
  text: PolicyText,
  supply: SupplyDraft | undefined,
): Later<Target> {
  const named = draft.named.get(text.use);
  if (named === undefined) return ownPolicy(draft, path, text, supply, false) ?? (() => NONE);
  for (const key of Object.keys(text)) {
    if (key !== 'use') draft.report([...path, key], { code: 'unknown_key', key, known: ['use'] }, { on: 'key' });
  }
  named.users.add(task);
  named.supply ??= supply;
  if (named.supply !== supply && supply !== undefined) {
    const why = `its levels are those of "${named.supply!.name}", which is awaited elsewhere`;
    draft.report([...path, 'use'], { code: 'no_meaning', what: `"${named.name}"`, why });
  }
  named.target ??= ownPolicy(draft, ['policies', named.name], named.text, supply, named) ?? (() => NONE);
  return named.target;
}

/** A policy made from a row of the table. `by`: the name it is shared by, `true` where nobody uses it; `false`: its own. */
function ownPolicy(
  draft: Draft,
  path: Path,
  text: PolicyText,
  supply: SupplyDraft | undefined,
  by: NamedPolicy | boolean,
): Later<Target> | undefined {
  const row = rowOf(draft, path, text.use, by === false);
  if (row === undefined) return undefined;
  if (row.together === true && by === false) {
    const why = 'it is about several tasks: write it under `policies`, and let each of them use its name';
    return void draft.report([...path, 'use'], { code: 'no_meaning', what: `"${row.name}"`, why });
  }
  const options = readOptions(draft, path, text, supply, row);
  if (options === undefined) return undefined;
  let made = -1;
  return (scale) => {
    if (made < 0) {
      const settings = Object.fromEntries(options.map(({ name, value }) => [name, value(scale)]));
      const users = typeof by === 'object' ? by.users.size : 1;
      const policy = makePolicy(draft, path, row, { options: settings, users });
      if (policy === undefined) return NONE;
      made = draft.policies.push({ ...policy, settings, ...(by !== false && { shared: true }) }) - 1;
    }
    return { kind: 'policy', policy: made };
  };
}

function rowOf(
  { tables, named, report }: Draft,
  path: Path,
  name: string,
  orNamed: boolean,
): PolicyRow<AdmissionPolicy> | undefined {
  const row = tables.admission.find((one) => one.name === name);
  if (row !== undefined) return row;
  const why = paceWhy(tables, name, orNamed);
  if (why !== undefined) return void report([...path, 'use'], { code: 'no_meaning', what: `"${name}"`, why });
  if (tables.incomplete) return undefined;
  const known = [...tables.admission.map((one) => one.name), ...(orNamed ? named.keys() : [])];
  return void report([...path, 'use'], { code: 'unknown_name', what: 'admission policy', name, known });
}

/** Why a policy of another family cannot stand where an admission policy does; undefined where it is of none. */
function paceWhy({ interval, batch }: PolicyTables, name: string, own: boolean): string | undefined {
  const shared = own ? '' : ', and cannot be shared';
  if (interval.some((row) => row.name === name))
    return `it says when a task runs next${shared}: write it as \`trigger: { always: { pause: { use: ${name}, … } } }\` of the task`;
  if (batch.some((row) => row.name === name))
    return `it says how many items a step takes${shared}: write it as \`take: { BACKLOG: { use: ${name}, … } }\` in the task`;
  return undefined;
}
