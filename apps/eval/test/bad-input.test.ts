import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeSafetensors } from "@evalpool/checkpoints";
import { encodeIdx } from "@evalpool/mnist";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
});
afterEach(() => rm(directory, { recursive: true }));

const images = encodeIdx({ data: new Uint8Array(3 * 784), shape: [3, 28, 28] });
const labels = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

/** Exit 3 and the one line on stderr, without "evalpool: " and without the directory. */
async function refusal(flags: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(flags);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^evalpool: .*\n$/);
  return stderr.trimEnd().replace("evalpool: ", "").replaceAll(`${directory}/`, "");
}

describeShared("damaged data: exit 3 and one line that says what is wrong", () => {
  async function refusedData(files: { images?: Uint8Array; labels?: Uint8Array }): Promise<string> {
    await writeFile(join(directory, "t10k-images-idx3-ubyte"), files.images ?? images);
    await writeFile(join(directory, "t10k-labels-idx1-ubyte"), files.labels ?? labels);
    return refusal(["--data", directory, ...weights]);
  }

  test("a gzip cut short", async () => {
    const message = await refusedData({ images: gzipSync(images).subarray(0, -9) });
    expect(message).toBe("t10k-images-idx3-ubyte: damaged gzip data: unexpected end of file");
  });

  test("wrong magic", async () => {
    expect(await refusedData({ images: images.with(2, 0x42) })).toMatch(
      /^t10k-images-idx3-ubyte: expected an IDX magic number .*, got 0x00004203$/,
    );
  });

  test("a header that claims more images than the file has, gzipped or not", async () => {
    const claimsMore = images.with(7, 4);
    const reason = "the header declares shape (4,28,28), 3152 bytes in all; got 2368";
    expect(await refusedData({ images: claimsMore })).toContain(reason);
    expect(await refusedData({ images: gzipSync(claimsMore) })).toContain(reason);
  });

  test("a header that claims fewer images than the file has, gzipped or not", async () => {
    const claimsFewer = images.with(7, 2);
    const reason = "the header declares shape (2,28,28), 1584 bytes in all; got";
    expect(await refusedData({ images: claimsFewer })).toContain(`${reason} 2368`);
    expect(await refusedData({ images: gzipSync(claimsFewer) })).toContain(`${reason} more`);
  });

  test("a label of 11", async () => {
    expect(await refusedData({ labels: labels.with(9, 11) })).toBe(
      "t10k-labels-idx1-ubyte: expected labels 0 to 9, got 11 at index 1; " +
        "the highest is 11, which takes a model of 12 classes",
    );
  });

  test("counts of images and labels that differ", async () => {
    const two = encodeIdx({ data: Uint8Array.of(7, 2), shape: [2] });
    expect(await refusedData({ labels: two })).toBe(
      "t10k-labels-idx1-ubyte: 2 labels for the 3 images of t10k-images-idx3-ubyte",
    );
  });

  test("images of another size than the model's input", async () => {
    const small = encodeIdx({ data: new Uint8Array(3 * 64), shape: [3, 8, 8] });
    expect(await refusedData({ images: small })).toContain(
      "model mlp takes images of 1×28×28, got images of 1×8×8",
    );
  });
});

describeShared("images that the model does not take are told before", () => {
  // three-layer takes two numbers and tells two classes apart.
  test("labels that it does not tell apart", async () => {
    expect(await refusal([...mnist, "--model", "three-layer"])).toMatch(
      /^mnist test: model three-layer takes inputs of shape \(2\), got images of 1×28×28/,
    );
  });
});

