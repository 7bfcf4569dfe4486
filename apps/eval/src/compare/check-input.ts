import { DataError } from "@evalpool/mnist";
import { en } from "zod/locales";
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
  const result = schema.safeParse(parse(text, where, what), { error: en().localeError });
  if (result.success) return result.data;
  const problems = result.error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message));
  throw new DataError(where, `expected ${what}: ${problems.join("; ")}`);
}

function parse(text: string, where: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DataError(where, `expected ${what}, got what is not JSON`, { cause });
  }
}
