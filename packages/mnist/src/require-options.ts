import { inspect } from "node:util";
import { shorten, UsageError } from "@evalpool/errors";

/**
 * For callers without types.
 *
 * @param what has these options
 * @throws {UsageError} that names an option there is not, and those there are
 */
export function requireOptions<Options extends object>(
  what: string,
  options: Options,
  names: Readonly<Record<keyof Options, true>>,
): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown === undefined) return;
  const known = Object.keys(names).join(", ");
  throw new UsageError(
    `unknown option ${shorten(inspect(unknown), 60)} of ${what}, expected ${known}`,
  );
}
