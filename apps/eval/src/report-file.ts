import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import { writeWhole } from "@evalpool/files/node";
import type { Model } from "@evalpool/models";
import type { ScoredResult, ScoredSamples } from "@evalpool/evaluate";
import { openImages } from "@evalpool/data/node";
import { collectSamples, renderReport } from "@evalpool/report";
import { asCorrupted } from "./as-corrupted.js";
import { requireWritable } from "./require-writable.js";

/** A report in the making. */
export interface ReportFile {
  /** Takes from images, which come by index, what the report shows of them. */
  readonly add: (samples: ScoredSamples) => void;
  /**
   * Writes the report.
   *
   * @throws {UsageError} when it cannot be written
   * @throws {DataError} when the images' file has become shorter
   */
  write(result: ScoredResult, model: Model | undefined, dataset: IndexedSource): Promise<void>;
}

/** @throws {UsageError} when there cannot be such a file, before the work that it is of */
export async function openReport(file: string): Promise<ReportFile> {
  await requireWritable(file);
  const collected = collectSamples();
  return {
    add: collected.add,
    async write(result, model, source) {
      const { channels, height, width } = required(source.format, "format of the images");
      using reader = openImages(source);
      const shape = [channels, height, width] as const;
      const read = asCorrupted(reader.read, shape, result.dataset.corruption);
      const pixels = { height, width, read };
      await writeWhole(
        file,
        await renderReport({ result, graph: model?.graph, collected, images: pixels }),
      );
    },
  };
}
