import { en } from "zod/locales";
import * as z from "zod/mini";

/**
 * A list of which the items are checked up to the first that is not as it should be. Zod's own
 * tells of every item, which ends in a stack overflow where a file holds a hundred thousand others.
 */
export function listOf<T>(item: z.ZodMiniType<T>) {
  const words = { error: en().localeError };
  return z.pipe(
    z.array(z.unknown()),
    z.transform((values: unknown[], { issues }): T[] => {
      const items: T[] = [];
      for (const [i, input] of values.entries()) {
        const result = item.safeParse(input, words);
        if (result.success) {
          items.push(result.data);
          continue;
        }
        for (const { path, message } of result.error.issues) {
          issues.push({ code: "custom", path: [i, ...path], message, input });
        }
        break;
      }
      return items;
    }),
  );
}
