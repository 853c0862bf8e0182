/**
 * What the level's picture shows, in one sentence. A sentence that claims something is chosen only where the trace bears
 * it out; otherwise the title just names the range.
 *
 * @module
 */
import { durationText } from '../analysis/duration-text.ts';
import { amountText } from './amount-text.ts';
import { shorten } from './text-fit.ts';
import { gatesOf, longestSpan, peakBetween, starving, type World } from './world.ts';

/** The title of the level chart of `supply` over the whole run. */
export function levelTitle(world: World, supply: string): string {
  return starvedTitle(world, supply) ?? reachedTitle(world, supply) ?? rangeTitle(world, supply);
}

function starvedTitle(world: World, supply: string): string | undefined {
  const name = shorten(supply, 40);
  const gates = world.world.supplies[supply]?.gates ?? [];
  for (const { task, tokens } of [...gates].sort((low, high) => high.tokens - low.tokens)) {
    const span = longestSpan(world.trace, task, supply);
    if (!starving(world, span)) continue;
    // The instant at which the wait began still shows the level that another task then took away.
    const peak = peakBetween(world.trace, supply, span.fromMs + 1, span.toMs);
    if (peak === undefined) continue;
    const never = span.toMs >= world.trace.recordedUntilMs;
    const waiter = shorten(task, 40);
    const waits = `the ${amountText(tokens)} tokens that ${waiter} waits for`;
    const since = durationText(span.fromMs);
    const long = durationText(span.toMs - span.fromMs);
    if (peak >= tokens) {
      const begins = never ? `From ${since} on ${waiter} waits` : `${waiter} waits ${long}`;
      return `${begins} for ${amountText(tokens)} tokens of ${name}: whenever they are there, another task takes them`;
    }
    if (!never) return `For ${long} ${name} stays below ${waits}`;
    const ever = peakBetween(world.trace, supply, 0, world.endMs) ?? peak;
    if (ever < tokens) return `${name} never reaches ${waits}`;
    return `From ${since} on ${name} never again reaches ${waits}`;
  }
  return undefined;
}

/** How often the highest level that one task alone waits for is reached, by how often that task gets its tokens. */
function reachedTitle(world: World, supply: string): string | undefined {
  const numbers = world.world.supplies[supply];
  const gate = numbers === undefined ? undefined : gatesOf(numbers).at(-1);
  if (gate === undefined || gate.tasks.length !== 1) return undefined;
  const [task = ''] = gate.tasks;
  const spends = world.trace.spends.filter((spend) => spend.supply === supply && spend.task === task);
  const times = spends.filter(({ kind }) => kind === 'spend').length;
  if (times < 2) return undefined;
  const every = durationText(world.trace.recordedUntilMs / times);
  const waits = `the ${amountText(gate.tokens)} tokens that ${shorten(task, 40)} waits for`;
  return `${shorten(supply, 40)} reaches ${waits}, about every ${every}`;
}

function rangeTitle(world: World, supply: string): string {
  const corners = world.trace.supplies.find((candidate) => candidate.name === supply)?.level ?? [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { tokens } of corners) {
    low = Math.min(low, tokens);
    high = Math.max(high, tokens);
  }
  const name = shorten(supply, 40);
  if (low > high) return `Level of ${name}: nothing was recorded`;
  if (low === high) return `${name} stays at ${amountText(low)} tokens`;
  const capacity = world.world.supplies[supply]?.capacity;
  const full = capacity !== undefined && high >= capacity ? ', its capacity' : '';
  return `${name} moves between ${amountText(low)} and ${amountText(high)} tokens${full}`;
}
