import { readNative, writeNetwork } from "@evalpool/checkpoints";
import { CheckpointError } from "@evalpool/errors";
import { writeWhole } from "@evalpool/files/node";
import { bind, canonicalForm, parameterCount, type Model } from "@evalpool/models";
import type { Command } from "commander";
import { requireDistinct } from "../distinct-files.js";
import { loadModelShown } from "../loading.js";
import { requireWritable } from "../require-writable.js";
import { stop } from "../stop.js";
import { formatBytes, formatCount } from "../terminal/numbers.js";
import { ASSUMED } from "../terminal/assumed.js";
import { say, tell } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { inputFiles } from "./input-files.js";
import { addModelOptions, MODEL, preprocessOf, type ModelFlags } from "./model-options.js";
import { outputFile } from "./parse-options.js";

interface ConvertFlags extends ModelFlags {
  readonly offline?: true;
}

export function addConvertCommand(program: Command): void {
  const command = program
    .command("convert")
    .summary("write a network and its weights into one file")
    .description(
      "write a network and its weights into one safetensors file, with the network in its\n" +
        "metadata, which --model takes",
    )
    .argument("<model>", MODEL)
    .argument("<out.safetensors>", "where it goes", outputFile(".safetensors"))
    .option("--offline", "never download anything");
  addModelOptions(command).action((model: string, out: string, flags: ConvertFlags) =>
    untilStopped(runConvert(model, out, flags)),
  );
  addExamples(command, [
    ["evalpool convert cnn cnn.safetensors", "a network of the zoo"],
    ["evalpool convert net.json net.safetensors --weights w.pt", "one of your own"],
    ["evalpool --model net.safetensors", "evaluate it then"],
  ]);
}

async function runConvert(model: string, out: string, flags: ConvertFlags): Promise<void> {
  const { weights, output, offline } = flags;
  requireDistinct({ ...inputFiles({ weights }), "the model": model }, { "the output": out });
  await requireWritable(out);
  const preprocess = preprocessOf(flags);
  const options = { output, preprocess, offline, signal: stop };
  const loaded = await loadModelShown(model, weights, options);
  const bytes = writeNetwork(loaded);
  await requireSame(loaded, bytes, out);
  await writeWhole(out, bytes);
  if (loaded.preprocessSource === "assumed") {
    tell([`evalpool: what becomes of pixels is written as v/255${ASSUMED}`]);
  }
  const { graph } = loaded;
  const facts = [
    graph.id,
    formatCount(parameterCount(graph), "parameter"),
    formatBytes(bytes.length),
  ];
  say([`${out}: ${facts.join(", ")}`]);
}

/** Reads it again before it is there, for it may outlive what it was made of. */
async function requireSame(model: Model, bytes: Uint8Array, out: string): Promise<void> {
  const { graph, parameters } = await readNative(bytes, out, {});
  const [before, after] = [canonicalForm(model), canonicalForm(bind(graph, parameters, out))];
  for (const part of before) {
    const next = after.next();
    if (next.done || Buffer.compare(part, next.value) !== 0) {
      throw new CheckpointError(out, "the network would be another when it is read again");
    }
  }
}
