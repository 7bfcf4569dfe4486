import { didYouMean } from "@evalpool/errors";
import { InvalidArgumentError, type Argument, type Option } from "commander";

/** Lets an option or argument be one of `names`; of a typing error it tells the nearest. */
export function choose<Taker extends Option | Argument>(
  taker: Taker,
  names: readonly string[],
): Taker {
  const parse = (text: string, previous: unknown): string | string[] => {
    const chosen = choice(names, text);
    if (!taker.variadic) return chosen;
    return Array.isArray(previous) ? [...(previous as string[]), chosen] : [chosen];
  };
  // What help and completion tell of, and how it is checked.
  taker.choices(names).argParser(parse);
  return taker;
}

function choice(names: readonly string[], text: string): string {
  const chosen = names.find((name) => name === text);
  if (chosen !== undefined) return chosen;
  const allowed = `Allowed choices are ${names.join(", ")}.`;
  throw new InvalidArgumentError(allowed + didYouMean(text, names));
}
