import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { defaultOptions, recipeFor } from "@evalpool/training";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { cli, environment, mnist, runCli } from "./run-cli.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-train-"));
});
afterEach(() => rm(directory, { recursive: true }));

describeShared("evalpool train on real MNIST", () => {
  test("an epoch makes weights and a card, the same bits each time, that eval reads", async () => {
    const train = async (name: string): Promise<Buffer> => {
      const out = join(directory, name);
      const { code, stderr } = await runCli(["train", ...mnist, "--epochs", "1", "--out", out]);
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /^epoch 1\/1 {2}loss \d\.\d{4} {2}validation 0\.9\d+ {2}[\d,]+ images\/s\n$/,
      );
      return readFile(out);
    };
    expect(await train("a.safetensors")).toEqual(await train("b.safetensors"));

    const card = JSON.parse(await readFile(join(directory, "a.json"), "utf8")) as {
      test: { correct: number };
    };
    expect(card).toMatchObject({
      model: "mlp",
      command: expect.stringContaining("--epochs 1") as string,
      options: { seed: 1, validation: 0.1 },
      dataset: { images: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db" },
      epochs: { run: 1, best: 1 },
      validation: { accuracy: expect.any(Number) as number },
      weights: { file: "a.safetensors" },
    });
    const weights = ["--weights", join(directory, "a.safetensors")];
    const { stdout } = await runCli([...mnist, ...weights, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ correct: card.test.correct });
  });

  test("SIGINT saves the best weights so far and exits with 130", async () => {
    const out = join(directory, "best.safetensors");
    const child = spawn(process.execPath, [cli, "train", ...mnist, "--out", out]);
    child.stdout.resume();
    // After the line of the second epoch, in the middle of the third.
    let told = "";
    child.stderr.on("data", (text: Buffer) => {
      const before = told.includes("epoch   2/100");
      told += text.toString();
      // Once: a second signal would end the process at once.
      if (!before && told.includes("epoch   2/100")) child.kill("SIGINT");
    });
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).toBe(130);
    expect((await readdir(directory)).sort()).toEqual(["best.json", "best.safetensors"]);
    const card = JSON.parse(await readFile(join(directory, "best.json"), "utf8")) as object;
    expect(card).toMatchObject({ epochs: { run: 2, best: 2 } });
    const { stdout } = await runCli([...mnist, "--weights", out, "--json"]);
    expect((JSON.parse(stdout) as { accuracy: number }).accuracy).toBeGreaterThan(0.9);
  });

  test("a learning rate that is too high is told, and nothing is saved", async () => {
    const args = ["train", ...mnist, "--optimizer", "sgd", "--learning-rate", "1e30"];
    const { code, stderr } = await runCli([...args, "--out", join(directory, "x.safetensors")]);
    expect(code).toBe(2);
    expect(stderr).toContain("try a lower learning rate");
    expect(await readdir(directory)).toEqual([]);
  });
});

