import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addDownloadCommand } from "./commands/download.js";
import { addEvalCommand } from "./commands/eval.js";
import { addForwardCommand } from "./commands/forward.js";
import { addInspectCommand } from "./commands/inspect.js";
import { addTrainCommand } from "./commands/train.js";
import { exitCodeOf, messagesOf } from "./exit-code.js";

const program = new Command("evalpool")
  .description("Evaluates image classifiers over whole data sets, in parallel.")
  .version(packageJson.version)
  .exitOverride();
addEvalCommand(program);
addForwardCommand(program);
addInspectCommand(program);
addTrainCommand(program);
addDownloadCommand(program);

/** Without a command, `eval` is meant. */
function withDefaultCommand(args: readonly string[]): string[] {
  const [first] = args;
  const isGlobal = ["-h", "--help", "-V", "--version"].includes(first ?? "");
  return first === undefined || (first.startsWith("-") && !isGlobal)
    ? ["eval", ...args]
    : [...args];
}

// `evalpool … | head` closes the pipe early: no reason to complain.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync(withDefaultCommand(process.argv.slice(2)), { from: "user" });
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // Commander has printed its own.
  if (!(error instanceof CommanderError)) {
    for (const message of messagesOf(error)) process.stderr.write(`evalpool: ${message}\n`);
  }
}
