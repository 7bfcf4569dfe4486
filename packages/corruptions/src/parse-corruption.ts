import { didYouMean, shorten, UsageError } from "@evalpool/errors";
import {
  corruptions,
  severities,
  type CorruptionName,
  type CorruptionStrength,
} from "./corruption.js";

/** A name as it is typed, which may have hyphens for underscores, and what is done without one. */
const names: readonly CorruptionName[] = [...corruptions, "identity"];

/** The severity of a corruption that is named without one: MNIST-C's own. */
const USUAL = 3;

/**
 * Reads `NAME` or `NAME:SEVERITY`, such as `fog:5`.
 *
 * @throws {UsageError} where it is none
 */
export function parseCorruption(text: string): CorruptionStrength {
  const [typed = "", strength, ...more] = text.trim().split(":");
  const name = names.find((known) => known === typed.replaceAll("-", "_"));
  if (name === undefined) {
    throw new UsageError(
      `unknown corruption "${shorten(typed, 60)}"; expected one of ${names.join(", ")}.` +
        didYouMean(typed, names),
    );
  }
  if (strength === undefined) return { name, severity: USUAL };
  const severity = severities.find((known) => String(known) === strength);
  if (severity === undefined || more.length > 0) {
    const got = [strength, ...more].join(":");
    throw new UsageError(
      `expected a severity from 1 to 5 after "${name}:", got "${shorten(got, 60)}"`,
    );
  }
  return { name, severity };
}
