import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { datasetStatus, downloadDataset, findDataset } from "@evalpool/mnist/node";
import { makeDirectory, writeWhole } from "@evalpool/files/node";
import { UsageError } from "@evalpool/errors";
import { bytesOf, downloadProgress } from "../download-progress.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { withSignals } from "./signals.js";
import { Argument, type Command } from "commander";

export function addDownloadCommand(program: Command): void {
  const command = program
    .command("download")
    .summary("fetch a data set into the cache ahead of time")
    .description("fetch a data set into the cache ahead of time, or say what is there")
    .addArgument(
      choose(new Argument("[dataset]", "data set to fetch"), [
        "mnist",
        "fashion-mnist",
        "synthetic",
      ]).default("mnist"),
    )
    .option("--status", "say what is in the cache")
    .option("--out <dir>", "where the synthetic digits go, as IDX files")
    .action((dataset: string, { status, out }: { status?: true; out?: string }) =>
      withSignals(async (signal) => {
        if (status) await showStatus();
        else if (dataset === "synthetic") await writeSynthetic(out);
        else if (out !== undefined) throw new UsageError("--out goes with synthetic only");
        else await download(dataset, signal);
      }),
    );
  addExamples(command, [
    ["evalpool download", "MNIST, into the cache"],
    ["evalpool download fashion-mnist", "clothes in MNIST's format"],
    ["evalpool download --status", "what is there"],
    ["evalpool download synthetic --out digits", "drawn, not fetched"],
  ]);
}

async function download(name: string, signal: AbortSignal): Promise<void> {
  const { onProgress, end } = downloadProgress();
  try {
    await downloadDataset(findDataset(name)!, { onProgress, signal });
  } finally {
    end();
  }
  await showStatus(name);
}

/** One line for each file. */
async function showStatus(only?: string): Promise<void> {
  for (const { dataset, file, path, state, bytes } of await datasetStatus()) {
    if (only !== undefined && dataset !== only) continue;
    const told = state === "good" ? bytesOf(bytes) : state;
    process.stdout.write(`${dataset.padEnd(14)}${file.padEnd(24)}${told.padStart(9)}  ${path}\n`);
  }
}

async function writeSynthetic(out?: string): Promise<void> {
  if (out === undefined)
    throw new UsageError("synthetic digits are drawn, not fetched; give --out DIR");
  const { images, labels } = synthesizeDigits();
  await makeDirectory(out).catch((cause: unknown) => {
    throw new UsageError(`cannot write to ${out}: ${(cause as Error).message}`, { cause });
  });
  await writeWhole(join(out, "t10k-images-idx3-ubyte"), encodeIdx(images));
  await writeWhole(join(out, "t10k-labels-idx1-ubyte"), encodeIdx(labels));
  process.stdout.write(`${labels.data.length.toLocaleString("en-US")} digits in ${out}\n`);
}
