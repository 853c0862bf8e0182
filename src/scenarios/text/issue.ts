/**
 * One mistake in a scenario, as data: a code and what its sentence needs.
 *
 * @module
 */

/** What a place in a scenario is measured in. */
export type Unit = 'number' | 'share' | 'duration' | 'rate';

export type ScenarioIssue =
  // The text.
  | { readonly code: 'empty' | 'binary' | 'bad_key' | 'bad_merge' }
  | { readonly code: 'too_long' | 'too_deep' | 'alias_bomb'; readonly max: number }
  | { readonly code: 'not_yaml'; readonly text: string }
  | { readonly code: 'not_json'; readonly text: string }
  | { readonly code: 'duplicate_key'; readonly key: string }
  | { readonly code: 'unknown_alias' | 'alias_of_itself'; readonly name: string }
  // The shape.
  | { readonly code: 'unknown_key'; readonly key: string; readonly known: readonly string[] }
  | { readonly code: 'not_supported'; readonly what: string }
  | { readonly code: 'never_changes' }
  | { readonly code: 'missing_key'; readonly key: string }
  | { readonly code: 'wrong_kind'; readonly expected: string; readonly received: string; readonly nearest?: string }
  | { readonly code: 'too_few'; readonly min: number; readonly received: number }
  // Values.
  | { readonly code: 'too_small'; readonly received: string; readonly min: string }
  | { readonly code: 'too_big'; readonly received: string; readonly max: string }
  | { readonly code: 'not_above' | 'not_below'; readonly received: string; readonly limit: string }
  | { readonly code: 'not_finite'; readonly received: string }
  | { readonly code: 'not_whole'; readonly received: string; readonly of: string }
  | { readonly code: 'needs_unit' | 'needs_number'; readonly unit: Unit; readonly received: string }
  | { readonly code: 'wrong_unit'; readonly expected: Unit; readonly received: Unit }
  | { readonly code: 'must_be_constant'; readonly what: string }
  | { readonly code: 'off_step'; readonly received: string; readonly step: string; readonly near: readonly string[] }
  | { readonly code: 'not_one_of'; readonly received: string; readonly known: readonly string[] }
  | { readonly code: 'bad_date' | 'bad_name' | 'bad_label' | 'bad_reference'; readonly received: string }
  | { readonly code: 'in_of_number' }
  | { readonly code: 'bad_cron'; readonly text: string }
  | { readonly code: 'dst_missing'; readonly zone: string }
  | { readonly code: 'bad_weights'; readonly values: number; readonly weights: number }
  | { readonly code: 'nothing_kept'; readonly min: string; readonly max: string }
  // `file` is a path, with a line where that is known.
  | { readonly code: 'bad_file'; readonly file: string; readonly says: string }
  | { readonly code: 'plugin_not_allowed'; readonly file: string }
  | { readonly code: 'bad_policy'; readonly says: string }
  | { readonly code: 'mixed_units'; readonly first: Unit; readonly other: Unit }
  // Expressions.
  | { readonly code: 'unexpected'; readonly found: string; readonly expected: string }
  | { readonly code: 'no_calls'; readonly name: string }
  | {
      readonly code: 'no_index' | 'no_assignment' | 'no_member' | 'too_complex' | 'division_by_zero' | 'reference_here';
    }
  | { readonly code: 'unknown_unit'; readonly received: string; readonly hint?: string }
  | { readonly code: 'bare_word'; readonly word: string; readonly known: readonly string[] }
  | { readonly code: 'unit_mismatch'; readonly operator: string; readonly left: Unit; readonly right: Unit }
  | { readonly code: 'unknown_name'; readonly what: string; readonly name: string; readonly known: readonly string[] }
  | { readonly code: 'cycle'; readonly ring: readonly string[] }
  // Presets.
  | {
      readonly code: 'no_such_part';
      readonly preset: string;
      readonly section: string;
      readonly parts: readonly string[];
      readonly known: readonly string[];
    }
  | {
      readonly code: 'preset_asks';
      readonly preset: string;
      readonly key: string;
      readonly where: string;
      readonly example: string;
    }
  // How things belong together.
  | { readonly code: 'duplicate_name'; readonly name: string; readonly other: string }
  | { readonly code: 'reserved_name'; readonly name: string }
  | { readonly code: 'copy_name'; readonly name: string; readonly task: string }
  | { readonly code: 'one_supply'; readonly verb: string; readonly received: readonly string[] }
  | { readonly code: 'one_backlog' | 'one_task'; readonly received: readonly string[] }
  | { readonly code: 'not_listening' | 'not_emitted'; readonly task: string; readonly other: string }
  | { readonly code: 'emitted_copies'; readonly task: string }
  | { readonly code: 'needs_wait' }
  | { readonly code: 'while_waits'; readonly option: string }
  | { readonly code: 'no_items_yet' | 'any_without_end' | 'again_twice' }
  | {
      readonly code:
        | 'otherwise_alone'
        | 'when_busy_missing'
        | 'catch_up_missing'
        | 'no_start'
        | 'served_always'
        | 'no_steps'
        | 'no_tasks';
    }
  | { readonly code: 'start_needed'; readonly why: string }
  | { readonly code: 'not_later'; readonly received: string; readonly than: string }
  | { readonly code: 'no_meaning'; readonly what: string; readonly why: string }
  | { readonly code: 'option_here'; readonly option: string; readonly verb: 'acquire' | 'call' }
  | { readonly code: 'poll_in_line'; readonly supply: string; readonly turn: string }
  | { readonly code: 'never_gives_up' | 'needs_cap' }
  | { readonly code: 'bare_step'; readonly word: string }
  | { readonly code: 'not_together' | 'exclude'; readonly keys: readonly string[] }
  | { readonly code: 'never_acquired'; readonly lock: string }
  | { readonly code: 'slot_twice'; readonly pool: string }
  | { readonly code: 'dispatched_twice'; readonly pool: string; readonly dispatcher: string }
  | { readonly code: 'how_many'; readonly lock: string; readonly taken: readonly number[] }
  | { readonly code: 'excludes'; readonly keys: readonly string[] }
  | { readonly code: 'needs_lease' | 'needs_pool' | 'no_start_date' }
  | { readonly code: 'too_many_worlds' | 'too_many_starts'; readonly count: number; readonly max: number }
  | { readonly code: 'no_grid_point'; readonly grid: string; readonly span: string }
  | { readonly code: 'no_common_grain'; readonly perToken: string }
  | { readonly code: 'no_price'; readonly name: string; readonly tiers: readonly string[] }
  | { readonly code: 'price_missing' }
  | { readonly code: 'not_settable'; readonly name: string; readonly known: readonly string[] };
