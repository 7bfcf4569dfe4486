import { styleText } from "node:util";
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addExamples } from "./commands/add-examples.js";
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
    .configureHelp({ subcommandTerm: (command) => command.name(), styleTitle: bold })
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error:/, "evalpool:")),
    });
  addExamples(program, [
    ["evalpool", "evaluate the shipped network on MNIST's test images"],
    ["evalpool --weights mine.npz", "evaluate weights of your own"],
    ["evalpool help forward", "more on a command"],
  ]);
  const called = commands.get(args[0] ?? "");
  for (const load of called ? [called] : commands.values()) (await load())(program);
  await program.parseAsync(args, { from: "user" });
}

function bold(text: string): string {
  // Whether it shows is Commander's to say.
  return styleText("bold", text, { validateStream: false });
}

/** Without a command, `eval` is meant; `help NAME` is `NAME --help`. */
function toCommand(args: readonly string[]): readonly string[] {
  const [first, second] = args;
  if (first === "help" && second !== undefined) return toCommand([second, "--help"]);
  if (first === undefined) return ["eval"];
  if (first.startsWith("-")) return globalFlags.has(first) ? args : ["eval", ...args];
  // Help on a typing error would be help on evalpool: the error is what helps.
  return commands.has(first) || first === "help" ? args : [first];
}

const globalFlags: ReadonlySet<string> = new Set(["-h", "--help", "-V", "--version"]);

// `evalpool … | head` closes the pipe early: no reason to complain.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.exitCode = IO_ERROR;
  process.stderr.write(`evalpool: cannot write the result: ${error.message}\n`);
});

try {
  await run(toCommand(process.argv.slice(2)));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // Commander has printed its own.
  if (!(error instanceof CommanderError)) {
    for (const message of messagesOf(error)) process.stderr.write(`evalpool: ${message}\n`);
  }
}
