import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cli, environment, runCli } from "./run-cli.js";

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "evalpool-digits-"));
  const { images, labels } = synthesizeDigits();
  for (const [prefix, count] of Object.entries({ train: 1000, t10k: 100 })) {
    const some = { data: images.data.subarray(0, count * 784), shape: [count, 28, 28] };
    const theirs = { data: labels.data.subarray(0, count), shape: [count] };
    await writeFile(join(data, `${prefix}-images-idx3-ubyte`), encodeIdx(some));
    await writeFile(join(data, `${prefix}-labels-idx1-ubyte`), encodeIdx(theirs));
  }
});
afterAll(() => rm(data, { recursive: true }));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-resume-"));
  return () => rm(directory, { recursive: true });
});

const inside = (name: string): string => join(directory, name);

function flagsOf(name: string, ...more: readonly string[]): string[] {
  return ["train", "--data", data, "--out", inside(`${name}.safetensors`), ...more];
}

interface Epoch {
  readonly epoch: number;
  readonly loss: number;
  readonly validation: { readonly loss: number; readonly accuracy: number };
}

async function logOf(name: string): Promise<Epoch[]> {
  const text = await readFile(inside(name), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Epoch);
}

/** Without how fast it was. */
function figures(epochs: readonly Epoch[]): object[] {
  return epochs.map(({ epoch, loss, validation }) => ({ epoch, loss, validation }));
}

describe("train --resume", () => {
  test.each(["sgd", "momentum", "adam"])(
    "killed and started again, %s makes the same weights to the bit",
    async (optimizer) => {
      const learning = ["--epochs", "12", "--optimizer", optimizer, "--learning-rate", "0.02"];
      const whole = await runCli(flagsOf("whole", ...learning, "--log", inside("whole.jsonl")));
      expect(whole.code).toBe(0);

      const state = ["--resume", inside("state.safetensors"), "--log", inside("log.jsonl")];
      const args = flagsOf("twice", ...learning, ...state);
      const child = spawn(process.execPath, [cli, ...args], { env: environment });
      let told = "";
      child.stderr.on("data", (text: Buffer) => {
        told += text.toString();
        if (told.includes("epoch  4/12")) child.kill("SIGKILL");
      });
      expect(await once(child, "close")).toEqual([null, "SIGKILL"]);

      const { code, stderr, stdout } = await runCli(args);
      expect(code).toBe(0);
      const [, done] = /^evalpool: goes on after (\d+) epochs, kept in .*state\.safetensors\n/.exec(
        stderr,
      )!;
      // An epoch is lost at most: that at whose end it was killed.
      expect(Number(done)).toBeGreaterThanOrEqual(3);
      expect(stderr).toMatch(new RegExp(`\nepoch +${Number(done) + 1}/12 `));
      expect(await readFile(inside("twice.safetensors"))).toEqual(
        await readFile(inside("whole.safetensors")),
      );
      expect(figures(await logOf("log.jsonl"))).toEqual(figures(await logOf("whole.jsonl")));
      expect(stdout.replaceAll("twice", "whole")).toBe(whole.stdout);
    },
  );

  test("what another training has kept is refused, with what differs", async () => {
    const state = ["--resume", inside("state.safetensors")];
    const first = flagsOf("a", "--epochs", "2", ...state);
    expect((await runCli(first)).code).toBe(0);
    for (const [flags, message] of [
      [["--seed", "2"], "seed 1 there, 2 asked for"],
      [["--optimizer", "sgd"], "optimizer adam there, sgd asked for"],
      [["--limit", "900"], "limit 1000 there, 900 asked for"],
      [["--model", "cnn"], /network [0-9a-f]{12} there, [0-9a-f]{12} asked for; .*warp/],
      [["--epochs", "3"], "epochs 2 there, 3 asked for"],
    ] as const) {
      const other = await runCli([...first, ...flags]);
      expect(other).toMatchObject({ code: 3, stdout: "" });
      expect(other.stderr).toMatch(message);
      expect(other.stderr).toMatch(/state\.safetensors: the state of another training: .*\n$/);
    }
  });

  test("what is no state is refused, and stays", async () => {
    const weights = inside("a.safetensors");
    expect((await runCli(flagsOf("a", "--epochs", "1"))).code).toBe(0);
    const before = await readFile(weights);
    for (const [content, message] of [
      [before, "expected the state of a training"],
      [Buffer.from("no tensors"), "not a valid safetensors file"],
    ] as const) {
      await writeFile(inside("state.safetensors"), content);
      const args = flagsOf("b", "--epochs", "1", "--resume", inside("state.safetensors"));
      const { code, stderr } = await runCli(args);
      expect(code).toBe(3);
      expect(stderr).toContain(message);
      expect(await readFile(inside("state.safetensors"))).toEqual(content);
    }
  });

  test("what is finished is told again, with nothing learnt", async () => {
    const args = flagsOf("a", "--epochs", "2", "--resume", inside("state.safetensors"));
    const first = await runCli(args);
    const again = await runCli(args);
    expect(again).toMatchObject({ code: 0, stdout: first.stdout });
    expect(again.stderr).toMatch(/^evalpool: goes on after 2 epochs, kept in .*\n$/);
  });
});

