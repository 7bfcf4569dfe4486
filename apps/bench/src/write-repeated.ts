import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { encodeIdx } from "@evalpool/mnist";
import type { Inputs } from "./inputs.ts";

/** Writes the images over and over into IDX files. @param times how often each is there */
export async function writeRepeated(
  { images, labels }: Pick<Inputs, "images" | "labels">,
  times: number,
  directory: string,
): Promise<void> {
  const [count, height, width] = images.shape;
  const empty = encodeIdx({ data: new Uint8Array(), shape: [0, height, width] });
  new DataView(empty.buffer).setUint32(4, count * times);
  const copies = function* (): Generator<Uint8Array> {
    yield empty;
    for (let i = 0; i < times; i++) yield images.data;
  };
  const file = join(directory, "t10k-images-idx3-ubyte");
  await pipeline(Readable.from(copies()), createWriteStream(file));
  const all = new Uint8Array(labels.data.length * times);
  for (let i = 0; i < times; i++) all.set(labels.data, i * labels.data.length);
  const encoded = encodeIdx({ data: all, shape: [all.length] });
  await writeFile(join(directory, "t10k-labels-idx1-ubyte"), encoded);
}
