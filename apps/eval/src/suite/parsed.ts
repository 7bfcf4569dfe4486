import { UsageError } from "@evalpool/errors";
import { InvalidArgumentError } from "commander";
import * as z from "zod/mini";

/** A text of a suite that is written as a flag's value is, and read by the flag's own parser. */
export function parsed<T>(parse: (text: string) => T) {
  return z.pipe(
    z.string(),
    z.transform((input: string, { issues }): T => {
      try {
        return parse(input);
      } catch (error) {
        if (!(error instanceof UsageError || error instanceof InvalidArgumentError)) throw error;
        issues.push({ code: "custom", message: error.message, input });
        return z.NEVER;
      }
    }),
  );
}
