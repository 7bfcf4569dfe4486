import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { PickleError } from "../pickle/pickle-error.js";
import { changes, damaged } from "../testing/damage.js";
import * as files from "../testing/torch-files.js";
import { readTorch } from "./read-torch.js";

const read = (bytes: Uint8Array) => readTorch(bytes, "w.pt");

const linear = new Map([
  ["weight", { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }],
  ["bias", { data: Float32Array.of(1.5, -2), shape: [2] }],
]);

describe("a state_dict", () => {
  test.each([
    ["as a ZIP archive", files.stateDict],
    ["as before PyTorch 1.6", files.legacy],
  ])("%s", async (_, bytes) => {
    expect(await read(bytes)).toEqual({ parameters: linear, skipped: [] });
  });

  test("in a checkpoint of a training, of a wrapped network", async () => {
    const skipped = ["epoch", "optimizer_state_dict", "loss", "args", "best", "name"];
    expect(await read(files.nested)).toEqual({ parameters: linear, skipped });
  });

  test("of views: strides, offsets, and storages that are shared", async () => {
    const { parameters } = await read(files.views);
    const counted = Float32Array.from({ length: 24 }, (_, i) => i);
    expect(Object.fromEntries(parameters)).toEqual({
      // base.permute(1, 2, 0).flatten()
      turned: { data: counted.map((i) => (i % 2) * 12 + Math.floor(i / 2)), shape: [3, 4, 2] },
      part: { data: Float32Array.of(16, 18, 20, 22), shape: [2, 2] },
      same: { data: counted, shape: [2, 3, 4] },
      same2: { data: counted, shape: [2, 3, 4] },
      scalar: { data: Float32Array.of(7), shape: [] },
      expanded: { data: Float32Array.of(1, 2, 1, 2, 1, 2), shape: [3, 2] },
    });
  });

  test("of floats of any size; integers and booleans are skipped and named", async () => {
    const { parameters, skipped } = await read(files.types);
    expect(Object.fromEntries(parameters)).toEqual({
      half: { data: Float32Array.of(1.5, -0.25), shape: [2] },
      brain: { data: Float32Array.of(1, -3), shape: [2] },
      double: { data: Float64Array.of(0.1), shape: [1] },
      empty: { data: new Float32Array(), shape: [0, 3] },
    });
    expect(skipped).toEqual(["n (int64)", "flags (bool)", "u8 (uint8)"]);
  });

  test("of parameters, whatever attributes they have", async () => {
    expect((await read(files.parameter)).parameters.get("w")?.data).toEqual(Float32Array.of(1, 2));
    expect((await read(files.attr)).parameters.get("w")?.data).toEqual(Float32Array.of(1, 1));
  });

  test("with what is no tensor beside them", async () => {
    const { parameters, skipped } = await read(files.extra);
    expect([...parameters.keys()]).toEqual(["w"]);
    expect(skipped).toEqual(["_extra_state", "cfg", "size", "dev", "dt"]);
  });
});

describe("what is no state_dict is refused, with the line that saves what is readable", () => {
  const advice = 'torch.save(model.state_dict(), "weights.pt")';

  test.each([
    ["a module", files.wholeModule, "names the global torch.nn.modules.linear.Linear; expected"],
    ["a TorchScript program", files.script, "got a TorchScript program, which is code"],
    ["a tensor alone", files.alone, "expected a dict of tensors, got a tensor"],
    ["a sparse tensor", files.sparse, "names the global torch._utils._rebuild_sparse_tensor"],
    ["integers alone", files.u16, "tensors of floats, got none beside w (uint16)"],
    [
      "float8",
      files.float8,
      "w: expected float16, bfloat16, float32 or float64, got float8_e4m3fn",
    ],
    ["complex numbers", files.complex, "got complex64"],
  ])("%s", async (name, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(CheckpointError);
    await expect(read(bytes)).rejects.toThrow(message);
    if (/module|program|alone$/.test(name) && !name.startsWith("integers")) {
      await expect(read(bytes)).rejects.toThrow(advice);
    }
  });
});

test("why a pickle is refused is kept", async () => {
  for (const bytes of [files.wholeModule, files.legacy.with(16, 1)]) {
    await expect(read(bytes)).rejects.toThrow(
      expect.objectContaining({ cause: expect.any(PickleError) as PickleError }),
    );
  }
});

describe.each([
  ["a ZIP archive", files.stateDict, 5000],
  ["a ZIP archive of a checkpoint", files.nested, 5000],
  // Whose sums do not tell that the pickle is another.
  ["the format before PyTorch 1.6", files.legacy, 10_000],
])("damaged: %s", (_, bytes, numRuns) => {
  test("cut short anywhere is refused", async () => {
    for (let length = 0; length < bytes.length; length++) {
      await expect(read(bytes.subarray(0, length))).rejects.toThrow(CheckpointError);
    }
  });

  test("with any bytes changed is read or refused", async () => {
    const property = fc.asyncProperty(changes(bytes.length), async (list) => {
      try {
        const { parameters } = await read(damaged(bytes, list));
        const total = [...parameters.values()].reduce((sum, t) => sum + t.data.byteLength, 0);
        expect(total).toBeLessThan(bytes.length * 8);
      } catch (error) {
        expect(error).toBeInstanceOf(CheckpointError);
        expect((error as Error).message).toMatch(/^w\.pt: .{1,1500}$/s);
      }
    });
    await fc.assert(property, { numRuns });
  });
});
