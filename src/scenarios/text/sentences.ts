/**
 * Every sentence a scenario author can be told, in one place.
 *
 * @module
 */
import type { ScenarioIssue, Unit } from './issue.ts';
import { nearest } from './nearest.ts';

/** What is wrong, in one sentence that begins with the place (`where`, e.g. `tasks.upserter.steps[0]`). */
export function describeIssue(issue: ScenarioIssue, where: string): string {
  const it = where === '' ? 'the scenario' : where;
  const inside = where === '' ? '' : `${where}: `;
  switch (issue.code) {
    case 'empty':
      return 'the file is empty; a scenario needs at least `quotasim: 1`, `horizon` and `tasks`';
    case 'binary':
      return 'this is not a text: it contains a character that no text file may contain';
    case 'bad_key':
      return 'a key must be a plain name';
    case 'bad_merge':
      return '`<<` takes an alias of a map, or a list of such aliases';
    case 'too_long':
      return `the file is longer than ${issue.max} characters`;
    case 'too_deep':
      return `nested deeper than ${issue.max} levels`;
    case 'alias_bomb':
      return `the aliases of this document expand to more than ${issue.max} values`;
    case 'not_yaml':
      return `not valid YAML: ${issue.text}`;
    case 'not_json':
      return `not valid JSON: ${issue.text}`;
    case 'duplicate_key':
      return `the key "${issue.key}" is given twice`;
    case 'unknown_alias':
      return `there is no anchor "&${issue.name}" above this alias`;
    case 'alias_of_itself':
      return `the anchor "&${issue.name}" contains itself`;
    case 'unknown_key':
      return `${inside}unknown key "${issue.key}"${meant(issue.key, issue.known)}; known here: ${issue.known.join(', ')}`;
    case 'not_supported':
      return `${inside}${issue.what} is not supported yet`;
    case 'never_changes':
      return `${inside}only a supply has "changes"; a price or another amount that changes on a date is judged before and after it by a fact { unsure: [BEFORE, AFTER] }`;
    case 'missing_key':
      return `${it} needs "${issue.key}"${WHY[issue.key] ?? ''}`;
    case 'wrong_kind':
      return `${it} must be ${issue.expected}, received ${issue.received}${hint(issue.nearest)}`;
    case 'too_few':
      return `${it} must have at least ${issue.min} entries, received ${issue.received}`;
    case 'too_small':
      return `${it} must be at least ${issue.min}, received ${issue.received}`;
    case 'too_big':
      return `${it} must be at most ${issue.max}, received ${issue.received}`;
    case 'not_above':
      return `${it} must be above ${issue.limit}, received ${issue.received}`;
    case 'not_below':
      return `${it} must be below ${issue.limit}, received ${issue.received}`;
    case 'not_finite':
      return `${it} must be a finite number, received ${issue.received}`;
    case 'not_whole':
      return `${it} must be a whole number of ${issue.of}, received ${issue.received}`;
    case 'needs_unit':
      return `${it} must be ${kindOf(issue.unit)}, received the bare number ${issue.received}`;
    case 'needs_number':
      return `${it} must be ${kindOf(issue.unit)}, received ${issue.received}`;
    case 'wrong_unit':
      return `${it} must be ${kindOf(issue.expected)}, received ${nameOf(issue.received)}`;
    case 'must_be_constant':
      return `${it} must be fixed, but ${issue.what} is drawn anew in each run`;
    case 'off_step':
      return `${it} must be ${issue.near.join(' or ')} (steps of ${issue.step} within its range), received ${issue.received}`;
    case 'not_one_of':
      return `${it} must be one of ${issue.known.join(', ')}, received ${issue.received}`;
    case 'bad_date':
      return `${it} must be a date such as 2026-02-05 or 2026-02-05T18:03:00Z, received ${issue.received}`;
    case 'bad_name':
      return `${inside}"${issue.received}" cannot be a name here: letters, digits and _ only, no digit first`;
    case 'bad_label':
      return `${inside}"${issue.received}" cannot be a name: 1 to 100 characters, none of them invisible`;
    case 'bad_reference':
      return `${it} must be path#symbol, such as app/settings.py#MIN_TOKENS, received ${JSON.stringify(issue.received)}`;
    case 'in_of_number':
      return `${it} belongs to a duration, a rate or a share; a plain number is kept as it is`;
    case 'bad_cron':
      return `${it} is no cron pattern (minute hour day month weekday): ${issue.text}`;
    case 'dst_missing':
      return `${it} needs "dst" (skip, shift or twice): the clocks of ${issue.zone} are changed, and what becomes of a local time that they skip or show twice has no default, since schedulers differ`;
    case 'again_twice':
      return `${it} says a second time when the next run follows the end of one; write \`always\` or one pause`;
    case 'bad_weights':
      return `${it} needs one weight of at least 0 for each of the ${issue.values} values, and one above 0; received ${issue.weights}`;
    case 'nothing_kept':
      return `${it} has less than one draw in a million between ${issue.min} and ${issue.max}: the range leaves nothing to draw from`;
    case 'bad_file':
      return `${inside}${issue.file}: ${issue.says}`;
    case 'plugin_not_allowed':
      return `${inside}${issue.file} is a program, and would be run with all that you may do: read it first, then allow it with --allow-plugins (a program that loads scenarios gives \`plugins\`, see docs/policies.md)`;
    case 'bad_policy':
      return `${inside}${issue.says}`;
    case 'mixed_units':
      return `${it} mixes ${nameOf(issue.first)} and ${nameOf(issue.other)}`;
    case 'unexpected':
      return `${inside}expected ${issue.expected}, found ${issue.found}`;
    case 'no_calls':
      return `${inside}"${issue.name}" cannot be called: expressions know min and max only`;
    case 'no_index':
      return `${inside}expressions have no [ ]: write out the one value that is meant`;
    case 'no_assignment':
      return `${inside}expressions cannot assign or compare: they are + - * / ( ) min max over numbers and $NAMES`;
    case 'no_member':
      return `${inside}expressions have no members: a name is $NAME, a number is 0.5`;
    case 'too_complex':
      return `${inside}this expression is too large`;
    case 'division_by_zero':
      return `${inside}this divides by zero`;
    case 'reference_here':
      return `${inside}$NAME cannot be used here; it can where a number, a duration, a rate or a share is expected`;
    case 'unknown_unit':
      return `${inside}"${issue.received}" has no known unit (ms s m h d, /s /min /h /d, %)${hint(issue.hint)}`;
    case 'bare_word':
      return `${inside}"${issue.word}" is no number${meant(issue.word, issue.known, '$')}; a parameter or fact is written $NAME`;
    case 'unit_mismatch':
      return `${inside}${nameOf(issue.left)} ${issue.operator} ${nameOf(issue.right)} has no meaning`;
    case 'unknown_name':
      return `${inside}there is no ${issue.what} "${issue.name}"${meant(issue.name, issue.known)}${listed(issue.known)}`;
    case 'cycle':
      return `${it} refers to itself: ${issue.ring.map((name) => `$${name}`).join(' -> ')}`;
    case 'duplicate_name':
      return `${inside}"${issue.name}" is also the name of a ${issue.other}`;
    case 'no_such_part':
      return `${inside}preset ${issue.preset} says nothing of ${issue.section}, but of ${issue.parts.join(' and ')}${listed(issue.known)}`;
    case 'preset_asks':
      return `${it} needs "${issue.key}", which preset ${issue.preset} cannot know: ${issue.where}; such as ${issue.key}: ${issue.example}`;
    case 'reserved_name':
      return `${inside}nothing here can be called "${issue.name}": it is an option of waiting steps`;
    case 'copy_name':
      return `${inside}a copy of ${issue.task} is called "${issue.name}": give this task another name`;
    case 'one_supply':
      return issue.received.length === 0
        ? `${it} needs a supply: ${issue.verb}: { NAME: AMOUNT }`
        : `${it} takes one supply, received ${issue.received.join(', ')}; write one ${issue.verb} for each`;
    case 'one_backlog':
      return issue.received.length === 0
        ? `${it} needs a backlog: take: { NAME: ITEMS }`
        : `${it} takes of one backlog, received ${issue.received.join(', ')}; write one take for each`;
    case 'one_task':
      return issue.received.length === 0
        ? `${it} needs a task: emit: { NAME: RUNS }`
        : `${it} starts runs of one task, received ${issue.received.join(', ')}; write one emit for each`;
    case 'not_listening':
      return `${inside}${issue.other} does not start on ${issue.task}: give it \`trigger: { on: ${issue.task} }\``;
    case 'not_emitted':
      return `${inside}no step of ${issue.other} emits ${issue.task}: give it \`emit: ${issue.task}\``;
    case 'emitted_copies':
      return `${it} has no meaning for a task that others start, since nobody says which copy it is; write \`whenBusy: allow\` with a pool of so many slots`;
    case 'needs_wait':
      return `${it} has no meaning without \`wait: true\`: the run does not wait for what it starts`;
    case 'while_waits':
      return `${inside}the take of a \`while\` does not wait, so it has no "${issue.option}": the loop ends`;
    case 'no_items_yet':
      return `${inside}n is how many items the last \`take\` took, and no step before this one takes any`;
    case 'any_without_end':
      return `${it} needs an end: write { any: 1, atMost: 1000 }, or give the backlog a capacity`;
    case 'otherwise_alone':
      return `${it} says what happens after atMost, which is not given here`;
    case 'option_here':
      return `${it} has no meaning here: ${OPTION_HERE[issue.verb]}`;
    case 'poll_in_line':
      return `${it} cannot be here: ${issue.supply} has a line (turn ${issue.turn}), and who stands in it is told when it is its turn`;
    case 'never_gives_up':
      return `${it} says what happens after the last try, but the call is tried until it is served; give \`retry\` its \`attempts\``;
    case 'needs_cap':
      return `${it} needs "cap": a wait that doubles this often is longer than can be counted`;
    case 'when_busy_missing':
      return `${it} needs "whenBusy" (skip, queue one, queue all, allow, replace or replace hard): what a start does while a run is still going on; there is no default because it changes the verdict`;
    case 'catch_up_missing':
      return `${it} needs "catchUp" (none, once or all): what becomes of starts that its scheduler misses in an outage has no default, since schedulers differ`;
    case 'no_start':
      return `${it} needs a \`start\` date at the top of the scenario: cron counts from a date`;
    case 'start_needed':
      return `${it} needs a \`start\` date at the top of the scenario: ${issue.why}`;
    case 'not_later':
      return `${it} must be later than ${issue.than}, received ${issue.received}`;
    case 'no_meaning':
      return `${inside}${issue.what} has no meaning here: ${issue.why}`;
    case 'served_always':
      return `${it} has no meaning for a task that is triggered \`always\`: no start is ever due`;
    case 'no_steps':
      return `${it} must have at least one step`;
    case 'no_tasks':
      return `${it} must have at least one task: there is nothing to judge`;
    case 'bare_step':
      return `${inside}"${issue.word}" takes nothing: write \`- ${issue.word}\`, in JSON \`"${issue.word}"\``;
    case 'not_together':
      return `${inside}${issue.keys.map((key) => `"${key}"`).join(' and ')} cannot stand together; write one to an entry, as a list`;
    case 'exclude':
      return `${inside}${issue.keys.map((key) => `"${key}"`).join(' and ')} exclude each other`;
    case 'never_acquired':
      return `${it}: this task never acquires "${issue.lock}"`;
    case 'slot_twice':
      return `${it}: a task with keepsSlot: false takes and gives back slots of ${issue.pool} by its \`pool\` alone`;
    case 'dispatched_twice':
      return `${it}: the slots of ${issue.pool} are handed out by the dispatcher ${issue.dispatcher} already; a pool has one`;
    case 'how_many':
      return `${it} must say how many: this task takes ${issue.taken.join(' or ')} permits of "${issue.lock}"; write release: { ${issue.lock}: N }`;
    case 'excludes':
      return `${inside}${issue.keys.map((key) => `"${key}"`).join(' and ')} exclude each other`;
    case 'needs_lease':
      return `${it} has no meaning without a \`lease\``;
    case 'needs_pool':
      return `${it} has no meaning without a \`pool\``;
    case 'no_start_date':
      return `${it} needs a \`start\` date at the top of the scenario: a date counts from there`;
    case 'too_many_worlds':
      return `${it}: the unsure values make ${issue.count} worlds, at most ${issue.max} are judged; settle one with --set`;
    case 'too_many_starts':
      return `${it} has ${issue.count} possible starts, at most ${issue.max} are allowed; set a coarser \`grid\``;
    case 'no_grid_point':
      return `${it} has no point to start at: the grid (${issue.grid}) is coarser than ${issue.span}`;
    case 'no_common_grain':
      return `${it}: no common grain makes all amounts whole (it would take ${issue.perToken} to a token); write rounder numbers`;
    case 'no_price':
      return `${it} has no price for the value that ${issue.name} has now; prices there are for ${issue.tiers.join(', ')}`;
    case 'price_missing':
      return `${it} ranks settings by their price, and \`plan\` says none; give it \`price\``;
    case 'not_settable':
      return `there is no parameter or fact "${issue.name}"${meant(issue.name, issue.known)}${listed(issue.known)}`;
  }
}

