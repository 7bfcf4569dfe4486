import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { EvaluationResult } from "@evalpool/evaluate";
import { encodeIdx } from "@evalpool/mnist";
import { loadSplit } from "@evalpool/mnist/node";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { runCli } from "./run-cli.js";

const mnist = ["--data", sharedFile("mnist")];

async function evaluate(model: string, ...flags: string[]): Promise<EvaluationResult> {
  const { stdout, code, stderr } = await runCli(["--json", ...mnist, "--model", model, ...flags]);
  expect(stderr.replace(/.*left out, as no operation uses it.*\n/, "")).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as EvaluationResult;
}

describeShared("public models", () => {
  // onnxruntime-node 1.30, for the Keras file NumPy in float64: what is right of 10,000, by pixels.
  test.each([
    ["cntk-mnist.onnx", [], 9890],
    ["cntk-mnist.onnx", ["--scale", "1"], 9891],
    ["cntk-mnist.onnx", ["--mean", "0.1307", "--std", "0.3081"], 9893],
    ["cntk-mnist.onnx", ["--mean", "0.5", "--std", "0.5"], 9674],
    ["pytorch-convnet-mnist.onnx", [], 9813],
    ["pytorch-convnet-mnist.onnx", ["--scale", "1"], 9826],
    ["pytorch-convnet-mnist.onnx", ["--mean", "0.1307", "--std", "0.3081"], 9769],
    ["pytorch-convnet-mnist.onnx", ["--mean", "0.5", "--std", "0.5"], 8477],
    ["mlp-mnist.keras", [], 9588],
    ["mlp-mnist.keras", ["--scale", "1"], 9580],
  ])("%s %j", async (file, flags, correct) => {
    const result = await evaluate(sharedFile(`real/${file}`), ...flags);
    expect(result.correct).toBe(correct);
    expect(result.model.runtime).toEqual({ name: "own" });
    expect(result.model.preprocess?.source).toBe(flags.length === 0 ? "assumed" : "caller");
  });

  test.each(["1", "7", "100"])("one of a fixed batch is run in batches of %s", async (size) => {
    const file = sharedFile("real/cntk-mnist.onnx");
    const result = await evaluate(file, "--batch-size", size, "--limit", "2000");
    // A batch may be cut to what a core's cache holds.
    expect(result.config.batchSize).toBeLessThanOrEqual(Number(size));
    // onnxruntime, one by one
    expect(result.correct).toBe(1966);
  });

  test.each([
    ["mlp", 9352],
    ["simple", 9890],
    ["deep", 9935],
  ])("%s.onnx gives what its pickle does", async (name, correct) => {
    expect((await evaluate(sharedFile(`onnx/${name}.onnx`))).correct).toBe(correct);
  });

  test("images that do not fit: which steps would make them", async () => {
    const file = sharedFile("real/pytorch-cifar.onnx");
    const { code, stderr } = await runCli([...mnist, "--model", file]);
    expect(code).toBe(3);
    const steps = "--channels rgb --resize 32x32";
    expect(stderr).toContain(`they would fit with ${steps}`);
    const result = await evaluate(file, ...steps.split(" "), "--limit", "500");
    expect(result.total).toBe(500);
    expect(result.model.preprocess).toEqual({
      source: "assumed",
      scale: 1 / 255,
      channels: "rgb",
      resize: { height: 32, width: 32 },
    });
  });

  test("inspect shows input, pixels, outputs, and by whose word", async () => {
    const { stdout } = await runCli(["inspect", "--model", sharedFile("real/cntk-mnist.onnx")]);
    expect(stdout).toMatch(/input +images of 1×28×28\n/);
    expect(stdout).toMatch(/pixels +v\/255, assumed; --scale, --mean and --std say otherwise\n/);
    expect(stdout).toMatch(/output +10 classes\n/);
  });

  test("images that are stored by column, or dark on light, are turned by flags", async () => {
    const data = temporaryDirectory();
    const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
    const pixels = Uint8Array.from({ length: 1000 * 784 }, (_, i) => {
      const [image, row, column] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
      return 255 - images.data[image * 784 + column * 28 + row]!;
    });
    const turned = encodeIdx({ data: pixels, shape: [1000, 28, 28] });
    writeFileSync(join(data, "t10k-images-idx3-ubyte"), turned);
    const first = { data: labels.data.slice(0, 1000), shape: [1000] as const };
    writeFileSync(join(data, "t10k-labels-idx1-ubyte"), encodeIdx(first));
    const flags = ["--json", "--data", data, "--transpose", "--invert"];
    const result = JSON.parse((await runCli(flags)).stdout) as EvaluationResult;
    const plain = await runCli(["--json", ...mnist, "--limit", "1000"]);
    const expected = JSON.parse(plain.stdout) as EvaluationResult;
    expect(result.confusionMatrix).toEqual(expected.confusionMatrix);
    expect(result.negativeLogLikelihood).toBe(expected.negativeLogLikelihood);
  });

  test("what a file holds beside is told, once", async () => {
    const file = sharedFile("real/mlp-mnist.keras");
    const { stderr } = await runCli([...mnist, "--quiet", "--model", file]);
    expect(stderr).toMatch(/^evalpool: .*mlp-mnist\.keras: left out, .*: optimizer state\n$/);
  });

  test("convert writes what evaluates the same", async () => {
    const from = sharedFile("real/pytorch-convnet-mnist.onnx");
    const to = join(temporaryDirectory(), "net.safetensors");
    const { code, stderr } = await runCli(["convert", from, to, "--mean", "0.5", "--std", "0.5"]);
    expect([code, stderr]).toEqual([0, ""]);
    const before = await evaluate(from, "--mean", "0.5", "--std", "0.5");
    const after = await evaluate(to);
    expect(after.model.digest).toBe(before.model.digest);
    expect(after.confusionMatrix).toEqual(before.confusionMatrix);
    expect(after.model.preprocess?.source).toBe("model");
  });
});

