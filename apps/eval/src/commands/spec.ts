import { chainOfLinear, readCheckpoint } from "@evalpool/checkpoints";
import { CheckpointError, escapeControls } from "@evalpool/errors";
import { readWhole, writeWhole } from "@evalpool/files/node";
import type { Command } from "commander";
import { requireDistinct } from "../distinct-files.js";
import { stop } from "../stop.js";
import { tell } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { outputFile } from "./parse-options.js";

/** Of a file of weights, in bytes. */
const LARGEST_CHECKPOINT = 2 ** 30;

export function addSpecCommand(program: Command): void {
  const command = program
    .command("spec")
    .summary("write a spec to start from, for a chain of linear layers")
    .description(
      "write a network's spec to start from, from its weights: a plain chain of linear layers,\n" +
        "told by their shapes; what weights do not tell is guessed, and said",
    )
    .argument("<file>", "checkpoint")
    .option("--out <file.json>", "where it goes (default: stdout)", outputFile(".json"))
    .action((file: string, { out }: { out?: string }) => untilStopped(runSpec(file, out)));
  addExamples(command, [
    ["evalpool spec weights.pt --out net.json", "of PyTorch's Linears"],
    ["evalpool --model net.json --weights weights.pt", "evaluate it then"],
  ]);
}

async function runSpec(file: string, out?: string): Promise<void> {
  requireDistinct({ checkpoint: file }, { "--out": out });
  const bytes = await readWhole(file, {
    maxBytes: LARGEST_CHECKPOINT,
    toError: (reason, options) => new CheckpointError(file, reason, options),
    signal: stop,
  });
  const { parameters, skipped } = await readCheckpoint(bytes, file);
  const { spec, guesses } = chainOfLinear(parameters, file);
  const lines = JSON.stringify(spec, null, 2).split("\n");
  // Names may come from anywhere, and a terminal may be where they are printed.
  const text = lines.map((line) => `${escapeControls(line, unicodeEscape)}\n`).join("");
  if (out === undefined) process.stdout.write(text);
  else await writeWhole(out, text);
  const left = skipped.length > 0 ? [`left out: ${skipped.join(", ")}`] : [];
  tell([...guesses, ...left].map((line) => `evalpool: ${line}`));
}

/** As JSON writes it. */
function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
