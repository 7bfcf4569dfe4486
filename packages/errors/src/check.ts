import { en } from "zod/locales";
import type * as z from "zod/mini";

/** A value found to be as its schema says, or a line for each thing that is not: where and what. */
export type Checked<T> = { readonly value: T } | { readonly problems: readonly string[] };

/** Compares a value that comes from outside with a schema. */
export function check<T>(schema: z.ZodMiniType<T>, value: unknown): Checked<T> {
  // Zod Mini, which starts faster than all of Zod, brings no words of its own.
  const result = schema.safeParse(value, { error: en().localeError });
  if (result.success) return { value: result.data };
  const problems = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")}: ${message}` : message,
  );
  return { problems };
}
