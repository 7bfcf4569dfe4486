import { isObject, type Expectation, type Expectations } from "./expectation.js";
import { didYouMean } from "./nearest.js";
import { shorten } from "./printable.js";
import { UsageError } from "./usage-error.js";

/**
 * Checks what types would have told a caller: by hand, as it is done before anything is loaded.
 *
 * @param caller the function that was called
 * @throws {UsageError} that names the first option that is unknown, missing or not as expected
 */
export function requireOptions<Options extends object>(
  caller: string,
  expectations: Expectations<Options>,
  options: unknown,
): void {
  const problem = optionProblem(expectations, options);
  if (problem !== undefined) throw new UsageError(`${caller}: ${problem}`);
}

/** As `requireOptions`, as what there is to say, undefined where nothing is wrong. */
export function optionProblem<Options extends object>(
  expectations: Expectations<Options>,
  options: unknown,
): string | undefined {
  const known = new Map(Object.entries<Expectation>(expectations));
  if (!isObject(options)) return `expected an object of options, got ${tellValue(options)}`;
  for (const name of Object.keys(options)) {
    if (known.has(name)) continue;
    const hint = didYouMean(name, known.keys()) || ` Known are ${[...known.keys()].join(", ")}.`;
    return `there is no option ${shorten(name, 40)}.${hint}`;
  }
  for (const [name, { expected, isMet, isRequired }] of known) {
    const value = options[name];
    if (value === undefined ? isRequired : !isMet(value)) {
      return `${name}: expected ${expected}, got ${tellValue(value)}`;
    }
  }
  return undefined;
}

/**
 * Checks one argument.
 *
 * @param what the function that was called, and which argument where it has several
 * @throws {UsageError} when it is not as expected
 */
export function requireArgument(
  what: string,
  { expected, isMet }: Expectation,
  value: unknown,
): void {
  if (isMet(value)) return;
  throw new UsageError(`${what}: expected ${expected}, got ${tellValue(value)}`);
}

/** A value of any kind in a few words. */
export function tellValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shorten(value, 40));
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  return isObject(value) ? "an object" : String(value);
}
