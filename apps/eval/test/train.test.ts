import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { cli, mnist, runCli } from "./run-cli.js";

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