test("--limit learns from the first images alone, and the card says so", async () => {
  const limited = ["--epochs", "2", "--limit", "500"];
  expect((await runCli(flagsOf("a", ...limited))).code).toBe(0);
  const card = JSON.parse(await readFile(inside("a.json"), "utf8")) as object;
  expect(card).toMatchObject({ command: expect.stringMatching(/ --limit 500$/) as string });
  // The same images as a data set of their own.
  const half = await mkdtemp(join(directory, "half-"));
  const { images, labels } = synthesizeDigits();
  const some = { data: images.data.subarray(0, 500 * 784), shape: [500, 28, 28] };
  const theirs = { data: labels.data.subarray(0, 500), shape: [500] };
  await writeFile(join(half, "train-images-idx3-ubyte"), encodeIdx(some));
  await writeFile(join(half, "train-labels-idx1-ubyte"), encodeIdx(theirs));
  const out = ["--out", inside("b.safetensors")];
  expect((await runCli(["train", "--data", half, "--epochs", "2", ...out])).code).toBe(0);
  expect(await readFile(inside("a.safetensors"))).toEqual(await readFile(inside("b.safetensors")));
});

test("--curve draws every epoch, and --log has a line for each", async () => {
  const files = ["--curve", inside("curve.svg"), "--log", inside("log.jsonl")];
  expect((await runCli(flagsOf("a", "--epochs", "3", ...files))).code).toBe(0);
  const epochs = await logOf("log.jsonl");
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  for (const { loss, validation } of epochs) {
    expect(loss).toBeGreaterThan(0);
    expect(validation.accuracy).toBeGreaterThanOrEqual(0);
  }
  const svg = await readFile(inside("curve.svg"), "utf8");
  expect(svg).toContain("mlp: 3 epochs, the weights kept are those of epoch");
  expect(svg).not.toContain("NaN");
});

test.each([
  [["--curve", "a.png"], "Expected a name that ends in .svg."],
  [["--log", "a.txt"], "Expected a name that ends in .jsonl."],
  [["--resume", "a.npz"], "Expected a name that ends in .safetensors."],
  [["--limit", "0"], "Expected a whole number of at least 1."],
  [["--log", "/nowhere/a.jsonl"], "cannot write /nowhere/a.jsonl: no such file or directory"],
])("train %j is a usage error", async (args, message) => {
  const { code, stderr } = await runCli(flagsOf("a", ...args));
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("weights and state are two files", async () => {
  const { code, stderr } = await runCli(flagsOf("a", "--resume", inside("a.safetensors")));
  expect(code).toBe(2);
  expect(stderr).toMatch(/--resume .* would replace --out .*: give it another name/);
});
