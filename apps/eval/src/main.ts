import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { exitCodeOf, IO_ERROR, messagesOf } from "./exit-code.js";

/** Loaded when they are called, so that each starts fast; help and typing errors need them all. */
const commands: ReadonlyMap<string, () => Promise<(program: Command) => void>> = new Map([
  ["eval", async () => (await import("./commands/eval.js")).addEvalCommand],
  ["forward", async () => (await import("./commands/forward.js")).addForwardCommand],
  ["inspect", async () => (await import("./commands/inspect.js")).addInspectCommand],
  ["compare", async () => (await import("./commands/compare.js")).addCompareCommand],
  ["plot", async () => (await import("./commands/plot.js")).addPlotCommand],
  ["draw", async () => (await import("./commands/draw.js")).addDrawCommand],
  ["train", async () => (await import("./commands/train.js")).addTrainCommand],
  ["download", async () => (await import("./commands/download.js")).addDownloadCommand],
]);

async function run(args: readonly string[]): Promise<void> {
  const program = new Command("evalpool")
    .description("Evaluates image classifiers over whole data sets, in parallel.")
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error:/, "evalpool:")),
    });
  const called = commands.get(args[0] ?? "");
  for (const load of called ? [called] : commands.values()) (await load())(program);
  await program.parseAsync(args, { from: "user" });
}

/** Without a command, `eval` is meant. */
function withDefaultCommand(args: readonly string[]): readonly string[] {
  const [first] = args;
  const isGlobal = ["-h", "--help", "-V", "--version"].includes(first ?? "");
  return first === undefined || (first.startsWith("-") && !isGlobal) ? ["eval", ...args] : args;
}

// `evalpool … | head` closes the pipe early: no reason to complain.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.exitCode = IO_ERROR;
  process.stderr.write(`evalpool: cannot write the result: ${error.message}\n`);
});

try {
  await run(withDefaultCommand(process.argv.slice(2)));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // Commander has printed its own.
  if (!(error instanceof CommanderError)) {
    for (const message of messagesOf(error)) process.stderr.write(`evalpool: ${message}\n`);
  }
}
