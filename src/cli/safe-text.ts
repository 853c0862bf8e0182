/**
 * Text from outside, made harmless for a terminal.
 *
 * @module
 */

/** `text` without what a terminal would obey: control characters (new lines and tabs may stay), turns of direction. */
export function safeText(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, '\u{fffd}');
}
