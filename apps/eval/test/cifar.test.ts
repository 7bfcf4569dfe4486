import { join } from "node:path";
import type { EvaluationResult } from "@evalpool/evaluate";
import { writeCifar, writeImageFolder } from "@evalpool/data/node";
import { loadSplit } from "@evalpool/mnist/node";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { runCli } from "./run-cli.js";

describeShared("a network for CIFAR, on images in CIFAR's form", () => {
  test("records give the predictions that the same pixels in PNG files give", async () => {
    const directory = temporaryDirectory();
    const labelled = await tinted(500);
    await writeCifar(directory, "test", labelled);
    const folder = join(directory, "folder");
    await writeImageFolder(folder, labelled);
    const records = await evaluate("--data", join(directory, "test_batch.bin"));
    const files = await evaluate("--data", folder);
    expect(records.dataset).toMatchObject({ images: 500, kind: "CIFAR-10 records" });
    expect(records.confusionMatrix).toEqual(files.confusionMatrix);
    expect(records.negativeLogLikelihood).toBe(files.negativeLogLikelihood);
    // It tells some apart: not all are taken for one class.
    const predicted = records.confusionMatrix.filter((_, i) =>
      records.confusionMatrix.some((row) => (row[i] ?? 0) > 0),
    );
    expect(predicted.length).toBeGreaterThan(2);
  });
});

async function evaluate(...flags: string[]): Promise<EvaluationResult> {
  const model = sharedFile("real/pytorch-cifar.onnx");
  const { stdout, stderr, code } = await runCli(["--json", "--model", model, ...flags]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as EvaluationResult;
}

/** Digits in the middle of 32×32 pixels, each colour its own strength. */
async function tinted(count: number) {
  const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
  const pixels = new Uint8Array(count * 3072);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) {
      for (let at = 0; at < 784; at++) {
        const [y, x] = [Math.floor(at / 28) + 2, (at % 28) + 2];
        const value = images.data[i * 784 + at]! * (((i + c) % 4) / 3);
        pixels[i * 3072 + c * 1024 + y * 32 + x] = value;
      }
    }
  }
  return { images: pixels, shape: [3, 32, 32] as const, labels: labels.data.slice(0, count) };
}
