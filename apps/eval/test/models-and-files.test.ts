import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeSafetensors } from "@evalpool/checkpoints";
import { loadModel } from "@evalpool/checkpoints/node";
import { canonicalForm, forward, zoo, type Model } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { runCli } from "./run-cli.js";

/** What a command prints, where it ends well. */
async function output(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, ...told } = await runCli(args);
  expect({ code, stderr: told.stderr }).toEqual({ code: 0, stderr: told.stderr });
  return told;
}

const floats = (...shape: number[]) => ({
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
  shape,
});

describe("models", () => {
  test("lists the zoo, a line each", async () => {
    const { stdout, stderr } = await output("models");
    expect(stderr).toBe("");
    const [titles, ...lines] = stdout.trimEnd().split("\n");
    expect(titles).toMatch(/^name +what it is +reads +parameters +weights +mnist$/);
    expect(lines.map((line) => line.split(" ")[0])).toEqual([...zoo.keys()]);
    expect(lines[0]).toMatch(/ 1×28×28 +45,360 +shipped +0\.9863$/);
  });

  test("--json is the same for programs", async () => {
    const facts = JSON.parse((await output("models", "--json")).stdout) as unknown[];
    expect(facts).toHaveLength(zoo.size);
    expect(facts[1]).toEqual({
      id: "cnn",
      about: "5 convolutions with batch norm, trained here",
      reads: [1, 28, 28],
      parameters: 72_922,
      weights: "shipped",
      score: { dataset: "mnist", correct: 9964, total: 10_000, accuracy: 0.9964 },
    });
  });
});

describe("convert", () => {
  const formOf = (model: Model) => Buffer.concat([...canonicalForm(model)]);

  test.each(["mlp", "cnn", "six-layer"])("%s is the same network in one file", async (id) => {
    const out = join(temporaryDirectory(), "net.safetensors");
    const { stdout, stderr } = await output("convert", id, out);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      new RegExp(`net\\.safetensors: ${id}, [\\d,]+ parameters, [\\d.]+ .?B\\n$`),
    );
    const [own, again] = [await loadModel(id), await loadModel(out)];
    expect(formOf(again)).toEqual(formOf(own));
    const { shape } = own.graph.input;
    const length = shape.reduce((a, b) => a * b, 1);
    const x = {
      data: Float64Array.from({ length }, (_, i) => (i * 37) % 256),
      shape: [1, ...shape],
    };
    expect(forward(again, x)).toEqual(forward(own, x));
  });

  test("a spec and its weights, in whatever layout they are", async () => {
    const directory = temporaryDirectory();
    const [spec, weights, out] = ["n.json", "w.safetensors", "n.safetensors"].map((name) =>
      join(directory, name),
    ) as [string, string, string];
    const dense = { type: "dense", units: 2, weight: "W", layout: "out,in" };
    const preprocess = { scale: 1 / 255, mean: 0.5, std: 0.25 };
    await writeFile(spec, JSON.stringify({ id: "n", input: [3], preprocess, layers: [dense] }));
    const W = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
    await writeFile(weights, writeSafetensors(new Map([["W", W]])));
    await output("convert", spec, out, "--weights", weights);
    const again = await loadModel(out);
    expect(formOf(again)).toEqual(formOf(await loadModel(spec, weights)));
    expect(again.parameters.get("W")).toEqual({
      data: Float32Array.of(1, 4, 2, 5, 3, 6),
      shape: [3, 2],
    });
  });

  test("writes over nothing that it reads, and under a name that says what it is", async () => {
    const directory = temporaryDirectory();
    const weights = join(directory, "w.safetensors");
    const content = writeSafetensors(new Map());
    await writeFile(weights, content);
    const refused = await runCli(["convert", "mlp", weights, "--weights", weights]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain(`would replace --weights ${weights}`);
    const other = await runCli(["convert", weights, weights]);
    expect(other.stderr).toContain(`would replace the model ${weights}`);
    expect(await readFile(weights)).toEqual(Buffer.from(content));
    const named = await runCli(["convert", "mlp", join(directory, "mlp.onnx")]);
    expect(named).toMatchObject({ code: 2 });
    expect(named.stderr).toContain("Expected a name that ends in .safetensors.");
  });

  test("what cannot be loaded leaves nothing", async () => {
    const out = join(temporaryDirectory(), "n.safetensors");
    const { code, stderr } = await runCli(["convert", "mpl", out]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining("Did you mean mlp?") as string,
    });
    await expect(readFile(out)).rejects.toThrow("ENOENT");
  });
});

describe("spec", () => {
  test("writes what a chain of linear layers is, and says on stderr what is guessed", async () => {
    const directory = temporaryDirectory();
    const [weights, out] = [join(directory, "w.safetensors"), join(directory, "net.json")];
    const tensors = {
      "fc1.weight": floats(8, 784),
      "fc1.bias": floats(8),
      "fc2.weight": floats(10, 8),
    };
    await writeFile(weights, writeSafetensors(new Map(Object.entries(tensors))));
    const { stdout, stderr } = await output("spec", weights);
    expect(stderr).toMatch(/^evalpool: pixels are divided by 255, and relu stands between .*\n$/);
    expect(await output("spec", weights, "--out", out)).toEqual({ stdout: "", stderr });
    expect(await readFile(out, "utf8")).toBe(stdout);
    const model = await loadModel(out, weights);
    expect(model.graph.nodes.map(({ op }) => op)).toEqual(["scale", "dense", "relu", "dense"]);
  });

  test("refuses what is no chain, and writes over nothing that it reads", async () => {
    const weights = join(temporaryDirectory(), "w.json");
    await writeFile(weights, writeSafetensors(new Map([["c", floats(8, 1, 3, 3)]])));
    const { code, stderr } = await runCli(["spec", weights]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^evalpool: .*no chain of linear layers, for it has c \(8,1,3,3\).*\n$/);
    const over = await runCli(["spec", weights, "--out", weights]);
    expect(over).toMatchObject({ code: 2 });
    expect(over.stderr).toContain("would replace checkpoint");
  });
});

describeShared("spec of weights that others trained", () => {
  test("is that of the textbook's network, but for what weights do not tell", async () => {
    const { stdout } = await output("spec", sharedFile("checkpoints/sample_weight.pkl"));
    const dense = [
      [50, 1],
      [100, 2],
      [10, 3],
    ].map(([units, n]) => ({ type: "dense", units, weight: `W${n}`, bias: `b${n}` }));
    expect(JSON.parse(stdout)).toEqual({
      id: "sample_weight",
      input: [784],
      image: [1, 28, 28],
      layers: [
        { type: "scale", divisor: 255 },
        ...dense.flatMap((layer, i) => (i === 0 ? [layer] : [{ type: "relu" }, layer])),
      ],
    });
  });
});
