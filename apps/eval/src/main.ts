import { styleText } from "node:util";
import { Command, CommanderError } from "commander";
import { removePartials } from "@evalpool/files/node";
import packageJson from "../package.json" with { type: "json" };
import { addExamples } from "./commands/add-examples.js";
import { exitCodeOf, IO_ERROR, messagesOf } from "./exit-code.js";
import { endIfStopped, isStop, stop, whenStopped } from "./stop.js";
import { tell } from "./terminal/tell.js";
import { tellFailure } from "./terminal/tell-failure.js";

type LoadCommand = () => Promise<(program: Command) => void>;

/** Loaded when they are called, so that each starts fast; help and typing errors need them all. */
const commands: ReadonlyMap<string, LoadCommand> = new Map([
  ["eval", async () => (await import("./commands/eval.js")).addEvalCommand],
  ["forward", async () => (await import("./commands/forward.js")).addForwardCommand],
  ["show", async () => (await import("./commands/show.js")).addShowCommand],
  ["inspect", async () => (await import("./commands/inspect.js")).addInspectCommand],
  ["merge", async () => (await import("./commands/merge.js")).addMergeCommand],
  ["compare", async () => (await import("./commands/compare.js")).addCompareCommand],
  ["suite", async () => (await import("./commands/suite.js")).addSuiteCommand],
  ["robustness", async () => (await import("./commands/robustness.js")).addRobustnessCommand],
  ["plot", async () => (await import("./commands/plot.js")).addPlotCommand],
  ["draw", async () => (await import("./commands/draw.js")).addDrawCommand],
  ["train", async () => (await import("./commands/train.js")).addTrainCommand],
  ["models", async () => (await import("./commands/models.js")).addModelsCommand],
  ["spec", async () => (await import("./commands/spec.js")).addSpecCommand],
  ["convert", async () => (await import("./commands/convert.js")).addConvertCommand],
  ["worker", async () => (await import("./commands/worker.js")).addWorkerCommand],
  ["download", async () => (await import("./commands/download.js")).addDownloadCommand],
]);

async function run(args: readonly string[]): Promise<void> {
  const program = new Command("evalpool")
    .description("Evaluates image classifiers over whole data sets, in parallel.")
    .version(packageJson.version)
    .configureHelp({ subcommandTerm: (command) => command.name(), styleTitle: bold })
    .exitOverride()
    .configureOutput({ outputError: tellTypingError });
  addExamples(program, [
    ["evalpool", "evaluate the shipped network on MNIST's test images"],
    ["evalpool --weights mine.npz", "evaluate weights of your own"],
    ["evalpool help forward", "more on a command"],
  ]);
  for (const load of commandsFor(args)) (await load())(program);
  stop.throwIfAborted();
  await program.parseAsync(args, { from: "user" });
}

/** Those that must be known to do what is asked. */
function commandsFor([first = ""]: readonly string[]): Iterable<LoadCommand> {
  if (first === "--version" || first === "-V") return [];
  const called = commands.get(first);
  return called ? [called] : commands.values();
}

function bold(text: string): string {
  // Whether it shows is Commander's to say.
  return styleText("bold", text, { validateStream: false });
}

/** Commander's own, with what was meant on the same line. */
function tellTypingError(text: string): void {
  const message = text.trimEnd().replace(/^error: /, "");
  tellFailure(message.replace(/\n(\(Did you mean .*\?\))$/, " $1"));
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

function fail(error: unknown): void {
  if (isStop(error)) return;
  process.exitCode = exitCodeOf(error);
  // Commander has printed its own.
  if (error instanceof CommanderError) return;
  for (const message of messagesOf(error)) tellFailure(message);
}

let isUnwritable = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // `evalpool … | head` closes the pipe early: no reason to complain.
  if (error.code === "EPIPE") return;
  process.exitCode = IO_ERROR;
  // Each write fails that was under way: the first tells of all.
  if (!isUnwritable) tellFailure(`cannot write the result: ${error.message}`);
  isUnwritable = true;
});
// Nobody reads what is told: that is no reason to lose the work, nor another exit code.
process.stderr.on("error", () => undefined);
// Node.js would exit with 1, the code of a missed gate.
process.on("uncaughtException", (error) => {
  fail(error);
  removePartials();
  process.exit();
});
whenStopped((by) => tell([`evalpool: stopped by ${by}`]));

try {
  await run(toCommand(process.argv.slice(2)));
} catch (error) {
  fail(error);
}
endIfStopped(removePartials);
