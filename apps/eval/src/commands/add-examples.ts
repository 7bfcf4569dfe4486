import type { Command } from "commander";

/** Puts examples, each with its meaning, before what else a command's help says. */
export function addExamples(
  command: Command,
  examples: readonly (readonly [call: string, meaning: string])[],
): Command {
  const width = Math.max(...examples.map(([call]) => call.length));
  const lines = examples.map(([call, meaning]) => `  ${call.padEnd(width)}  ${meaning}`);
  return command.addHelpText("before", ["Examples:", ...lines, ""].join("\n"));
}