describe("flags of pixels", () => {
  const synthetic = ["--dataset", "synthetic", "--limit", "100", "--quiet"];

  test.each([
    [["--scale", "0"], "Expected a number above 0, or a ratio such as 1/255."],
    [["--scale", "1/0"], "Expected a number above 0"],
    [["--mean", "0.1,"], "Expected a number, or one for each channel with commas between."],
    [["--std", "0"], "Expected a number above 0, or one for each channel"],
    [["--resize", "28"], "Expected height and width from 1 to 4,096, as 28x28 or 224x224:crop."],
    [["--resize", "9999x9999"], "from 1 to 4,096"],
    [["--channels", "grey"], "Did you mean gray?"],
    [["--runtime", "onnx"], "Did you mean"],
    [["--runtime", "onnxruntime", "--exact"], "--exact is of own kernels"],
    [["--runtime", "onnxruntime", "--backend", "reference"], "--backend reference is of own"],
    [["--runtime", "onnxruntime"], "runs an ONNX file, and mlp is none"],
  ])("%j is refused", async (flags, reason) => {
    const { code, stderr } = await runCli([...synthetic, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  test("are the caller's word, of a network of the zoo too", async () => {
    const flags = ["--dataset", "synthetic", "--limit", "100", "--json", "--invert"];
    const { stdout } = await runCli(flags);
    const { model } = JSON.parse(stdout) as EvaluationResult;
    expect(model.preprocess).toEqual({ source: "caller", invert: true });
  });

  test("as many means as there are channels", async () => {
    const { code, stderr } = await runCli([...synthetic, "--mean", "1,2,3"]);
    expect(code).toBe(3);
    expect(stderr).toContain("preprocess.mean: expected one number, got 3");
  });

  test("are of networks: refused where a data set is shown", async () => {
    const { code, stderr } = await runCli(["inspect", "--dataset", "synthetic", "--invert"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--invert is of networks: name one with --model");
  });

  test("a network with weights of its own takes no others", async () => {
    const file = sharedFile("onnx/mlp.onnx");
    const weights = sharedFile("checkpoints/sample_weight.pkl");
    const { code, stderr } = await runCli([...mnist, "--model", file, "--weights", weights]);
    expect(code).toBe(2);
    expect(stderr).toContain("has weights of its own: leave out --weights");
  });
});

describe("what is no model is named as what it is", () => {
  test.each<[string, string, string | Uint8Array | undefined, string]>([
    ["a data set", "labels.gz", gzipSync("labels"), "got a gzip file"],
    [
      "an LFS pointer",
      "lfs.onnx",
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
      "got a Git LFS pointer, which stands for a file that was not fetched; fetch it with git lfs",
    ],
    [
      "a web page",
      "page.onnx",
      "<!DOCTYPE html><html></html>",
      "got a web page; download the file itself",
    ],
    ["a dangling link", "dangling.onnx", undefined, "no such file or directory"],
    ["a directory", "", undefined, "got a directory"],
    ["an empty file", "empty.onnx", "", "got an empty file"],
    ["a cut file", "cut.onnx", "\x08\x07\x12\x04CNTK\x3a\x7f\x03", "not a valid ONNX"],
  ])("%s", async (_, name, content, reason) => {
    const directory = temporaryDirectory();
    const file = join(directory, name);
    if (content !== undefined) writeFileSync(file, content);
    else if (name !== "") symlinkSync(join(directory, "gone"), file);
    const { code, stdout, stderr } = await runCli([...mnist, "--model", file]);
    expect(stderr).toContain(reason);
    expect([code, stdout, stderr.trimEnd().split("\n").length]).toEqual([3, "", 1]);
  });
});
