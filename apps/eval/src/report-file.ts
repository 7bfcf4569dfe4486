import type { IndexedSource } from "@evalpool/data";
import { writeWhole } from "@evalpool/files/node";
import type { Model } from "@evalpool/models";
import type { ScoredResult, ScoredSamples } from "@evalpool/evaluate";
import { collectSamples, renderReport } from "@evalpool/report";
import { openView } from "./open-view.js";
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
      using view = openView(source, result.dataset.corruption);
      const input = { result, graph: model?.graph, collected, images: view.read };
      await writeWhole(file, await renderReport(input));
    },
  };
}
