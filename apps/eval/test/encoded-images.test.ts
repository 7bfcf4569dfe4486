import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findData, openImages, writeImageFolder, writeParquet } from "@evalpool/data/node";
import { synthesizeDigits } from "@evalpool/mnist";
import sharp from "sharp";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { runCli, weights } from "./run-cli.js";

interface Result {
  readonly correct: number;
  readonly confusionMatrix: unknown;
}

/** Digits as JPEG, in a folder for each; each third is larger where they are not all alike. */
async function jpegs(count: number, areAlike: boolean): Promise<string> {
  const root = temporaryDirectory();
  const { images, labels } = synthesizeDigits({ count });
  for (let i = 0; i < count; i++) {
    const pixels = images.data.subarray(i * 784, (i + 1) * 784);
    const image = sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } });
    if (!areAlike && i % 3 === 0) image.resize(32);
    const folder = join(root, String(labels.data[i]));
    if (!existsSync(folder)) mkdirSync(folder);
    const jpeg = await image.toColourspace("b-w").jpeg({ quality: 95 }).toBuffer();
    writeFileSync(join(folder, `${i}.jpg`), jpeg);
  }
  return root;
}

test.each([
  ["", true, []],
  [" of two sizes", false, ["--resize", "28x28"]],
])(
  "images%s are decoded in any number of threads, to the same",
  async (_, areAlike, flags) => {
    const data = await jpegs(100, areAlike);
    const results: Result[] = [];
    for (const [threads, memory] of [
      ["0", "1MiB"],
      ["1", "1MiB"],
      ["3", "1KiB"],
    ] as const) {
      const how = ["--threads", threads, "--memory", memory, "--batch-size", "7"];
      const { code, stdout, stderr } = await runCli(["--data", data, "--json", ...how, ...flags]);
      expect(stderr).toBe("");
      expect(code).toBe(0);
      const { correct, confusionMatrix } = JSON.parse(stdout) as Result;
      results.push({ correct, confusionMatrix });
    }
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]?.correct).toBeGreaterThan(80);
  },
  120_000,
);

test("of two sizes, one that does not fit is named, and what would make it fit", async () => {
  const data = await jpegs(30, false);
  const { code, stderr, stdout } = await runCli(["--data", data, "--threads", "2"]);
  expect(stderr).toMatch(
    /^evalpool: \S+\/\d\/\d+\.jpg: model mlp takes images of 1×28×28, got images of 1×32×32 \(channels × height × width\); they would fit with --resize 28x28\n$/,
  );
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
}, 60_000);

test("a JPEG that is cut short is named", async () => {
  const data = await jpegs(10, true);
  const { name, whole } = await findData(data).then(async (found) => {
    const { handle } = await found.open("test");
    const [name = ""] = "names" in handle ? handle.names : [];
    return { name, whole: await readFile(name) };
  });
  writeFileSync(name, whole.subarray(0, -60));
  const { code, stderr } = await runCli(["--data", data, "--threads", "2"]);
  expect(stderr).toMatch(`evalpool: ${name}: image is cut short or damaged`);
  expect(stderr.trimEnd()).not.toContain("\n");
  expect(code).toBe(3);
}, 60_000);

describeShared("real MNIST", () => {
  test("has the same 9,352 right as PNG in folders and in a Parquet file", async () => {
    const source = await (await findData(sharedFile("mnist"))).open("test");
    const images = new Uint8Array(source.count * 784);
    using reader = openImages(source);
    await reader.read(0, images);
    const mnist = { images, shape: [1, 28, 28], labels: source.labels } as const;
    const directory = temporaryDirectory();
    const [folder, file] = [join(directory, "folder"), join(directory, "mnist.parquet")];
    await writeImageFolder(folder, mnist);
    await writeParquet(file, mnist);
    for (const [data, memory] of [
      [folder, "256MiB"],
      [file, "1MiB"],
    ] as const) {
      const flags = ["--data", data, "--memory", memory, "--threads", "2", "--json"];
      const { stdout, stderr } = await runCli([...weights, ...flags]);
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toMatchObject({ correct: 9352, total: 10_000 });
    }
  }, 240_000);
});
