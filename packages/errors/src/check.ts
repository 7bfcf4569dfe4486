import { en } from "zod/locales";
import type * as z from "zod/mini";

/** A value found to be as its schema says, or a line for each thing that is not: where and what. */
export type Checked<T> = { readonly value: T } | { readonly problems: readonly string[] };

/** What Zod found, before it has words for it. */
export type Finding = Parameters<z.core.$ZodErrorMap>[0];

/**
 * Compares a value that comes from outside with a schema.
 *
 * @param words what to say of a finding, where Zod's own words are not what is wanted
 */
export function check<T>(
  schema: z.ZodMiniType<T>,
  value: unknown,
  words: (finding: Finding) => string | undefined = () => undefined,
): Checked<T> {
  // Zod Mini, which starts faster than all of Zod, brings no words of its own.
  const { localeError } = en();
  const error: z.core.$ZodErrorMap = (finding) => words(finding) ?? localeError(finding);
  const result = schema.safeParse(value, { error });
  if (result.success) return { value: result.data };
  const problems = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.map(nameOf).join(".")}: ${message}` : message,
  );
  return { problems };
}

/** An empty name would not be seen. */
function nameOf(key: PropertyKey): string {
  return key === "" ? '""' : String(key);
}
