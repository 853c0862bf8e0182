/**
 * A drawing context that draws on two canvases at once. Laying a chart out and walking through it costs more than the
 * drawing, so a chart is walked through once for its PNG and its SVG together.
 *
 * @module
 */

/** What a 2D context is to us: methods and properties under names. */
export type Context = Record<string, unknown>;

export interface TwinOptions {
  /** The size of the drawing, in its own units; `follow` has it too. */
  readonly width: number;
  readonly height: number;
  /** Pixels of `lead` for each unit. Whoever draws knows nothing of it, so that lines lie on whole units of both. */
  readonly ratio: number;
}

type Method = (...args: unknown[]) => unknown;

/** These only answer. What they answer holds for both. */
const ASKS = /^(get|is|measure|create)/;

/** A context that does everything on `lead` and on `follow`, and answers as `lead` does. */
export function twinContext(lead: Context, follow: Context, { width, height, ratio }: TwinOptions): Context {
  const twin: Context = {};
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(lead))) {
    if (name !== 'constructor') Object.defineProperty(twin, name, twinProperty(lead, follow, name));
  }
  const own: PropertyDescriptorMap = {
    canvas: { value: { width, height } },
    setTransform: { value: scaled(lead, follow, ratio) },
    resetTransform: { value: () => scaled(lead, follow, ratio)(1, 0, 0, 1, 0, 0) },
  };
  return Object.defineProperties(twin, own);
}

function scaled(lead: Context, follow: Context, ratio: number): (...matrix: number[]) => void {
  return (...matrix) => {
    (follow.setTransform as Method).apply(follow, matrix);
    (lead.setTransform as Method).apply(
      lead,
      matrix.map((each) => each * ratio),
    );
  };
}

function twinProperty(lead: Context, follow: Context, name: string): PropertyDescriptor {
  const method = isMethod(lead, name) ? (lead[name] as Method) : undefined;
  const more = { configurable: true };
  if (method !== undefined) return { ...more, value: twinMethod(lead, follow, name, method) };
  return {
    ...more,
    get: () => lead[name],
    set: (value: unknown) => {
      lead[name] = value;
      follow[name] = value;
    },
  };
}

function isMethod(context: Context, name: string): boolean {
  return typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(context), name)?.value === 'function';
}

function twinMethod(lead: Context, follow: Context, name: string, method: Method): Method {
  if (ASKS.test(name)) return (...args) => method.apply(lead, args);
  const other = follow[name] as Method;
  return (...args) => {
    other.apply(follow, args);
    return method.apply(lead, args);
  };
}
