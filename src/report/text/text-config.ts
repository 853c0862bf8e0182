/**
 * What a deployed configuration says other than the scenario, in sentences.
 *
 * @module
 */
import type { Report } from '../../judge/report/report.ts';

/** More names that are nobody's parameter are not told one by one. */
const UNKNOWN_TOLD = 5;

export function configLines({ config }: Report): readonly string[] {
  if (config === undefined) return [];
  const { files, changed, missing, unknown } = config;
  const from = files.join(', ');
  const meant = unknown.filter((one) => one.meant !== undefined);
  return [
    changed.length === 0 ? `${from}: the values of the scenario` : `${from}: not all values of the scenario`,
    ...changed.map(
      ({ name, scenario, deployed, at }) => `${name} is ${deployed}, and ${scenario} in the scenario (${at})`,
    ),
    ...missing.map((name) => `${name} is not in it: the scenario's value stands`),
    ...meant
      .slice(0, UNKNOWN_TOLD)
      .map(({ name, meant: other, at }) => `${name} is no parameter; did you mean ${other}? (${at})`),
    ...(unknown.length > meant.length ? [`${unknown.length - meant.length} other names in it are no parameters`] : []),
  ];
}
