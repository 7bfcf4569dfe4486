import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { mnist, runCli } from "./run-cli.js";

// print(x, A1, Z1, A2, Z2, A3, y) of the worked example in NumPy
test("forward three-layer shows every A and Z of the worked example", async () => {
  const { code, stdout } = await runCli(["forward", "three-layer", "1.0", "0.5"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`x                 [1.  0.5]
A1 = x·W1 + b1    [0.3 0.7 1.1]
Z1 = sigmoid(A1)  [0.57444252 0.66818777 0.75026011]
A2 = Z1·W2 + b2   [0.51615984 1.21402696]
Z2 = sigmoid(A2)  [0.62624937 0.7710107 ]
A3 = Z2·W3 + b3   [0.31682708 0.69627909]
y = identity(A3)  [0.31682708 0.69627909]
`);
});

test("forward six-layer ends in identity and softmax of the last layer", async () => {
  const x = ["1.0", "0.5", "0.4", "0.9", "-1.3"];
  const { code, stdout } = await runCli(["forward", "six-layer", ...x]);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n").slice(-2)).toEqual([
    "y = identity(A6)  [0.12410253 1.04452448]",
    "y = softmax(A6)   [0.28487193 0.71512807]",
  ]);
});

// print(t_test[:3], t_test[-3:], np.bincount(t_test), x_test[0][230:250])
describeShared("inspect", () => {
  test("prints shapes, labels, counts and pixels of real MNIST, and draws a digit", async () => {
    const { code, stdout } = await runCli(["inspect", ...mnist]);
    expect(code).toBe(0);
    for (const line of [
      "images  (60000,28,28), flattened (60000,784)",
      "labels  (60000,), first [5 0 4], last [5 6 8]",
      "pixels 230 to 250: [0 18 219 253 253 253 253 253 198 182 247 241 0 0 0 0 0 0 0 0]",
      "images  (10000,28,28), flattened (10000,784)",
      "labels  (10000,), first [7 2 1], last [4 5 6]",
      "counts  [980 1135 1032 1010 982 892 958 1028 974 1009]",
      "pixels 230 to 250: [222 254 254 254 254 241 198 198 198 198 198 198 198 198 170 52 0 0 0 0]",
    ]) {
      expect(stdout).toContain(line);
    }
    expect(stdout).toContain("████");
  });

  test("shows the splits that there are, whose digest says which they are", async () => {
    const directory = await mkdtemp(join(tmpdir(), "evalpool-inspect-"));
    try {
      for (const file of ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]) {
        await copyFile(sharedFile(`mnist/${file}`), join(directory, file));
      }
      const { code, stdout, stderr } = await runCli(["inspect", "--data", directory]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^mnist test\n/);
      expect(stdout).not.toMatch(/^mnist train$/m);
      expect(stderr).toBe("");
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test("refuses an index beyond the split", async () => {
    const { code, stderr } = await runCli([
      "inspect",
      ...mnist,
      "--split",
      "test",
      "--index",
      "10000",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("mnist test has images 0 to 9999");
  });
});

describe("inspect --model", () => {
  test("prints a network as it is run: operations, shapes, costs, kernels, totals", async () => {
    const { code, stdout, stderr } = await runCli(["inspect", "--model", "book-deep-convnet"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const rows = stdout.split("\n").map((line) => line.replaceAll(/ {2,}/g, "  "));
    for (const row of [
      "name  operation  gives  params  mults  kernel  memory",
      "layers.0  scale 255  1×28×28  folded",
      // 16 · 3 · 3 weights at 28 · 28 places, and a bias for each filter
      "layers.1  conv2d 3×3, 16, pad 1  16×28×28  160  112,896  bytes",
      "layers.2  relu  16×28×28  fused  50.2 KB",
      "layers.16  flatten  1024  free",
      "layers.17  dense 50  50  51,250  51,200  dense",
      "layers.19  dropout 0.5, scaling inference  50  folded into layers.20",
      "layers.22  softmax  10  left out",
      "model  book-deep-convnet, 123,552 parameters",
      "input  images of 1×28×28",
      "output  10 classes",
    ]) {
      expect(rows).toContain(row);
    }
    expect(stdout).not.toContain("\u001b");
  });

  test("is no matter of data sets: their flags are refused, and so is what is no model", async () => {
    for (const [flag, ...value] of [
      ["--split", "test"],
      ["--data", "."],
      ["--offline"],
      ["--count", "2"],
      ["--out", "a.png"],
      ["--dataset", "auto"],
    ]) {
      // prettier-ignore
      expect(await runCli(["inspect", "--model", "mlp", flag!, ...value])).toEqual({
        code: 2,
        stdout: "",
        stderr: `evalpool: ${flag} is of data sets, and --model shows a network: give one of them\n`,
      });
    }
    const unknown = await runCli(["inspect", "--model", "mpl"]);
    expect(unknown).toMatchObject({ code: 3, stdout: "" });
    expect(unknown.stderr).toContain("Did you mean mlp?");
  });
});

test("help and version are no errors", async () => {
  expect(await runCli(["--help"])).toMatchObject({ code: 0, stderr: "" });
  expect((await runCli(["eval", "--help"])).stdout).toContain("--min-accuracy");
  expect((await runCli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