describeShared("a model that fails is told alone", () => {
  // Of a network that cannot be read nobody knows how many classes it has.
  test("whatever labels there are", async () => {
    await writeFile(join(directory, "t10k-images-idx3-ubyte"), images);
    await writeFile(join(directory, "t10k-labels-idx1-ubyte"), labels.with(9, 25));
    await writeFile(join(directory, "net.json"), "{}");
    const data = ["--data", directory];
    for (const model of ["net.json", "none.json"].map((name) => join(directory, name))) {
      expect(await refusal([...data, "--model", model])).toMatch(/^n(et|one)\.json: /);
    }
    expect(await refusal([...data, "--model", "mpl"])).toMatch(/^model mpl: .*Did you mean mlp\?$/);
  });

  test("and what is wrong with the data by themselves beside it", async () => {
    await writeFile(join(directory, "net.json"), "{}");
    const { code, stderr } = await runCli([
      "--data",
      join(directory, "none"),
      "--model",
      join(directory, "net.json"),
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^evalpool: .*net\.json: .*\nevalpool: .*none: no such file or directory.*\n$/);
  });
});

describe("a spec that describes no network: exit 3 and one line, whichever command reads it", () => {
  const conv = { type: "conv2d", name: "c", filters: 4, kernel: 3, weight: "W" };

  test.each([
    [
      "a cycle",
      [
        { type: "relu", name: "a", inputs: ["b"] },
        { type: "tanh", name: "b" },
      ],
      "net: a (relu): takes b, which is made of what it makes: a ← b ← a is a cycle",
    ],
    [
      "shapes that do not meet",
      [conv, { type: "add", inputs: ["c", "x"] }],
      "net: layers.1 (add): operands could not be broadcast together with shapes (4,6,6) (3,8,8): c and x",
    ],
    [
      "an unknown type",
      [{ type: "covn2d" }],
      'net.json: layers.0.type: expected the name of an operation, as conv2d or dense, got "covn2d". Did you mean conv2d?',
    ],
    [
      "more than memory holds",
      [{ type: "pad", padding: 2 ** 52 }],
      "net: expected at most 268,435,456 values for each example, got more than 9,007,199,254,740,991, the most of them of layers.0 (pad)",
    ],
  ])("%s", async (_, layers, message) => {
    const file = join(directory, "net.json");
    await writeFile(file, JSON.stringify({ id: "net", input: [3, 8, 8], layers }));
    for (const command of [["inspect"], ["eval", "--dataset", "synthetic"], ["train"]]) {
      expect(await refusal([...command, "--model", file])).toBe(message);
    }
    for (const command of [
      ["draw", file],
      ["forward", file, "1"],
    ]) {
      expect(await refusal(command)).toBe(message);
    }
  });
});

describeShared("damaged weights: exit 3 and one line that says what is wrong", () => {
  async function refusedWeights(bytes: Uint8Array): Promise<string> {
    await writeFile(join(directory, "w.pkl"), bytes);
    return refusal([...mnist, "--weights", join(directory, "w.pkl")]);
  }

  // pickle.dumps(X(), 3) of a class whose __reduce__ returns (os.system, ("echo pwned",))
  test("a pickle that names os.system is refused, not run", async () => {
    const bytes = Buffer.from("\x80\x03cposix\nsystem\nX\x0a\0\0\0echo pwned\x85R.", "latin1");
    expect(await refusedWeights(bytes)).toContain("names the global posix.system");
  });

  test("a pickle cut short", async () => {
    const whole = await readFile(sharedFile("checkpoints/sample_weight.pkl"));
    expect(await refusedWeights(whole.subarray(0, 100_000))).toContain("cut short");
  });

  test("weights of another network: all mismatches at once", async () => {
    const other = sharedFile("checkpoints/simple_convnet_params.pkl");
    const message = await refusal([...mnist, "--weights", other]);
    expect(message).toContain("W1: expected shape (784,50), got (30,1,5,5)");
    expect(message).toContain("b1: expected shape (50), got (30)");
    expect(message).toContain("W2: expected shape (50,100), got (4320,100)");
  });

  test.each(["0", "2"])(
    "sums beyond float32 are the model's fault on %s threads",
    async (threads) => {
      const [spec, file] = [join(directory, "net.json"), join(directory, "w.safetensors")];
      const dense = { type: "dense", units: 10, weight: "W", bias: "b" };
      await writeFile(spec, JSON.stringify({ id: "net", input: [784], layers: [dense] }));
      const tensors = new Map([
        ["W", { data: new Float32Array(7840).fill(3e38), shape: [784, 10] }],
        ["b", { data: new Float32Array(10), shape: [10] }],
      ]);
      await writeFile(file, writeSafetensors(tensors));
      const model = ["--model", spec, "--weights", file, "--limit", "1"];
      expect(await refusal([...mnist, ...model, "--threads", threads])).toMatch(
        /^expected finite logits, got NaN or an infinity for image 0: /,
      );
    },
  );

  test("a missing file and a directory", async () => {
    const missing = join(directory, "none.pkl");
    expect(await refusal([...mnist, "--weights", missing])).toMatch(/^none\.pkl: no such file/);
    expect(await refusal([...mnist, "--weights", directory])).toContain(
      "expected a regular file, got a directory",
    );
  });
});
