/**
 * What cannot be exported, said to whoever asked for it.
 *
 * @module
 */

export type ExportErrorCode =
  | 'not_decimal'
  | 'no_settings'
  | 'not_vouched_for'
  | 'not_kept'
  | 'not_there'
  | 'not_patchable';

/** `message` is ready to be shown. */
export class ExportError extends Error {
  readonly code: ExportErrorCode;

  constructor(code: ExportErrorCode, message: string) {
    super(message);
    this.name = 'ExportError';
    this.code = code;
  }
}
