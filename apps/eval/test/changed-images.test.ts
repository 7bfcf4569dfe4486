import {
  closeSync,
  openSync,
  renameSync,
  statSync,
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

// The result names the digest that was taken when the data were opened: figures of other images
// under it would be wrong, and nobody would see it.
test.each(
  [0, 1, 2].flatMap((threads) => [
    { threads, how: "overwritten in place", change: overwriteInPlace },
    { threads, how: "replaced", change: replaceByRename },
  ]),
)(
  "images $how since, their times put back, give an error on $threads threads",
  async ({ threads, change }) => {
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
    utimesSync(file, atime, mtime);
    await expect(evaluator.run()).rejects.toThrow(
      new DataError(file, "expected a file at rest, got one that changed meanwhile"),
    );
  },
);
