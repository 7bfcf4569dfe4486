import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { systemMessage, writeWhole } from "@evalpool/files/node";
import type { OpenSplit } from "@evalpool/mnist/node";
import type { Model } from "@evalpool/models";
import { UsageError } from "@evalpool/errors";
import type { ImageSamples, EvaluationResult } from "@evalpool/evaluate";
import { openImages } from "@evalpool/data/node";
import { collectSamples, renderReport } from "@evalpool/report";

/** A report in the making. */
export interface ReportFile {
  /** Takes from images, which come by index, what the report shows of them. */
  readonly add: (samples: ImageSamples) => void;
  /**
   * Writes the report.
   *
   * @throws {UsageError} when it cannot be written
   * @throws {DataError} when the images' file has become shorter
   */
  write(result: EvaluationResult, model: Model, dataset: OpenSplit): Promise<void>;
}

/** @throws {UsageError} when there cannot be such a file, before the work that it is of */
export async function openReport(file: string): Promise<ReportFile> {
  await requireWritable(file);
  const collected = collectSamples();
  return {
    add: collected.add,
    async write(result, { spec }, { images }) {
      const [, height, width] = images.shape;
      using reader = openImages("file" in images ? images : images.data, height * width);
      const { read } = reader;
      const pixels = { height, width, read };
      await writeWhole(file, await renderReport({ result, spec, collected, images: pixels }));
    },
  };
}

async function requireWritable(file: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new UsageError(`cannot write ${file}: ${reason}`, { cause });
  };
  await access(dirname(resolve(file)), constants.W_OK).catch((cause: unknown) =>
    refuse(systemMessage(cause), cause),
  );
  const existing = await stat(file).catch(() => undefined);
  if (existing && !existing.isFile()) refuse("not a regular file");
}
