/**
 * The settings a plan may choose from: all combinations of the values that the parameters may have, as a lattice. A point
 * says for each parameter which of its values it has, from the least (0) up.
 *
 * @module
 */
import type { Constraint, Scenario } from '../scenarios/scenario.ts';
import type { Lattice } from '../scenarios/values/lattice.ts';
import { planErrorAt } from './plan-error.ts';

export type Point = readonly number[];
export type Values = Readonly<Record<string, string>>;

export interface Space {
  /** In the order of the document. */
  readonly axes: readonly Lattice[];
  /** Points, those that break a constraint among them; no longer exact beyond 2^53. */
  readonly size: number;
  /** The setting of the scenario; undefined where it lies between the points. */
  readonly present: Point | undefined;
  /** Parameters that keep their values since their range has no step. */
  readonly held: readonly string[];
  readonly constraints: readonly Constraint[];
}

/**
 * The space of a scenario; `only` names the parameters that vary, by default all that say what values they may have.
 *
 * @throws {PlanError} where no parameter can vary, or one that is named cannot.
 */
export function spaceOf(scenario: Scenario, only?: readonly string[]): Space {
  const { lattices, plan } = scenario;
  for (const name of only ?? []) checkVaries(scenario, name);
  const named = lattices.filter(({ name }) => only === undefined || only.includes(name));
  const axes = named.filter(({ isOpen }) => !isOpen);
  const held = named.filter(({ isOpen }) => isOpen).map(({ name }) => name);
  if (axes.length === 0) {
    const open = held.length === 0 ? '' : `; ${held.join(', ')} has a range without a step`;
    const says = `nothing can vary${open}: give a parameter { value, range: [low, high], step } or { value, oneOf: [...] }`;
    throw planErrorAt('nothing_to_vary', scenario, ['parameters'], says);
  }
  const indices = axes.map(({ index }) => index);
  const present = indices.includes(undefined) ? undefined : (indices as number[]);
  const size = axes.reduce((product, axis) => product * axis.size, 1);
  const space = { axes, size, present, held, constraints: plan.constraints };
  checkPrices(scenario, space);
  return space;
}

function checkVaries(scenario: Scenario, name: string): void {
  const lattice = scenario.lattices.find((one) => one.name === name);
  if (lattice !== undefined && !lattice.isOpen) return;
  const known = scenario.lattices.filter(({ isOpen }) => !isOpen).map((one) => one.name);
  const why =
    lattice === undefined
      ? Object.hasOwn(scenario.parameters, name)
        ? `${name} does not say what values it may have: give it a range with a step, or oneOf`
        : `there is no parameter ${name}`
      : `the range of ${name} has no step`;
  const can = known.length === 0 ? 'no parameter can vary' : `these can vary: ${known.join(', ')}`;
  throw planErrorAt('no_such_parameter', scenario, ['parameters', name], `${why}; ${can}`);
}

/** Each value that a parameter may have has its price: checked one parameter at a time, since prices add up. */
function checkPrices(scenario: Scenario, { axes }: Pick<Space, 'axes'>): void {
  const { priceAt } = scenario.plan;
  if (priceAt === undefined) return;
  for (const { name, size, at } of axes) {
    for (let index = 0; index < Math.min(size, PRICES_CHECKED_MAX); index++) {
      if (priceAt({ [name]: at(index) }) !== undefined) continue;
      const says = `there is no price where ${name} is ${at(index)}, which it may be: give one, or take the value out`;
      throw planErrorAt('no_price', scenario, ['plan', 'price'], says);
    }
  }
}

const PRICES_CHECKED_MAX = 10_000;

/** The values of a point, by parameter. */
export function valuesAt({ axes }: Space, point: Point): Values {
  return Object.fromEntries(axes.map(({ name, at }, axis) => [name, at(point[axis]!)]));
}

/** A point as text: two points have the same where they are the same. */
export function keyOf(point: Point): string {
  return point.join(',');
}

export function pointOf(key: string): Point {
  return key.split(',').map(Number);
}

/** Whether a point satisfies every constraint. */
export function isAllowed(space: Space, point: Point): boolean {
  if (space.constraints.length === 0) return true;
  const values = valuesAt(space, point);
  return space.constraints.every(({ holds }) => holds(values));
}

/** The point one step up or down on one axis; undefined beyond its end. */
export function stepped({ axes }: Space, point: Point, axis: number, steps: number): Point | undefined {
  const index = point[axis]! + steps;
  return index < 0 || index >= axes[axis]!.size ? undefined : point.with(axis, index);
}

/** Points next to one: one step on one axis. */
export function around(space: Space, point: Point, steps = 1): readonly Point[] {
  return space.axes.flatMap((_, axis) =>
    [-steps, steps].flatMap((by) => {
      const next = stepped(space, point, axis, by);
      return next === undefined ? [] : [next];
    }),
  );
}

/** More points than this are not listed: what is known of each is kept until a plan is made. */
export const LISTED_MAX = 2_000_000;

/** All points, the last axis varying fastest. */
export function* pointsOf({ axes }: Space): Generator<Point> {
  const point = axes.map(() => 0);
  for (;;) {
    yield [...point];
    let axis = axes.length - 1;
    while (axis >= 0 && point[axis] === axes[axis]!.size - 1) point[axis--] = 0;
    if (axis < 0) return;
    point[axis]!++;
  }
}

/**
 * All points that satisfy the constraints.
 *
 * @throws {PlanError} where none does, with how many each constraint leaves by itself.
 */
export function allowedPoints(scenario: Scenario, space: Space): readonly Point[] {
  // Those that are not allowed are never kept: they may be nearly all.
  const points: Point[] = [];
  for (const point of pointsOf(space)) if (isAllowed(space, point)) points.push(point);
  if (points.length > 0) return points;
  const each = space.constraints.map(({ text, holds }) => {
    let left = 0;
    for (const point of pointsOf(space)) if (holds(valuesAt(space, point))) left++;
    return `${text} leaves ${left}`;
  });
  const says = `no setting satisfies plan.where: of ${space.size} settings, ${each.join('; ')}. Loosen one, or widen a range`;
  throw planErrorAt('empty_space', scenario, space.constraints[0]!.path, says);
}
