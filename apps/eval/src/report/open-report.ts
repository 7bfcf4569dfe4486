import { access, constants, readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { systemMessage, type OpenSplit } from "@evalpool/mnist/node";
import type { Model } from "@evalpool/models";
import { UsageError } from "../errors.js";
import type { ImageSamples } from "../image-samples.js";
import type { EvaluationResult } from "../result.js";
import { writeWhole } from "../write-whole.js";
import { collectSamples } from "./collect-samples.js";

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

/** Pixels of all images in a report: about 3,800 digits of MNIST, and some 2 MB of noise. */
const MOST_PIXELS = 3_000_000;

/** @throws {UsageError} when there cannot be such a file, before the work that it is of */
export async function openReport(file: string): Promise<ReportFile> {
  await requireWritable(file);
  const collector = collectSamples();
  return {
    add: collector.add,
    async write(result, { spec }, dataset) {
      // Loaded when there is something to draw, for it takes longer than a small evaluation.
      const [{ drawSprite }, { renderReport }, script] = await Promise.all([
        import("./sprite.js"),
        import("./render-report.js"),
        readFile(new URL("./report-page.js", import.meta.url), "utf8"),
      ]);
      const [, height, width] = dataset.images.shape;
      const most = Math.max(1, Math.floor(MOST_PIXELS / (height * width)));
      const { samples, confident } = collector.shown(most);
      const { png, ...sprite } = drawSprite(
        dataset,
        samples.map(([index]) => index),
      );
      const places = new Map(samples.map((sample, place) => [sample, place]));
      const { confusionMatrix } = result;
      const data = {
        classes: confusionMatrix.length,
        confusionMatrix,
        sprite,
        samples,
        confident: confident.map((sample) => places.get(sample)!),
      };
      const aspectRatio = width / height;
      await writeWhole(file, renderReport({ result, spec, data, png, aspectRatio, script }));
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
