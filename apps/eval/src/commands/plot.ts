import { Argument, type Command } from "commander";
import { activationNames, type ActivationName } from "@evalpool/pictures";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { fileEnding } from "./parse-options.js";

export function addPlotCommand(program: Command): void {
  const command = program
    .command("plot")
    .summary("plot activation functions")
    .description("plot activation functions from -5 to 5, softmax as the share of each class")
    .addArgument(
      choose(new Argument("<function...>", "functions to draw into one picture"), activationNames),
    )
    .option("--out <file.svg>", "draw into this file, not in the terminal", fileEnding(".svg"))
    .action((names: ActivationName[], { out }: { out?: string }) => runPlot(names, out));
  addExamples(command, [
    ["evalpool plot sigmoid", "in the terminal"],
    ["evalpool plot step sigmoid relu --out all.svg", "several in one picture"],
  ]);
}

async function runPlot(given: readonly ActivationName[], out?: string): Promise<void> {
  const names = [...new Set(given)];
  if (out === undefined) {
    const { showActivations } = await import("../terminal/show-activations.js");
    process.stdout.write(showActivations(names, process.stdout.columns ?? 80));
    return;
  }
  const { plotActivations } = await import("@evalpool/pictures");
  const { writeWhole } = await import("@evalpool/files/node");
  await writeWhole(out, plotActivations(names));
}
