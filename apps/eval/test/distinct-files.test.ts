import {
  copyFile,
  link,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { runCli } from "./run-cli.js";

// What a run reads it must not write over: it may be the only copy.

const spec = {
  id: "net",
  input: [2],
  layers: [{ type: "dense", units: 2, weight: "W", bias: "b" }],
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-distinct-"));
  await writeFile(join(directory, "net.json"), JSON.stringify(spec));
});
afterEach(() => rm(directory, { recursive: true }));

/** Expects exit 2 and one line, and every file as it was. */
async function refused(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const before = await contents();
  const { code, stdout, stderr } = await runCli(args, env);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^evalpool: .*\n$/);
  expect(await contents()).toEqual(before);
  return stderr.replaceAll(`${directory}/`, "");
}

async function contents(): Promise<Record<string, string>> {
  const files = (await readdir(directory)).sort();
  const read = files.map(async (file) => [file, await readFile(join(directory, file), "latin1")]);
  return Object.fromEntries(await Promise.all(read)) as Record<string, string>;
}

function at(name: string): string {
  return join(directory, name);
}

describeShared("eval", () => {
  test("--samples into the weights, by a link too", async () => {
    await copyFile(sharedFile("checkpoints/sample_weight.pkl"), at("w.pkl"));
    await link(at("w.pkl"), at("hard.pkl"));
    await symlink(at("w.pkl"), at("soft.pkl"));
    for (const samples of ["w.pkl", "hard.pkl", "soft.pkl"]) {
      const args = ["--dataset", "synthetic", "--weights", at("w.pkl"), "--samples", at(samples)];
      expect(await refused(args)).toBe(
        `evalpool: --samples ${samples} would replace --weights w.pkl: give it another name\n`,
      );
    }
  });

  test("--samples into the images, as a flag or the environment gives them", async () => {
    for (const file of ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]) {
      await copyFile(sharedFile(`mnist/${file}`), at(file));
      const args = ["--samples", at(file)];
      expect(await refused([...args, "--data", directory])).toContain("would replace --data");
    }
    await rm(at("net.json"));
    const samples = ["--samples", at("t10k-labels-idx1-ubyte.gz")];
    await symlink(".", at("mnist"));
    const { code, stderr } = await runCli(samples, { EVALPOOL_DATA: directory });
    expect(code).toBe(2);
    expect(stderr).toContain("would replace $EVALPOOL_DATA");
  });
});

test("eval: results beside the data are replaced by those of the next run", async () => {
  const { images, labels } = synthesizeDigits({ count: 3, seed: 1 });
  await writeFile(at("t10k-images-idx3-ubyte"), encodeIdx(images));
  await writeFile(at("t10k-labels-idx1-ubyte"), encodeIdx(labels));
  const args = ["--data", directory, "--samples", at("samples.jsonl"), "--report", at("r.html")];
  expect((await runCli(args)).code).toBe(0);
  expect((await runCli(args)).code).toBe(0);
});

test("eval: --samples and --report in one file, --report into the spec", async () => {
  const report = ["--report", at("a.html")];
  const dataset = ["--dataset", "synthetic"];
  expect(await refused([...dataset, "--samples", at("a.html"), ...report])).toBe(
    "evalpool: --report a.html would replace --samples a.html: give it another name\n",
  );
  await symlink(at("net.json"), at("a.html"));
  expect(await refused([...dataset, "--model", at("net.json"), ...report])).toContain(
    "--report a.html would replace --model net.json",
  );
});

test("train: --out, or the card beside it, into the spec", async () => {
  await symlink(at("net.json"), at("w.safetensors"));
  const train = ["train", "--model", at("net.json"), "--data", at("none")];
  expect(await refused([...train, "--out", at("w.safetensors")])).toContain(
    "--out w.safetensors would replace --model net.json",
  );
  expect(await refused([...train, "--out", at("net.safetensors")])).toContain(
    "net.json would be replaced by the card of the weights",
  );
});

test("draw and inspect: --out into what they read", async () => {
  await symlink(at("net.json"), at("a.svg"));
  expect(await refused(["draw", at("net.json"), "--out", at("a.svg")])).toContain(
    "--out a.svg would replace --model net.json",
  );
  await writeFile(at("t10k-images-idx3-ubyte"), "");
  await symlink(at("t10k-images-idx3-ubyte"), at("b.svg"));
  expect(await refused(["inspect", "--data", directory, "--out", at("b.svg")])).toContain(
    "--out b.svg would replace --data",
  );
});
