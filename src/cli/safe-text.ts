/**
 * Text from outside, made harmless for a terminal.
 *
 * @module
 */

/** `text` without what a terminal would obey: control characters other than new lines and tabs, and turns of direction. */
export function safeText(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, '\u{fffd}');
}
