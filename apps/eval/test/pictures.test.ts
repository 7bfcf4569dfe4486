import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMParser, onErrorStopParsing, type Document } from "@xmldom/xmldom";
import { encodeIdx } from "@evalpool/mnist";
import { decode } from "fast-png";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { mnist, runCli } from "./run-cli.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-pictures-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs a command that draws into a file; what is in it. */
async function draw(name: string, ...args: readonly string[]): Promise<Buffer> {
  const out = join(directory, name);
  const { code, stderr } = await runCli([...args, "--out", out]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // Nothing half-written is left.
  expect(await readdir(directory)).toContain(name);
  expect((await readdir(directory)).filter((file) => file.includes("partial"))).toEqual([]);
  return readFile(out);
}

/** Fails where the text is not well-formed XML. */
function parse(svg: Buffer | string): Document {
  const parser = new DOMParser({ onError: onErrorStopParsing });
  return parser.parseFromString(svg.toString(), "image/svg+xml");
}

function textsOf(document: Document, name = "text"): string[] {
  return Array.from(document.getElementsByTagName(name), ({ firstChild, textContent }) =>
    // What is shown on hover stands behind what is shown.
    name === "text" && firstChild !== null ? (firstChild.textContent ?? "") : (textContent ?? ""),
  );
}

describe("evalpool plot", () => {
  test("draws functions into one SVG, the same bytes each time", async () => {
    const names = ["step", "sigmoid", "relu", "identity", "softmax"];
    const svg = await draw("a.svg", "plot", ...names);
    expect(await draw("b.svg", "plot", ...names)).toEqual(svg);
    const document = parse(svg);
    const root = document.documentElement!;
    expect(root.getAttribute("role")).toBe("img");
    expect(root.getAttribute("viewBox")).toBe("0 0 800 840");
    expect(textsOf(document, "title")[0]).toBe(
      "Activation functions step, sigmoid, relu, identity, softmax",
    );
    const texts = textsOf(document);
    for (const text of ["relu(x) = max(0, x)", "identity(x) = x", "−5", "5"]) {
      expect(texts).toContain(text);
    }
    // e = np.exp([0, 1, 2]); e / e.sum()
    for (const share of ["0.0900", "0.2447", "0.6652"]) expect(texts).toContain(share);
    // A curve that is not drawn would be an empty group.
    const groups = Array.from(document.getElementsByTagName("g"));
    for (const name of names.slice(0, -1)) {
      const curve = groups.find((group) => group.getAttribute("aria-description") === name);
      const path = curve?.getElementsByTagName("path")[0]?.getAttribute("d") ?? "";
      expect(path.split("L").length).toBe(401);
    }
  });

  test("draws in the terminal without a file: 80 columns, no colour codes", async () => {
    const { code, stdout, stderr } = await runCli(["plot", "relu", "softmax"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("relu(x) = max(0, x)");
    expect(stdout).toMatch(/ 2 ┤█+ 0\.6652\n/);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain("\u001b");
  });

  test("tells the nearest function, and why a file cannot be written", async () => {
    const unknown = await runCli(["plot", "relo"]);
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain("Did you mean relu?");
    const file = join(directory, "none", "a.svg");
    expect(await runCli(["plot", "relu", "--out", file])).toEqual({
      code: 2,
      stdout: "",
      stderr: `evalpool: cannot write ${file}: no such file or directory\n`,
    });
    const png = await runCli(["plot", "relu", "--out", "a.png"]);
    expect(png).toMatchObject({ code: 2, stdout: "" });
    expect(png.stderr).toContain("Expected a name that ends in .svg.");
  });
});

describe("evalpool draw", () => {
  test("names neurons, weights, biases and functions of the worked example", async () => {
    const { code, stdout } = await runCli(["draw", "three-layer"]);
    expect(code).toBe(0);
    expect(await draw("a.svg", "draw", "three-layer")).toEqual(Buffer.from(stdout));
    const document = parse(stdout);
    const titles = textsOf(document, "title");
    // As in the worked example: W1 = [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], b1 = [0.1, 0.2, 0.3], …
    for (const title of ["W1[0,2] = 0.5", "W3[1,0] = 0.2", "layer 1, z3, b 0.3", "input, x2"]) {
      expect(titles).toContain(title);
    }
    const texts = textsOf(document);
    for (const text of ["x1", "z3", "y2", "sigmoid", "identity", "W2 (3,2)", "b 0.3", "0.6"]) {
      expect(texts).toContain(text);
    }
  });

  test("writes every weight of six-layer at the end of its edge", async () => {
    const document = parse(await draw("a.svg", "draw", "six-layer"));
    const edges = 5 * 8 + 8 * 7 + 7 * 5 + 5 * 4 + 4 * 4 + 4 * 2;
    const groups = Array.from(document.getElementsByTagName("g"));
    const described = (name: string) =>
      groups.find((group) => group.getAttribute("aria-description") === name)!;
    expect(described("weights").getElementsByTagName("title")).toHaveLength(edges);
    const values = described("values of weights");
    expect(values.getElementsByTagName("text")).toHaveLength(edges);
    expect(
      textsOf(document, "title").filter((title) => title.startsWith("W2[7,6] =")),
    ).toHaveLength(3);
  });

  test("draws a large network layer by layer with shapes and counts", async () => {
    const texts = textsOf(parse((await runCli(["draw", "mlp"])).stdout));
    for (const text of ["W1 (784,50)", "39,250 parameters", "gives (10)", "softmax"]) {
      expect(texts).toContain(text);
    }
    expect(texts[0]).toBe("mlp: 45,360 parameters");
  });

  test("a network called <script> is harmless, and drawn without weights of its own", async () => {
    const id = "<script>alert(1)</script>\u0007";
    const layers = [
      { type: "dense", units: 2, weight: '"<W>&', bias: "b" },
      { type: "activation", function: "step" },
    ];
    const spec = join(directory, "spec.json");
    await writeFile(spec, JSON.stringify({ id, input: [2], layers }));
    const document = parse(await draw("a.svg", "draw", spec));
    expect(document.getElementsByTagName("script")).toHaveLength(0);
    expect(textsOf(document)[0]).toBe("<script>alert(1)</script>\uFFFD: 6 parameters");
    expect(textsOf(document, "title")).toContain('"<W>&[0,1]');
  });

  test("writes Mermaid where that is asked for or the file is called so", async () => {
    const { code, stdout } = await runCli(["draw", "three-layer", "--format", "mermaid"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^flowchart LR\n/);
    expect(stdout).toContain('n0_1 -->|"0.6"| n1_2');
    expect((await draw("a.mmd", "draw", "three-layer")).toString()).toBe(stdout);
    const args = ["draw", "three-layer", "--format", "mermaid", "--out", "a.svg"];
    expect(await runCli(args)).toMatchObject({ code: 2, stdout: "" });
  });

  test("draws branches: values that part and meet, and feature maps", async () => {
    const spec = join(directory, "spec.json");
    const layers = [
      { type: "conv2d", name: "stem", filters: 4, kernel: 3, padding: 1, weight: "W" },
      { type: "relu", name: "a" },
      { type: "maxPool2d", name: "left", kernel: 3, strides: 1, padding: 1 },
      { type: "averagePool2d", name: "right", inputs: ["a"], kernel: 3, strides: 1, padding: 1 },
      { type: "concat", inputs: ["left", "right", "a"] },
    ];
    await writeFile(spec, JSON.stringify({ id: "net", input: [1, 8, 8], layers }));
    const document = parse(await draw("a.svg", "draw", spec));
    const texts = textsOf(document);
    for (const text of ["stem", "kernel 3×3, filters 4", "gives 12×8×8"]) {
      expect(texts).toContain(text);
    }
    expect(textsOf(document, "desc")[0]).toBe(
      "input 1×8×8; conv2d and relu gives 4×8×8; maxPool2d gives 4×8×8; " +
        "averagePool2d of a gives 4×8×8; concat of left, right, a gives 12×8×8",
    );
    const edges = Array.from(document.getElementsByTagName("g")).find(
      (group) => group.getAttribute("aria-description") === "edges",
    );
    expect(edges!.getElementsByTagName("path").length).toBeGreaterThanOrEqual(6);
    const mermaid = (await draw("a.mmd", "draw", spec)).toString();
    for (const edge of [
      "n0 --> n1",
      "n1 --> n2",
      "n1 --> n3",
      "n2 --> n4",
      "n3 --> n4",
      "n1 --> n4",
    ]) {
      // prettier-ignore
      expect(mermaid).toContain(`\n  ${edge}\n`);
    }
  });

  test("refuses what is no model, and weights of another", async () => {
    expect(await runCli(["draw", "no-model"])).toMatchObject({ code: 3, stdout: "" });
    const spec = join(directory, "spec.json");
    await writeFile(spec, "{}");
    expect(await runCli(["draw", "three-layer", "--weights", spec])).toMatchObject({ code: 3 });
  });
});

describeShared("with real weights and digits", () => {
  test("tells the range of each of mlp's parameters", async () => {
    const file = sharedFile("checkpoints/sample_weight.pkl");
    const { stdout } = await runCli(["draw", "mlp", "--weights", file]);
    // d = np.load(…); d["W1"].min(), d["W1"].max()
    expect(textsOf(parse(stdout))).toContain("from -0.398 to 0.481");
  });

  test("inspect draws a sheet of real MNIST digits as PNG and as SVG", async () => {
    const args = ["inspect", ...mnist, "--count", "12"];
    const { width, height, data, channels } = decode(await draw("a.png", ...args));
    // Four columns of 56 + 8 and three rows of 56 + 18 + 8, in a margin of 8.
    expect([width, height, channels]).toEqual([264, 254, 1]);
    // x_test[0].reshape(28, 28)[7, 6:10]: the upper stroke of the first 7, at twice its size
    expect([6, 7, 8, 9].map((x) => data[(8 + 2 * 7) * width + 8 + 2 * x])).toEqual([
      84, 185, 159, 151,
    ]);
    expect(data[0]).toBe(255);

    const document = parse(await draw("a.svg", ...args));
    // t_test[:12]
    expect(textsOf(document, "title")).toEqual([
      "mnist test, images 0 to 11",
      ...[7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6].map((label, i) => `image ${i}, label ${label}`),
    ]);
    const image = document.getElementsByTagName("image")[0]!;
    const href = image.getAttribute("href") ?? "";
    const png = decode(Buffer.from(href.replace("data:image/png;base64,", ""), "base64"));
    expect([png.width, png.height]).toEqual([264, 254]);
  });
});

test("inspect draws as many digits as are asked for in the terminal", async () => {
  const args = ["inspect", "--dataset", "synthetic", "--index", "3", "--count", "2"];
  const { code, stdout } = await runCli(args);
  expect(code).toBe(0);
  expect(stdout.match(/image \d+, label/g)).toEqual(["image 3, label", "image 4, label"]);
  const beyond = await runCli([...args.slice(0, 3), "--index", "9999", "--count", "2"]);
  expect(beyond).toMatchObject({
    code: 2,
    stderr: "evalpool: --index 9999 --count 2: synthetic test has images 0 to 9999\n",
  });
});

describe("evalpool inspect on data of another size", () => {
  test("small images are drawn, and none of which a line would not fit any screen", async () => {
    const write = (count: number, side: number, labels: Uint8Array): Promise<void[]> => {
      const data = new Uint8Array(count * side * side);
      data.fill(255, (count - 1) * side * side);
      const images = encodeIdx({ data, shape: [count, side, side] });
      return Promise.all([
        writeFile(join(directory, "t10k-images-idx3-ubyte"), images),
        writeFile(
          join(directory, "t10k-labels-idx1-ubyte"),
          encodeIdx({ data: labels, shape: [count] }),
        ),
      ]);
    };
    const inspect = ["inspect", "--data", directory, "--split", "test", "--index"];
    await write(3, 2, Uint8Array.of(7, 2, 1));
    const shown = await runCli([...inspect, "2"]);
    expect(shown.stdout).toMatch(
      / {2}image 2, label 1\n {2}pixels 230 to 250: \[\]\n████\n████\n\n/,
    );
    expect((await runCli([...inspect, "3"])).code).toBe(2);

    await write(1, 4000, Uint8Array.of(3));
    const refused = await runCli([...inspect, "0"]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toBe("evalpool: --index 0: images are too large to draw, or too many\n");
  });
});
