/**
 * What the level's picture shows, in one sentence. A sentence that claims something is chosen only where the trace bears
 * it out; otherwise the title just names the range.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Span } from '../../sim/listen/trace.ts';
import { amountText } from '../text/amount-text.ts';
import { shorten } from '../text/text-fit.ts';
import { gatesOf, longestSpan, peakBetween, starving, type World } from '../world.ts';

/** The title of the level chart of `supply` over the whole run. */
export function levelTitle(world: World, supply: string): string {
  return starvedTitle(world, supply) ?? reachedTitle(world, supply) ?? rangeTitle(world, supply);
}

function starvedTitle(world: World, supply: string): string | undefined {
  const gates = world.world.supplies[supply]?.gates ?? [];
  const asked = gates.map(({ task, tokens, refusedTokens }) => ({ task, tokens: refusedTokens ?? tokens }));
  for (const { task, tokens } of asked.sort((low, high) => high.tokens - low.tokens)) {
    const span = longestSpan(world.trace, task, supply);
    const title = starving(world, span) ? waitTitle(world, supply, { task, tokens, span }) : undefined;
    if (title !== undefined) return title;
  }
  return undefined;
}

interface LongWait {
  readonly task: string;
  /** The level it waits for, its margin included. */
  readonly tokens: number;
  readonly span: Span;
}

/** What a wait that fills a good part of the run comes from; undefined where nothing was recorded of the level meanwhile. */
function waitTitle(world: World, supply: string, { task, tokens, span }: LongWait): string | undefined {
  const name = shorten(supply, 40);
  // The instant at which the wait began still shows the level that another task then took away.
  const peak = peakBetween(world.trace, supply, span.fromMs + 1, span.toMs);
  if (peak === undefined) return undefined;
  const never = span.toMs >= world.trace.recordedUntilMs;
  const waiter = shorten(task, 40);
  const waits = `the ${tokensText(tokens)} that ${waiter} waits for`;
  const since = durationText(span.fromMs);
  const long = durationText(span.toMs - span.fromMs);
  const takers = takersIn(world, supply, { task, span });
  if (peak >= tokens) {
    const begins = never ? `From ${since} on ${waiter} waits` : `${waiter} waits ${long}`;
    const takes = { looks: 'the looks take them', others: 'another task takes them', nobody: '' }[takers];
    const why = takes === '' ? '' : `: whenever they are there, ${takes}`;
    return `${begins} for ${tokensText(tokens)} of ${name}${why}`;
  }
  const looks = takers === 'looks' ? ': the looks take most of the tokens' : '';
  if (!never) return `For ${long} ${name} stays below ${waits}${looks}`;
  const ever = peakBetween(world.trace, supply, 0, world.endMs) ?? peak;
  if (ever < tokens) return `${name} never reaches ${waits}${looks}`;
  return `From ${since} on ${name} never again reaches ${waits}${looks}`;
}

/** Who took most of the tokens while `task` waited: paid looks, its own among them, or other tasks. */
function takersIn({ trace }: World, supply: string, { task, span }: Pick<LongWait, 'task' | 'span'>): Takers {
  let looks = 0;
  let others = 0;
  for (const spend of trace.spends) {
    if (spend.supply !== supply || spend.atMs < span.fromMs || spend.atMs > span.toMs) continue;
    if (spend.kind === 'poll') looks += spend.tokens;
    else if (spend.task !== task) others += spend.tokens;
  }
  if (looks > others) return 'looks';
  return others > 0 ? 'others' : 'nobody';
}

type Takers = 'looks' | 'others' | 'nobody';

/** How often the highest level that one task alone waits for is reached: each time that it had waited and got it. */
function reachedTitle(world: World, supply: string): string | undefined {
  const numbers = world.world.supplies[supply];
  const gate = numbers === undefined ? undefined : gatesOf(numbers).at(-1);
  if (numbers === undefined || gate === undefined || gate.tasks.length !== 1) return undefined;
  const [task = ''] = gate.tasks;
  // A wait says for which supply it is and not for which of several levels.
  if (numbers.gates.filter((other) => other.task === task).length > 1) return undefined;
  const reached = reachedAt(world, { task, supply, tokens: gate.tokens });
  if (reached.length < 2) return undefined;
  const apartMs = reached.slice(1).map((atMs, index) => atMs - reached[index]!);
  const meanMs = (reached.at(-1)! - reached[0]!) / apartMs.length;
  const even = apartMs.every((ms) => Math.abs(ms - meanMs) <= meanMs / 2);
  const often = even ? `about every ${durationText(Math.round(meanMs))}` : `${amountText(reached.length)} times`;
  const waits = `the ${tokensText(gate.tokens)} that ${shorten(task, 40)} waits for`;
  return `${shorten(supply, 40)} reaches ${waits}, ${often}`;
}

interface Asked {
  readonly task: string;
  readonly supply: string;
  readonly tokens: number;
}

/** The instants at which a wait of `task` for `supply` ended with the level it was for; a wait that was given up is none. */
function reachedAt({ trace }: World, { task, supply, tokens }: Asked): number[] {
  const ends = new Set<number>();
  for (const lane of trace.lanes) {
    if (lane.task !== task) continue;
    for (const { doing, name, toMs } of lane.spans) if (doing === 'supply' && name === supply) ends.add(toMs);
  }
  const corners = trace.supplies.find((candidate) => candidate.name === supply)?.level ?? [];
  const reached = corners.filter(({ atMs, tokens: level }) => ends.has(atMs) && level >= tokens);
  return [...new Set(reached.map(({ atMs }) => atMs))];
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
  if (low === high) return `${name} stays at ${tokensText(low)}`;
  const capacity = world.world.supplies[supply]?.capacity;
  const full = capacity !== undefined && high >= capacity ? ', its capacity' : '';
  return `${name} moves between ${amountText(low)} and ${amountText(high)} tokens${full}`;
}

/** "50 tokens", "1 token". */
function tokensText(tokens: number): string {
  return `${amountText(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
}
