import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx } from "@evalpool/mnist";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "./run-cli.js";

// A terminal obeys what stands in a name: it hides lines, writes over others, types for the user.

const ESC = "\u001b";
/** Clears the line, turns the direction of writing, and pretends to be another line. */
const evil = `a${ESC}[2K\u009b2K\u202eb\nevalpool: accuracy 1`;
const shown = "a\\x1b[2K\\x9b2K\\u202eb\\x0aevalpool: accuracy 1";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-escapes-"));
  await mkdir(join(directory, evil));
  const spec = {
    id: evil,
    input: [2],
    layers: [{ type: "dense", units: 2, weight: evil, bias: "b" }],
  };
  await writeFile(join(directory, "net.json"), JSON.stringify(spec));
  for (const split of ["t10k", "train"]) {
    const images = encodeIdx({ data: new Uint8Array(3 * 4), shape: [3, 2, 2] });
    const labels = encodeIdx({ data: Uint8Array.of(0, 1, 0), shape: [3] });
    await writeFile(join(directory, evil, `${split}-images-idx3-ubyte`), images);
    await writeFile(join(directory, evil, `${split}-labels-idx1-ubyte`), labels);
  }
  const safetensors = safetensorsOf({ [evil]: [2, 2], b: [2] });
  await writeFile(join(directory, `${evil}.safetensors`), safetensors);
  await symlink("nowhere", join(directory, `${evil}.json`));
});
afterAll(() => rm(directory, { recursive: true }));

/** Zeros of these shapes, as a file of safetensors. */
function safetensorsOf(shapes: Readonly<Record<string, readonly number[]>>): Uint8Array {
  let end = 0;
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const start = end;
    end += 4 * shape.reduce((a, b) => a * b);
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }] as const;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(end)]);
}

const inside = (name: string): string => join(directory, name);

test.each<[string, () => string[]]>([
  ["a flag", () => [`--${evil}`]],
  ["a command", () => [evil]],
  ["a value", () => ["--backend", evil]],
  ["a number", () => ["--limit", evil]],
  ["an argument too many", () => ["inspect", evil]],
  ["a model", () => ["--dataset", "synthetic", "--model", evil]],
  ["a spec that is missing", () => ["draw", inside(`${evil}.json`)]],
  ["weights that are missing", () => ["--dataset", "synthetic", "--weights", evil]],
  [
    "weights of another network",
    () => ["--dataset", "synthetic", "--weights", inside(`${evil}.safetensors`)],
  ],
  ["a directory without data", () => ["--data", inside(`${evil}/none`), "--offline"]],
  ["a data set", () => ["inspect", "--data", inside(evil)]],
  ["a data set of another size", () => ["--data", inside(evil)]],
  ["a data set to train on", () => ["train", "--data", inside(evil), "--model", "mlp"]],
  ["a data set with an index beyond it", () => ["inspect", "--data", inside(evil), "--index", "3"]],
  [
    "weights in layers",
    () => ["forward", inside("net.json"), "--weights", inside(`${evil}.safetensors`), "1", "2"],
  ],
  [
    "a network of another input",
    () => ["forward", inside("net.json"), "--weights", inside(`${evil}.safetensors`), "1"],
  ],
  [
    "an id that makes no name",
    () => ["train", "--data", inside(evil), "--model", inside("net.json")],
  ],
  ["a file that cannot be written", () => ["plot", "relu", "--out", inside(`${evil}/none/a.svg`)]],
  ["a directory to write into", () => ["download", "synthetic", "--out", inside(`${evil}/digits`)]],
  ["a cache", () => ["download", "--status"]],
  ["a result", () => ["compare", evil, evil]],
])("%s is written out, not obeyed", async (_, args) => {
  const { stdout, stderr } = await runCli(args(), { EVALPOOL_CACHE: inside(evil) });
  const text = stdout + stderr;
  expect(text).toContain(shown);
  for (const obeyed of [ESC, "\u009b", "\u202e"]) expect(text).not.toContain(obeyed);
  expect(text).not.toMatch(/^evalpool: accuracy 1/m);
  for (const line of stderr.split("\n")) expect(line.length).toBeLessThanOrEqual(2000);
});

test("JSON on stdout says an id in letters, and means it as it is", async () => {
  const weights = inside(`${evil}.safetensors`);
  const net = ["--model", inside("flat.json"), "--weights", weights];
  const spec = JSON.parse(await readFile(inside("net.json"), "utf8")) as { layers: object[] };
  const layers = [{ type: "flatten" }, ...spec.layers];
  await writeFile(inside("flat.json"), JSON.stringify({ ...spec, input: [1, 1, 2], layers }));
  await mkdir(inside("pairs"));
  const images = encodeIdx({ data: new Uint8Array(3 * 2), shape: [3, 1, 2] });
  const labels = encodeIdx({ data: Uint8Array.of(0, 1, 0), shape: [3] });
  await writeFile(inside("pairs/t10k-images-idx3-ubyte"), images);
  await writeFile(inside("pairs/t10k-labels-idx1-ubyte"), labels);
  const { stdout } = await runCli([...net, "--data", inside("pairs"), "--json"]);
  for (const obeyed of [ESC, "\u009b", "\u202e"]) expect(stdout).not.toContain(obeyed);
  expect(JSON.parse(stdout)).toMatchObject({
    model: { id: evil, checkpoint: { file: `${evil}.safetensors` } },
  });
});

test("a line of an error is at most 2,000 characters long", async () => {
  const long = "x".repeat(100_000);
  for (const args of [[`--${long}`], ["--backend", long], ["draw", `${long}.json`]]) {
    const { code, stderr } = await runCli(args);
    expect(code).toBeOneOf([2, 3]);
    expect(stderr).toMatch(/^evalpool: .{1,1990}\n$/);
    expect(stderr).toContain("characters more");
  }
});
