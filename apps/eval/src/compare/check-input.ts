import { check, DataError, listProblems } from "@evalpool/errors";
import type * as z from "zod/mini";

/**
 * Reads JSON that should be as a schema says.
 *
 * @param where file, and line, for error messages
 * @param what the name of what is expected
 * @throws {DataError} with the first few things that are otherwise
 */
export function checkInput<T>(
  schema: z.ZodMiniType<T>,
  text: string,
  where: string,
  what: string,
): T {
  const checked = check(schema, parse(text, where, what));
  if ("value" in checked) return checked.value;
  throw new DataError(where, `expected ${what}: ${listProblems(checked.problems)}`);
}

function parse(text: string, where: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DataError(where, `expected ${what}, got what is not JSON`, { cause });
  }
}
