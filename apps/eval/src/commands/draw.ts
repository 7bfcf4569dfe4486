import { loadModel } from "@evalpool/checkpoints/node";
import { zoo, type Graph, type Parameters } from "@evalpool/models";
import { UsageError } from "@evalpool/errors";
import { Option, type Command } from "commander";
import { requireDistinct } from "../distinct-files.js";
import { loadGraphShown } from "../loading.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { inputFiles } from "./input-files.js";
import { MODEL } from "./model-options.js";
import { outputFile } from "./parse-options.js";

interface DrawFlags {
  readonly weights?: string;
  readonly output?: string;
  readonly format?: Format;
  readonly out?: string;
}

type Format = "svg" | "mermaid";

export function addDrawCommand(program: Command): void {
  const command = program
    .command("draw")
    .summary("draw a network: its neurons and weights, or its layers")
    .description("draw a network: a small one's neurons and weights, a large one's layers")
    .argument("<model>", MODEL)
    .option("--weights <file>", "checkpoint whose weights are drawn (default: a small model's own)")
    .option("--output <name>", "which of a network's outputs gives the classes")
    .addOption(
      choose(
        new Option(
          "--format <name>",
          "a picture or a Mermaid diagram (default: as --out, else svg)",
        ),
        ["svg", "mermaid"],
      ),
    )
    .option("--out <file>", "where it goes (default: stdout)", outputFile(".svg", ".mmd"))
    .action((model: string, flags: DrawFlags) => untilStopped(runDraw(model, flags)));
  addExamples(command, [
    ["evalpool draw six-layer --out net.svg", "neurons, weights, biases, functions"],
    ["evalpool draw mlp --format mermaid", "a diagram as text"],
  ]);
}

async function runDraw(model: string, { weights, output, format, out }: DrawFlags): Promise<void> {
  requireDistinct(inputFiles({ model, weights }), { "--out": out });
  const named = out === undefined ? undefined : formatOf(out);
  if (format !== undefined && named !== undefined && format !== named) {
    throw new UsageError(
      `--format ${format} does not go into ${out}, which is ${named} by its name`,
    );
  }
  const graph = await loadGraphShown(model, { output });
  const parameters =
    weights === undefined
      ? zoo.get(model)?.parameters
      : (await loadModel(model, weights, { output })).parameters;
  const as = format ?? named ?? "svg";
  const text = await draw(as, graph, parameters);
  if (weights !== undefined && text === (await draw(as, graph))) {
    throw new UsageError(`--weights ${weights}: no weight is to be seen in ${as} of ${graph.id}`);
  }
  if (out === undefined) {
    process.stdout.write(text);
  } else {
    const { writeWhole } = await import("@evalpool/files/node");
    await writeWhole(out, text);
  }
}

function formatOf(file: string): Format {
  return file.toLowerCase().endsWith(".svg") ? "svg" : "mermaid";
}

/** What draws is loaded when it is used, for it takes longer than a small command. */
async function draw(format: Format, graph: Graph, parameters?: Parameters): Promise<string> {
  if (format === "mermaid") {
    return (await import("@evalpool/pictures")).networkToMermaid(graph, parameters);
  }
  return (await import("@evalpool/pictures")).drawNetwork(graph, parameters);
}
