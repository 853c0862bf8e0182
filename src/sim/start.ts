/**
 * What a run of a model begins with.
 *
 * @module
 */

/** A value that is fixed, or chosen at the start: an index into `Model.starts`. */
export type Start =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'any'; readonly choice: number };
