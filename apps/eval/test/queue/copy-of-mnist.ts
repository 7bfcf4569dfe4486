import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { TestContext } from "vitest";
import { sharedFile } from "../../../../test/shared.js";

export const IMAGES = "t10k-images-idx3-ubyte";
export const LABELS = "t10k-labels-idx1-ubyte";

/** MNIST's test images in a directory of their own. */
export async function copyOfMnist({
  onTestFinished,
}: Pick<TestContext, "onTestFinished">): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "evalpool-queue-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const name of [IMAGES, LABELS]) {
    const packed = await readFile(sharedFile(`mnist/${name}.gz`));
    await writeFile(join(directory, name), gunzipSync(packed));
  }
  return directory;
}
