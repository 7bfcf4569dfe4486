import { didYouMean } from "@evalpool/errors";
import { InvalidArgumentError, type Argument, type Option } from "commander";

/**
 * Lets an option or argument be one of `names`; of a typing error it tells the nearest.
 *
 * @param shown what help and errors tell of, where names are too many to be read
 */
export function choose<Taker extends Option | Argument>(
  taker: Taker,
  names: readonly string[],
  shown = names,
): Taker {
  const parse = (text: string, previous: unknown): string | string[] => {
    const chosen = choice(names, text, shown);
    if (!taker.variadic) return chosen;
    return Array.isArray(previous) ? [...(previous as string[]), chosen] : [chosen];
  };
  // What help and completion tell of, and how it is checked.
  taker.choices(shown).argParser(parse);
  return taker;
}

function choice(names: readonly string[], text: string, shown: readonly string[]): string {
  const chosen = names.find((name) => name === text);
  if (chosen !== undefined) return chosen;
  const allowed = `Allowed choices are ${shown.join(", ")}.`;
  throw new InvalidArgumentError(allowed + didYouMean(text, names));
}
