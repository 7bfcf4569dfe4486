import { InvalidArgumentError } from "commander";
import { closestMatch } from "leven";

/** For a commander argument that may be repeated: one of `names` each; else it tells the nearest. */
export function choices<Name extends string>(
  names: readonly Name[],
): (text: string, previous?: readonly Name[]) => Name[] {
  return (text, previous = []) => {
    const chosen = names.find((name) => name === text);
    if (chosen !== undefined) return [...previous, chosen];
    const nearest = closestMatch(text, names, { maxDistance: 4 });
    const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
    throw new InvalidArgumentError(`Allowed choices are ${names.join(", ")}.${hint}`);
  };
}
