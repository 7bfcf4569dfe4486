import { loadModel } from "@evalpool/checkpoints/node";
import { trace } from "@evalpool/models";
import { size, tensor } from "@evalpool/tensor";
import { UsageError } from "@evalpool/errors";
import type { Command } from "commander";
import { hintAtModel } from "../hint-at-model.js";
import { forwardLines } from "../terminal/forward-lines.js";
import { say } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { MODEL } from "./model-options.js";
import { numbers } from "./parse-options.js";

export function addForwardCommand(program: Command): void {
  const command = program
    .command("forward")
    .description("run a network on one input and show what every layer gives")
    .argument("<model>", MODEL)
    .argument("<x...>", "input values", numbers)
    .option("--weights <file>", "checkpoint of a model that has no weights of its own")
    .action((model: string, x: number[], { weights }: { weights?: string }) =>
      untilStopped(runForward(model, x, weights)),
    );
  addExamples(command, [
    ["evalpool forward three-layer 1.0 0.5", "the book's worked example"],
    ["evalpool forward net.json --weights w.npz 0.1 0.2", "a network of your own"],
    ["evalpool forward six-layer 1.0 0.5 0.4 0.9 -1.3", "the deeper one"],
  ]);
}

async function runForward(id: string, x: number[], weights?: string): Promise<void> {
  const model = await loadModel(id, weights).catch(hintAtModel(id));
  const { input } = model.graph;
  if (size(input.shape) !== x.length) {
    throw new UsageError(
      `${model.graph.id} takes ${size(input.shape)} input values, got ${x.length}`,
    );
  }
  const example = { data: tensor(x).data, shape: input.shape };
  say(forwardLines(model.graph, example, trace(model, example)));
}