/** Why a key has no default. */
const WHY: Readonly<Record<string, string>> = {
  debt: ' (none, unlimited, clamp or a number): whether a cost above the level is admitted; it has no default because it changes the verdict',
  looksAt:
    ' (so many of its list are looked at): who stands further back waits though its pool is idle; it has no default because it changes the verdict',
  quotasim: ': 1, the version of the language',
  lasts: ' (a duration): what is spent of a concurrency limit is in flight for so long, and then comes back',
};

const EXAMPLES: Readonly<Record<Unit, string>> = {
  number: 'a number such as 40',
  share: 'a share such as 95%',
  duration: 'a duration such as 30s, 15m or 1h30m',
  rate: 'a rate such as 5/min or 0.9/s',
};

function kindOf(unit: Unit): string {
  return EXAMPLES[unit];
}

function nameOf(unit: Unit): string {
  return `a ${unit}`;
}

const OPTION_HERE: Readonly<Record<'acquire' | 'call', string>> = {
  acquire: 'how long a wait for a lock or pool will be is not known beforehand; write `atMost`',
  call: 'a server answers at once; how often and when it is asked again is said by `retry`',
};

function meant(word: string, known: readonly string[], mark = ''): string {
  const name = nearest(word, known);
  return name === undefined ? '' : ` (did you mean "${mark}${name}"?)`;
}

function hint(name: string | undefined): string {
  return name === undefined ? '' : ` (did you mean "${name}"?)`;
}

function listed(known: readonly string[]): string {
  return known.length === 0 ? '' : `; known: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`;
}