describe("evalpool train on a few digits", () => {
  let data: string[];
  beforeEach(async () => {
    const { images, labels } = synthesizeDigits();
    for (const [prefix, count] of Object.entries({ train: 2000, t10k: 500 })) {
      const some = { data: images.data.subarray(0, count * 784), shape: [count, 28, 28] };
      const theirs = { data: labels.data.subarray(0, count), shape: [count] };
      await writeFile(join(directory, `${prefix}-images-idx3-ubyte`), encodeIdx(some));
      await writeFile(join(directory, `${prefix}-labels-idx1-ubyte`), encodeIdx(theirs));
    }
    data = ["--data", directory];
  });

  // torch.nn.Linear(32, 32).weight is [out, in]: square, so that only its layout can tell.
  const dense = (name: string, units: number): object[] => [
    { type: "dense", units, weight: `${name}.w`, bias: `${name}.b`, layout: "out,in" },
    { type: "activation", function: units === 10 ? "softmax" : "relu" },
  ];
  const network = {
    id: "mine",
    input: [784],
    layers: [
      { type: "scale", divisor: 255 },
      ...[32, 32, 10].flatMap((n, i) => dense(`fc${i}`, n)),
    ],
  };

  test("weights are written in the layout that the network gives, so that eval reads them", async () => {
    const spec = join(directory, "net.json");
    await writeFile(spec, JSON.stringify(network));
    const out = join(directory, "w.safetensors");
    const trained = await runCli([
      "train",
      ...data,
      "--model",
      spec,
      "--epochs",
      "3",
      "--out",
      out,
    ]);
    expect(trained).toMatchObject({ code: 0 });
    const card = JSON.parse(await readFile(join(directory, "w.json"), "utf8")) as object;
    const { stdout } = await runCli([...data, "--model", spec, "--weights", out, "--json"]);
    const { correct, accuracy } = JSON.parse(stdout) as { correct: number; accuracy: number };
    expect(card).toMatchObject({ test: { correct } });
    expect(accuracy).toBeGreaterThan(0.5);
  });

  test("a convolutional network of one's own learns within seconds", async () => {
    const spec = join(directory, "net.json");
    const norm = { scale: "s", bias: "t", mean: "m", variance: "v" };
    const layers = [
      { type: "scale", divisor: 255 },
      { type: "conv2d", filters: 8, kernel: 5, strides: 2, weight: "conv" },
      { type: "batchNorm", name: "stem", ...norm },
      { type: "relu" },
      { type: "conv2d", filters: 8, kernel: 3, padding: 1, weight: "inner", bias: "b" },
      { type: "add", name: "sum", inputs: ["stem", "layers.4"] },
      { type: "relu" },
      { type: "maxPool2d", kernel: 2 },
      { type: "flatten" },
      { type: "dense", units: 10, weight: "out" },
    ];
    await writeFile(spec, JSON.stringify({ id: "cnn", input: [1, 28, 28], layers }));
    const out = join(directory, "w.safetensors");
    const args = ["--model", spec, "--epochs", "6", "--batch-size", "50", "--out", out];
    expect(await runCli(["train", ...data, ...args])).toMatchObject({ code: 0 });
    const card = JSON.parse(await readFile(join(directory, "w.json"), "utf8")) as object;
    // It is no network of the zoo, whatever it is called: the rest is by default.
    expect(card).toMatchObject({ options: { ...defaultOptions, epochs: 6, batchSize: 50 } });
    const { stdout } = await runCli([...data, "--model", spec, "--weights", out, "--json"]);
    const { correct, accuracy } = JSON.parse(stdout) as { correct: number; accuracy: number };
    expect(card).toMatchObject({ test: { correct } });
    expect(accuracy).toBeGreaterThan(0.8);
  });

  test("a network of the zoo is trained by its own recipe, which flags override", async () => {
    const args = ["--model", "cnn", "--epochs", "1", "--out", join(directory, "w.safetensors")];
    expect(await runCli(["train", ...data, ...args])).toMatchObject({ code: 0 });
    const card = JSON.parse(await readFile(join(directory, "w.json"), "utf8")) as object;
    expect(card).toMatchObject({ model: "cnn", options: { ...recipeFor("cnn"), epochs: 1 } });
  });

  test("a file that is no card is not replaced by one", async () => {
    const spec = join(directory, "net.json");
    await writeFile(spec, JSON.stringify(network));
    const out = join(directory, "net.safetensors");
    const { code, stderr } = await runCli(["train", ...data, "--model", spec, "--out", out]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `evalpool: ${spec} would be replaced by the card of the weights; choose another place for the weights with --out\n`,
    });
    expect(JSON.parse(await readFile(spec, "utf8"))).toEqual(network);
  });

  test("without --out an id that is a path writes nowhere", async () => {
    const spec = join(directory, "net.json");
    await writeFile(spec, JSON.stringify({ ...network, id: "../escaped" }));
    const before = await readdir(directory);
    const { code, stderr } = await runCli(["train", ...data, "--model", spec]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "evalpool: the id ../escaped cannot be a file's name: give --out FILE.safetensors\n",
    );
    expect(await readdir(directory)).toEqual(before);
  });

  test("images that the network does not take are an error of the data", async () => {
    const spec = join(directory, "net.json");
    await writeFile(spec, JSON.stringify({ ...network, input: [64] }));
    const out = join(directory, "w.safetensors");
    const { code, stderr } = await runCli(["train", ...data, "--model", spec, "--out", out]);
    expect({ code, lines: stderr.split("\n").length }).toEqual({ code: 3, lines: 2 });
    expect(stderr).toMatch(/^evalpool: .* train: model mine takes .*, got images of 1×28×28.*\n$/);
  });

  test("a batch that is more than memory holds is refused in one line", async () => {
    const out = ["--out", join(directory, "w.safetensors")];
    const huge = await runCli(["train", ...data, "--batch-size", "1000000000000000", ...out]);
    expect(huge.code).toBe(2);
    expect(huge.stderr).toMatch(/^evalpool: .*'1000000000000000' is invalid.*\n$/);
    const all = await runCli([
      "train",
      ...data,
      "--batch-size",
      "1000000",
      "--epochs",
      "1",
      ...out,
    ]);
    expect(all.code).toBe(0);
    const card = JSON.parse(await readFile(join(directory, "w.json"), "utf8")) as object;
    expect(card).toMatchObject({ options: { batchSize: 2000 } });
  });

  test("weights stay where the card cannot be written, or the test fails", async () => {
    const out = join(directory, "w.safetensors");
    const args = ["train", ...data, "--epochs", "30", "--out", out];
    const child = spawn(process.execPath, [cli, ...args], { env: environment });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => {
      // While it learns, something takes the card's place.
      if (stderr === "") mkdirSync(join(directory, "w.json"));
      stderr += text.toString();
    });
    expect(await once(child, "close")).toEqual([2, null]);
    expect(stderr).toMatch(/cannot write .*w\.json: .*; the weights are in .*w\.safetensors\n$/);
    const unknown = encodeIdx({ data: new Uint8Array(500).fill(11), shape: [500] });
    await writeFile(join(directory, "t10k-labels-idx1-ubyte"), unknown);
    const other = join(directory, "v.safetensors");
    const failed = await runCli(["train", ...data, "--epochs", "1", "--out", other]);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain("expected labels 0 to 9, got 11");
    const card = JSON.parse(await readFile(join(directory, "v.json"), "utf8")) as object;
    expect(card).not.toHaveProperty("test");
    const files = await readdir(directory);
    expect(files).toContain("w.safetensors");
    expect(files).toContain("v.safetensors");
    expect(files.filter((file) => file.includes("partial"))).toEqual([]);
  });

  test("a place that cannot be written is told before training", async () => {
    const out = join(directory, "nowhere", "w.safetensors");
    const { code, stderr } = await runCli(["train", ...data, "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^evalpool: cannot write .*no such file or directory.*\n$/);
  });
});

test.each([
  [["--epochs", "0"], "Expected a whole number of at least 1."],
  [["--learning-rate", "0"], "Expected a number above 0."],
  [["--optimizer", "adamw"], "Allowed choices are sgd, momentum, adam."],
  [["--seed", "-1"], "Expected a whole number 0 to 4294967295."],
])("train %j is a usage error", async (args, message) => {
  const { code, stderr } = await runCli(["train", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
