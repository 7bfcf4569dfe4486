import type { z } from "zod";

/** What a schema found wrong, a line each: where, and what was expected. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")}: ${message}` : message,
  );
}
