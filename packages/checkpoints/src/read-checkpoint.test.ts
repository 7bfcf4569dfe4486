import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { readCheckpoint } from "./read-checkpoint.js";
import { writeSafetensors } from "./safetensors.js";
import { changes, damaged } from "./testing/damage.js";
import * as files from "./testing/numpy-files.js";

const W = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
const b = { data: Float64Array.of(1.5, -2), shape: [2] };
const tensors: Parameters = new Map<string, FloatTensor>([
  ["W", W],
  ["b", b],
]);
const safetensors = writeSafetensors(tensors, { made: "by a test" });

const readable = {
  "pickle protocol 2": files.pickle2,
  "pickle protocol 3": files.pickle3,
  "pickle protocol 4": files.pickle4,
  "pickle protocol 5": files.pickle5,
  npz: files.npz,
  "npz, compressed": files.npzCompressed,
  safetensors,
};

// Fortran order, big-endian and little-endian alike come out row-major.
test.each(Object.entries(readable))("%s is told by its bytes and read", async (_, bytes) => {
  expect(await readCheckpoint(bytes, "weights")).toEqual({ parameters: tensors, skipped: [] });
});

/**
 * Each ends in tensors that take a small multiple of the file, or in a `CheckpointError` of a line;
 * never otherwise.
 */
async function readOrRefuse(bytes: Uint8Array): Promise<Parameters | undefined> {
  try {
    const { parameters: read } = await readCheckpoint(bytes, "weights");
    const total = [...read.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    expect(total).toBeLessThan(bytes.length * 8);
    return read;
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    expect((error as Error).message).toMatch(/^weights.{1,1000}$/s);
    return undefined;
  }
}

async function endsWhateverChanges(bytes: Uint8Array, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(changes(bytes.length), async (list) => {
    await readOrRefuse(damaged(bytes, list));
  });
  await fc.assert(property, { numRuns });
}

/** Of each kind 10,000 are damaged. */
const damages = Object.entries(readable).map(([name, bytes]): [string, Uint8Array, number] => {
  const alike = Object.keys(readable).filter((other) => other.slice(0, 3) === name.slice(0, 3));
  return [name, bytes, 10_000 / alike.length];
});

describe.each(damages)("a damaged file: %s", (_, bytes, runs) => {
  test("cut short anywhere is refused", async () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(await readOrRefuse(bytes.subarray(0, length))).toBeUndefined();
    }
  });

  test("with any bytes changed is read or refused", async () => {
    await endsWhateverChanges(bytes, runs);
  }, 300_000);
});

test.each(Object.entries(readable))("%s with bytes behind its end is refused", async (_, bytes) => {
  expect(await readOrRefuse(Uint8Array.of(...bytes, 0))).toBeUndefined();
});

test("random bytes are refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
      expect(await readOrRefuse(bytes)).toBeUndefined();
    }),
  );
});

describeShared("real checkpoints", () => {
  // n = pickle.load(open("sample_weight.pkl", "rb")); n["W1"].shape, n["W1"][300, :3], n["b3"][:2]
  test("sample_weight.pkl, whose weights are in Fortran order", async () => {
    const read = await load("sample_weight.pkl");
    expect([...read].map(([name, { shape }]) => [name, ...shape]).sort()).toEqual([
      ["W1", 784, 50],
      ["W2", 50, 100],
      ["W3", 100, 10],
      ["b1", 50],
      ["b2", 100],
      ["b3", 10],
    ]);
    const row = read.get("W1")!.data.subarray(300 * 50, 300 * 50 + 3);
    expect(Array.from(row)).toEqual([
      -0.019040362909436226, 0.053063638508319855, 0.02713092975318432,
    ]);
    expect(Array.from(read.get("b3")!.data.subarray(0, 2))).toEqual([
      -0.060239847749471664, 0.009326279163360596,
    ]);
  });

  test.each([
    ["simple_convnet_params.pkl", 6],
    ["deep_convnet_params.pkl", 16],
  ])("%s holds %d arrays", async (file, count) => {
    expect((await load(file)).size).toBe(count);
  });

  test("as safetensors they are the same to the bit", async () => {
    for (const file of [
      "sample_weight.pkl",
      "simple_convnet_params.pkl",
      "deep_convnet_params.pkl",
    ]) {
      const read = await load(file);
      const { parameters } = await readCheckpoint(writeSafetensors(read), file);
      expect(parameters).toEqual(read);
    }
  });

  test.each(["sample_weight.pkl", "simple_convnet_params.pkl", "deep_convnet_params.pkl"])(
    "%s damaged is read or refused, in any of its forms",
    async (file) => {
      const tensors = await load(file);
      const pickle = await readFile(sharedFile(`checkpoints/${file}`));
      for (const bytes of [new Uint8Array(pickle), writeSafetensors(tensors)]) {
        await endsWhateverChanges(bytes, 50);
      }
    },
  );

  async function load(file: string): Promise<Parameters> {
    const bytes = await readFile(sharedFile(`checkpoints/${file}`));
    return (await readCheckpoint(bytes, file)).parameters;
  }
});
