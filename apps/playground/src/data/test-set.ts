import { required } from "@evalpool/errors";
import type { SourceInMemory } from "@evalpool/mnist";
import type { PlanarImage } from "@evalpool/pictures";

/** Labelled images in memory, and where they come from. */
export interface TestSet {
  readonly source: SourceInMemory;
  /** Whether these are all of its images; the first ones are there before, to look at. */
  readonly isComplete: boolean;
  /** How the command is told of it: `["--dataset", "mnist"]`. */
  readonly flags: readonly string[];
}

/** An image of a set, which stays in the set's memory. @throws {RangeError} when there is none */
export function imageAt({ source }: TestSet, index: number): PlanarImage {
  const { channels, height, width } = required(source.format, "format");
  if (!(index >= 0 && index < source.count)) throw new RangeError(`there is no image ${index}`);
  const length = channels * height * width;
  const bytes = source.handle.subarray(index * length, (index + 1) * length);
  return { shape: [channels, height, width], bytes };
}
