/** The product's answer on a two-task form, in the words of the twin. */
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import type { TaskAnswer, TwinAnswer } from './twin.ts';
import { scenarioText, type TwoTasks } from './two-tasks.ts';

/**
 * What `verify` says of the form's scenario, waits in steps.
 *
 * @throws where the exploration was not complete or a claim is unknown: that is no agreement with anybody.
 */
export function product(form: TwoTasks): TwinAnswer {
  const { worlds } = verify(loadScenario(scenarioText(form), { file: 'two-tasks.yaml' }));
  const [world] = worlds;
  if (worlds.length !== 1 || world!.stopped !== 'complete') {
    throw new Error(`not explored whole: ${JSON.stringify({ worlds, form })}`);
  }
  if (world!.gridMs !== form.stepSeconds * 1000) throw new Error(`another grid: ${world!.gridMs} ms`);
  const answerOf = (name: string): TaskAnswer => {
    const { claim, worst } = world!.tasks.find(({ task }) => task === name)!;
    if (claim === 'unknown') throw new Error(`unknown: ${JSON.stringify({ world, form })}`);
    if (worst === undefined) return { claim };
    const steps = (ms: number): number => ms / 1000 / form.stepSeconds;
    return { claim, worst: { first: steps(worst.firstMs), between: steps(worst.betweenMs) } };
  };
  return { backfiller: answerOf('backfiller'), upserter: answerOf('upserter') };
}
