import type { Command } from "commander";

/** The first flag given on the command line of those that are wanted, by name as an attribute. */
export function givenFlag(
  command: Command,
  isWanted: (name: string) => boolean,
): string | undefined {
  const given = command.options.find((option) => {
    const name = option.attributeName();
    return isWanted(name) && command.getOptionValueSource(name) === "cli";
  });
  return given?.long ?? undefined;
}
