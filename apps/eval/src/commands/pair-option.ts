import type { Command } from "commander";

/**
 * Adds an option of two values. Commander knows options of one value, and of all words that follow,
 * which would take the arguments as well: the second word is given the flag again.
 *
 * Its value is an array of what was given, of two where it was used as it should be.
 */
export function addPairOption(
  command: Command,
  flag: `--${string}`,
  values: `<${string}> <${string}>`,
  description: string,
): void {
  command.option(
    `${flag} ${values}`,
    description,
    (value: string, previous: readonly string[] = []) => [...previous, value],
  );
  const parseOptions = command.parseOptions.bind(command);
  command.parseOptions = (words) => parseOptions(repeatFlag(words, flag));
}

/** `--pair a b c` as `--pair a --pair b c`; `--pair=a b` likewise. */
function repeatFlag(words: readonly string[], flag: string): string[] {
  const repeated: string[] = [];
  const rest = [...words];
  let values = 0;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    repeated.push(word);
    if (word === "--") return [...repeated, ...rest];
    if (word === flag) repeated.push(...rest.splice(0, 1));
    else if (!word.startsWith(`${flag}=`)) continue;
    values++;
    // The flag may have been repeated by hand.
    if (values % 2 === 0 || rest[0] === undefined || rest[0].startsWith("-")) continue;
    repeated.push(flag, ...rest.splice(0, 1));
    values++;
  }
  return repeated;
}
