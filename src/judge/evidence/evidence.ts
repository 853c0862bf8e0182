/**
 * Puts what was proved beside what runs showed: a task's claim, its longest waits, the verdicts of its goals.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { assert } from '../../sim/assert.ts';
import { assemble } from '../../sim/machine.ts';
import type { TaskVerification, Verification, WorldVerification } from '../../verify/verification.ts';
import { isSoftened, type ProvedOptions, provedGoal } from '../goals/proved-goal.ts';
import type { WorstReport } from '../report/proof-schema.ts';
import type { FindingReport, Result, TaskReport, WorldReport } from '../report/report.ts';
import { verdictOf, withWorlds, worldsOf } from '../verdict.ts';
import { chancesReport } from '../words/chances-text.ts';
import { proofReport, whyNot } from '../words/proof-text.ts';
import type { Counterexample } from './counterexample.ts';
import { counterexamplesOf } from './counterexamples.ts';
import { exploredKnots } from './explored-knots.ts';
import { assertAgree } from './known.ts';
import { ALMOST_SAFE_CODE, ZENO_CODE } from './limits.ts';

/**
 * The result of `simulate` with what `verify` found out about the same scenario.
 *
 * @example
 * withProofs(simulate(scenario), scenario, verify(scenario)).report.tasks.upserter?.claim; // 'live'
 */
export function withProofs(
  result: Result,
  scenario: Scenario,
  verification: Verification,
  options: ProvedOptions = { demand: false },
): Result {
  const before = worldsOf(result.report);
  assert(before.length === verification.worlds.length, 'every world was simulated and verified');
  const counterexamples = scenario.worlds.map(({ model }, index) => {
    const prefix = before.length > 1 ? `world-${index + 1}-` : '';
    return counterexamplesOf(assemble(model), verification.worlds[index]!, { index, prefix });
  });
  const worlds = before.map((world, index) =>
    provedWorld(world, scenario, {
      index,
      verified: verification.worlds[index]!,
      counterexamples: counterexamples[index]!,
      options,
    }),
  );
  return {
    ...result,
    report: withWorlds(result.report, worlds),
    counterexamples: withOthers(counterexamples.flat(), result.counterexamples),
  };
}

/** What exploration found is the shortest; what runs showed stays where it found nothing. */
function withOthers(
  proved: readonly Counterexample[],
  seen: readonly Counterexample[] = [],
): readonly Counterexample[] {
  const isProved = ({ world, task }: Counterexample) => proved.some((one) => one.world === world && one.task === task);
  return [...proved, ...seen.filter((one) => !isProved(one))];
}

interface Proved {
  readonly index: number;
  readonly verified: WorldVerification;
  readonly counterexamples: readonly Counterexample[];
  readonly options: ProvedOptions;
}

function provedWorld(world: WorldReport, scenario: Scenario, proved: Proved): WorldReport {
  const { verified, options } = proved;
  const { goals: written } = scenario.worlds[proved.index]!;
  const goals = world.goals.map((goal, index) => provedGoal(written[index]!, goal, verified, options));
  const tasks = verified.tasks.map((task) => [task.task, provedTask(world.tasks[task.task]!, task, proved)] as const);
  return {
    ...world,
    verdict: verdictOf(goals),
    tasks: Object.fromEntries(tasks),
    goals,
    findings: [
      ...world.findings.map((finding) => forgiven(finding, scenario, proved)),
      ...zenoFindings(world, scenario, proved),
      ...exploredKnots(scenario, proved, world.findings),
      ...almostSafeFindings(scenario, proved),
    ],
    proof: proofReport(verified),
    restsOn: [...world.restsOn, ...(softened(scenario, proved).length > 0 ? [CHANCES_ASSUMED] : [])],
  };
}

const CHANCES_ASSUMED = {
  name: 'chances',
  value: 'independent',
  text: 'what is drawn is drawn anew each time, with the chances that are written',
};

/** Tasks whose starving is forgiven. */
function softened(scenario: Scenario, { index, verified, options }: Proved): readonly TaskVerification[] {
  const { goals } = scenario.worlds[index]!;
  return verified.tasks.filter((task) =>
    goals.some((goal) => goal.of === task.task && isSoftened(goal, task, options)),
  );
}

/** Rules that say of a task that some run starves it. */
const STARVING: ReadonlySet<string> = new Set(['QS003', 'QS004', 'QS005', 'QS006', 'QS015']);

/** An error beside a verdict that passes says why it does. */
function forgiven(finding: FindingReport, scenario: Scenario, proved: Proved): FindingReport {
  const { code, severity, message, task } = finding;
  const isForgiven = severity === 'error' && softened(scenario, proved).some((one) => one.task === task);
  if (!isForgiven || !STARVING.has(code)) return finding;
  return { ...finding, message: `${message}; that has probability 0 (${ALMOST_SAFE_CODE}), so nothing fails by it` };
}

