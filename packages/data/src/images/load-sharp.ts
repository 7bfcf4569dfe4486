import { UsageError } from "@evalpool/errors";
import type sharp from "sharp";

let loading: Promise<typeof sharp> | undefined;

/**
 * Loads what decodes and encodes images, once it is needed.
 *
 * @throws {UsageError} when it cannot be loaded here
 */
export function loadSharp(): Promise<typeof sharp> {
  return (loading ??= load());
}

async function load(): Promise<typeof sharp> {
  try {
    const { default: loaded } = await import("sharp");
    // Images are many and small: each is decoded by one thread, and none is seen again.
    loaded.concurrency(1);
    loaded.cache(false);
    return loaded;
  } catch (cause) {
    const [reason] = (cause as Error).message.split("\n");
    throw new UsageError(`images are decoded by sharp, which cannot be loaded: ${reason}`, {
      cause,
    });
  }
}
