import {
  closeSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createEvaluator } from "@evalpool/eval";
import { loadModel } from "@evalpool/checkpoints/node";
import { openDataset } from "@evalpool/data/node";
import { DataError } from "@evalpool/errors";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

const { images, labels } = synthesizeDigits({ count: 3000 });
const bytes = encodeIdx(images);

function overwriteInPlace(file: string): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, bytes.toReversed(), 0, bytes.length - 16, 16);
  closeSync(descriptor);
}

function replaceByRename(file: string): void {
  writeFileSync(`${file}.new`, bytes.with(16, 99));
  renameSync(`${file}.new`, file);
}

const CHANGED = "expected a file at rest, got one that changed meanwhile";

const changes = [
  { how: "overwritten in place, its times put back", change: overwriteInPlace, reason: CHANGED },
  { how: "replaced, its times put back", change: replaceByRename, reason: CHANGED },
  { how: "cut short", change: (file: string) => truncateSync(file, 9999), reason: CHANGED },
  { how: "taken away", change: rmSync, reason: "no such file or directory" },
];

// The result names the digest that was taken when the data were opened: figures of other images
// under it would be wrong, and nobody would see it.
test.each([0, 1, 2].flatMap((threads) => changes.map((change) => ({ threads, ...change }))))(
  "a file of images that was $how since is an error on $threads threads",
  async ({ threads, change, reason }) => {
    const data = temporaryDirectory();
    const file = join(data, "t10k-images-idx3-ubyte");
    writeFileSync(file, bytes);
    writeFileSync(join(data, "t10k-labels-idx1-ubyte"), encodeIdx(labels));
    const { atime, mtime } = statSync(file);
    await using evaluator = await createEvaluator({
      model: loadModel("mlp"),
      dataset: openDataset("mnist", "test", { data }),
      threads,
    });
    const tally = await evaluator.run();
    expect(tally.labelRanks[0]).toBeGreaterThan(2900);
    change(file);
    if (existsSync(file)) utimesSync(file, atime, mtime);
    await expect(evaluator.run()).rejects.toThrow(new DataError(file, reason));
  },
);