function almostSafeFindings(scenario: Scenario, proved: Proved): FindingReport[] {
  const { model } = scenario.worlds[proved.index]!;
  return softened(scenario, proved).map(({ task }) => {
    const { file, line, column } = scenario.locate(model.tasks.find(({ name }) => name === task)!.path);
    const message = `${task} can starve, but only by draws that turn out badly for ever, which has probability 0 whoever has the turns; its waits have no bound, and with --require proof its goal is missed`;
    return { code: ALMOST_SAFE_CODE, severity: 'warning', message, at: `${file}:${line}:${column}` };
  });
}

/** An instant that never ends, where no run has shown one already. */
function zenoFindings(
  { findings }: WorldReport,
  scenario: Scenario,
  { index, counterexamples }: Proved,
): FindingReport[] {
  if (findings.some(({ code }) => code === ZENO_CODE)) return [];
  const { model } = scenario.worlds[index]!;
  return counterexamples
    .filter(({ report }) => report.shows === 'zeno')
    .map(({ task, report }) => {
      const { file, line, column } = scenario.locate(model.tasks.find(({ name }) => name === task)!.path);
      const message = `${report.text}, in a run that chance did not meet: give the loop some work or a wait`;
      return { code: ZENO_CODE, severity: 'error', message, at: `${file}:${line}:${column}` };
    });
}

function provedTask(report: TaskReport, task: TaskVerification, { verified, counterexamples }: Proved): TaskReport {
  const shown = counterexamples.find((one) => one.task === task.task);
  const chances = verified.chances?.tasks.find((one) => one.task === task.task);
  const example = {
    ...(shown && { counterexample: shown.report }),
    ...(task.almostSafe && { almostSafe: true as const }),
    ...(chances && { chances: chancesReport(chances) }),
  };
  if (task.claim === 'unknown') return { ...report, ...stillUnknown(report, verified), ...example };
  const proved = { claim: task.claim, ...(task.worst && { worst: worstOf(task.worst) }) };
  if (report.claim !== 'unknown') assertAgree({ claim: report.claim, worst: report.worst }, proved);
  if (task.claim === 'live') return { ...report, ...proofOfLife(report, task), ...example };
  assert(shown !== undefined, 'who can starve has a counterexample', { task: task.task });
  // That the only run there is starves it says more than that some run does.
  const known = report.claim === 'starved' && task.claim === 'starvable';
  const evidence = { kind: task.claim === 'starved' ? 'proof' : 'counterexample', text: shown.report.text } as const;
  return {
    ...report,
    ...(known ? {} : { claim: task.claim, evidence }),
    mechanism: shown.mechanism ?? 'starvation',
    // Runs show that starts were missed; that no other ever comes only the counterexample says.
    cause: shown.mechanism === 'given-up' ? shown.report.text : (report.cause ?? shown.report.text),
    ...example,
  };
}

/** Where exploration came to no end, what is known otherwise stands; an estimate says why it is one. */
function stillUnknown({ claim, evidence }: TaskReport, verified: WorldVerification): Partial<TaskReport> {
  if (claim !== 'unknown') return {};
  return { evidence: { ...evidence, text: `${evidence.text}; not proved: ${whyNot(verified)}` } };
}

function worstOf({ firstMs, betweenMs }: NonNullable<TaskVerification['worst']>): WorstReport {
  return { firstMs, betweenMs: betweenMs < 0 ? null : betweenMs };
}

function proofOfLife(
  { progress, worst: known }: TaskReport,
  { task, worst, atMost }: TaskVerification,
): Pick<TaskReport, 'claim' | 'evidence' | 'worst'> {
  const { firstMs, betweenMs } = (worst ?? atMost)!;
  assert(
    progress.longestMs <= Math.max(firstMs, betweenMs),
    'no run waits longer than the longest wait that was proved',
    {
      task,
      seenMs: progress.longestMs,
      firstMs,
      betweenMs,
    },
  );
  const every = worst === undefined ? 'every run, whenever the dates come' : 'every run';
  const between = betweenMs < 0 ? '' : ` and ${durationText(betweenMs)} between two`;
  return {
    claim: 'live',
    evidence: { kind: 'proof', text: `${every}: at most ${durationText(firstMs)} to the first progress${between}` },
    // What the only run shows is exact, a bound is not.
    worst: worst === undefined ? (known ?? { ...worstOf(atMost!), bound: true }) : worstOf(worst),
  };
}
