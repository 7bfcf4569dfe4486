import { findData, openImages } from "@evalpool/data/node";

/** Images of 28×28 that a thread reads at once to evaluate them in batches of 100. */
const BLOCK = 200;

/**
 * Opens what is at a path and reads every image, as a thread does that evaluates them.
 *
 * @param take is given each block; it is overwritten by the next
 */
export async function readWhole(path: string, take?: (images: Uint8Array) => void): Promise<void> {
  const { open } = await findData(path);
  const source = await open("test");
  if (source.format === undefined) throw new Error(`${path}: images of several sizes`);
  const { channels, height, width } = source.format;
  const length = channels * height * width;
  using reader = openImages(source);
  const block = new Uint8Array(BLOCK * length);
  for (let first = 0; first < source.count; first += BLOCK) {
    const some = block.subarray(0, Math.min(BLOCK, source.count - first) * length);
    await reader.read(first, some);
    take?.(some);
  }
}

/** All of the images, `[N, C, H, W]`. */
export async function pixelsAt(path: string): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  await readWhole(path, (images) => blocks.push(images.slice()));
  return Buffer.concat(blocks);
}
