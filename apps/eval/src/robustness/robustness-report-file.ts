import { createCorrupter, type CorruptionName } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { openImages } from "@evalpool/data/node";
import type { RobustnessResult } from "@evalpool/evaluate";
import { writeWhole } from "@evalpool/files/node";
import { renderRobustness, type Picture } from "@evalpool/report";
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
): Promise<Map<CorruptionName, Picture>> {
  const { shape, bytes } = await firstImage(source);
  const names: CorruptionName[] = ["identity", ...corruptions];
  return new Map(
    names.map((name) => {
      const into = new Uint8Array(bytes.length);
      createCorrupter({ name, severity: 3, seed }, shape)(bytes, 0, into);
      return [name, { shape, bytes: into }];
    }),
  );
}

async function firstImage(source: IndexedSource): Promise<Picture> {
  const { format } = source;
  using reader = openImages(source);
  if (format !== undefined) {
    const shape = [format.channels, format.height, format.width] as const;
    const bytes = new Uint8Array(shape[0] * shape[1] * shape[2]);
    await reader.read(0, bytes);
    return { shape, bytes };
  }
  const [image] = (await reader.readEach?.(0, 1)) ?? [];
  if (image === undefined) throw new Error("images of several sizes are read one by one");
  return image;
}
