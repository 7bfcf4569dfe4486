import { Argument, type Command } from "commander";
import type { ActivationName } from "@evalpool/pictures";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { outputFile } from "./parse-options.js";

/** Named here, for help and typing errors need them, and what draws takes long to load. */
const activations: Record<ActivationName, true> = {
  step: true,
  sigmoid: true,
  relu: true,
  identity: true,
  softmax: true,
};

export function addPlotCommand(program: Command): void {
  const command = program
    .command("plot")
    .summary("plot activation functions")
    .description("plot activation functions from -5 to 5, softmax as the share of each class")
    .addArgument(
      choose(
        new Argument("<function...>", "functions to draw into one picture"),
        Object.keys(activations),
      ),
    )
    .option("--out <file.svg>", "draw into this file, not in the terminal", outputFile(".svg"))
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
