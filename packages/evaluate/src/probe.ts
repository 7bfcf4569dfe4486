import type { ImageFormat } from "@evalpool/data";
import type { Tally } from "@evalpool/metrics";
import { imageShape } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { aggregate } from "./aggregate.js";
import type { Job } from "./job.js";
import { planShards } from "./plan-shards.js";
import type { ShardRunner } from "./shard-runner.js";

/** So few that a large network has them done at once; any one tells two roundings apart. */
const IMAGES = 4;

/**
 * The tally of a few images of noise by a job's predictor. It holds their exact sums of
 * probabilities, so kernels that round otherwise give another.
 */
export async function probeOf(runner: ShardRunner, job: Job): Promise<Tally> {
  const format = job.images.format ?? formatOf(job);
  const labels = Uint16Array.from({ length: IMAGES }, (_, i) => i % job.classes);
  const images = { format, handle: noise(format) };
  const run = runner.prepare({ ...job, images, labels, corruption: undefined });
  const all = { withPredictions: false, onOutcome: () => undefined };
  const outcomes = await run(planShards(IMAGES, 1, job.batchSize), all);
  return aggregate([{ start: 0, end: IMAGES }], outcomes, job.classes);
}

/** Where images have no size in common: that which the network takes. */
function formatOf({ taker }: Job): ImageFormat {
  const [channels, height, width] = imageShape(taker) ?? [1, 1, size(taker.input.shape)];
  return { channels, height, width, layout: "CHW", element: "uint8" };
}

/** Of bytes, or of floats from 0 to 1. */
function noise({ channels, height, width, element }: ImageFormat): Uint8Array {
  const bytes = new Uint8Array(IMAGES * channels * height * width);
  let state = 1;
  for (let i = 0; i < bytes.length; i++) {
    // Numerical Recipes' linear congruential generator, of which the high bits are the better ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  if (element === "uint8") return bytes;
  return new Uint8Array(Float32Array.from(bytes, (byte) => byte / 255).buffer);
}
