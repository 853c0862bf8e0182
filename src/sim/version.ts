/**
 * The version of quotasim that computed a result: the same version, scenario and seed give the same report.
 *
 * @module
 */

export const VERSION = '0.1.0';
