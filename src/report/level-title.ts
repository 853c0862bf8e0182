/**
 * What the level's picture shows, in one sentence. A sentence that claims something is chosen only where the trace bears
 * it out; otherwise the title just names the range.
 *
 * @module
 */
import { durationText } from '../analysis/duration-text.ts';
import { amountText } from './amount-text.ts';
import { shorten } from './text-fit.ts';
import { longestSpan, peakBetween, starving, type World } from './world.ts';

/** The title of the level chart of `supply` over the whole run. */
export function levelTitle(world: World, supply: string): string {
  return starvedTitle(world, supply) ?? rangeTitle(world, supply);
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
