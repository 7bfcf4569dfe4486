import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import type { CachedFile } from "@evalpool/mnist/node";
import { downloadKnown, knownDatasets, knownStatus } from "@evalpool/data/node";
import { makeDirectory, writeWhole } from "@evalpool/files/node";
import { DataError, UsageError } from "@evalpool/errors";
import { Argument, type Command } from "commander";
import { downloadProgress } from "../download-progress.js";
import { stop } from "../stop.js";
import { formatBytes, formatCount } from "../terminal/numbers.js";
import { say } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { familiesShown } from "./data-options.js";
import { outputDirectory } from "./parse-options.js";

interface DownloadFlags {
  readonly status?: true;
  readonly out?: string;
}

export function addDownloadCommand(program: Command): void {
  const command = program
    .command("download")
    .summary("fetch a data set into the cache ahead of time")
    .description("fetch a data set into the cache ahead of time, or say what is there")
    .addArgument(
      choose(
        new Argument("[dataset]", "data set to fetch (default: mnist)"),
        [...knownDatasets.map(({ name }) => name), "synthetic"],
        familiesShown.filter((name) => name !== "auto"),
      ),
    )
    .option("--status", "say what is in the cache")
    .option("--out <dir>", "where the synthetic digits go, as IDX files", outputDirectory)
    .action(runDownload);
  addExamples(command, [
    ["evalpool download", "MNIST, into the cache"],
    ["evalpool download fashion-mnist", "clothes in MNIST's format"],
    ["evalpool download emnist-letters", "letters, out of EMNIST's archive"],
    ["evalpool download --status", "what is there"],
    ["evalpool download synthetic --out digits", "drawn, not fetched"],
  ]);
}

async function runDownload(dataset: string | undefined, flags: DownloadFlags): Promise<void> {
  const { status, out } = flags;
  if (out !== undefined && dataset !== "synthetic") {
    throw new UsageError("--out goes with synthetic only");
  }
  if (status && dataset === "synthetic") {
    throw new UsageError("--status: synthetic digits are drawn, never in the cache");
  }
  if (status) return untilStopped(showStatus(dataset));
  if (dataset === "synthetic") return writeSynthetic(out);
  return download(dataset ?? "mnist");
}

async function download(name: string): Promise<void> {
  const { onProgress, end } = downloadProgress();
  try {
    await downloadKnown(name, { onProgress, signal: stop });
  } finally {
    end();
  }
  await untilStopped(showStatus(name));
}

/** One line for each file. */
async function showStatus(only?: string): Promise<void> {
  const files = await knownStatus(only);
  const widest = (text: (file: CachedFile) => string): number =>
    Math.max(...files.map((file) => text(file).length)) + 2;
  const [names, kept] = [widest(({ dataset }) => dataset), widest(({ file }) => file)];
  say(
    files.map(({ dataset, file, path, state, bytes }) => {
      const told = state === "good" ? formatBytes(bytes) : state;
      return `${dataset.padEnd(names)}${file.padEnd(kept)}${told.padStart(9)}  ${path}`;
    }),
  );
}

async function writeSynthetic(out?: string): Promise<void> {
  if (out === undefined) {
    throw new UsageError("synthetic digits are drawn, not fetched; give --out DIR");
  }
  await makeDirectory(out).catch((cause: unknown) => {
    if (!(cause instanceof DataError)) throw cause;
    throw new UsageError(`cannot write to ${out}: ${cause.reason}`, { cause });
  });
  const { images, labels } = synthesizeDigits();
  await writeWhole(join(out, "t10k-images-idx3-ubyte"), encodeIdx(images));
  await writeWhole(join(out, "t10k-labels-idx1-ubyte"), encodeIdx(labels));
  say([`${formatCount(labels.data.length, "digit")} in ${out}`]);
}
