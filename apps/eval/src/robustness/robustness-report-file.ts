import { createCorrupter, type CorruptionName } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import type { RobustnessResult } from "@evalpool/evaluate";
import { writeWhole } from "@evalpool/files/node";
import type { PlanarImage } from "@evalpool/pictures";
import { renderRobustness } from "@evalpool/report";
import { openView } from "../open-view.js";
import { requireWritable } from "../require-writable.js";
import type { Choice } from "./measure.js";

/** A page in the making. */
export interface RobustnessReportFile {
  /**
   * Writes it.
   *
   * @throws {UsageError} when it cannot be written
   * @throws {DataError} when the images cannot be read any more
   */
  write(result: RobustnessResult, choice: Choice, source: IndexedSource): Promise<void>;
}

/** @throws {UsageError} when there cannot be such a file, before the work that it is of */
export async function openRobustnessReport(file: string): Promise<RobustnessReportFile> {
  await requireWritable(file);
  return {
    async write(result, choice, source) {
      const pictures = await corruptedPictures(choice, source);
      await writeWhole(file, await renderRobustness({ result, pictures }));
    },
  };
}

/** The first image, as it is and as each corruption makes it at MNIST-C's own severity. */
async function corruptedPictures(
  { corruptions, seed }: Choice,
  source: IndexedSource,
): Promise<Map<CorruptionName, PlanarImage>> {
  using view = openView(source);
  const [first] = await view.read([0]);
  const { shape, bytes } = required(first, "first image");
  const names: CorruptionName[] = ["identity", ...corruptions];
  return new Map(
    names.map((name) => {
      const into = new Uint8Array(bytes.length);
      createCorrupter({ name, severity: 3, seed }, shape)(bytes, 0, into);
      return [name, { shape, bytes: into }];
    }),
  );
}
