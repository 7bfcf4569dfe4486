import { CheckpointError } from "@evalpool/errors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changes, damaged } from "../testing/damage.js";
import { gunzipped } from "../testing/gunzipped.js";
import { readHdf5Weights } from "./read-hdf5-weights.js";

/*
 * Files that h5py 3.16 wrote; W is np.arange(6, dtype="f4").reshape(2, 3). Of `kinds`:
 *
 *     for t in ["<f2", ">f4", "<f8"]: f.create_dataset("floats/" + t[1:], data=W.astype(t))
 *     f.create_dataset("floats/none", data=np.zeros((0, 3), "f4"))
 *     f.create_dataset("floats/scalar", data=np.float32(7))       # and W as floats/compact
 *     f.create_dataset("integers", data=np.arange(3)); f.create_dataset("texts", data=[b"a", b"bc"])
 *     f["again"] = h5py.SoftLink("/floats"); f.create_dataset("optimizer/vars/0", data=W)
 */
const file = (name: string): Uint8Array =>
  gunzipped(new URL(`./testing/${name}.h5.gz`, import.meta.url));

const trained = gunzipped(new URL("../keras/testing/trained.h5.gz", import.meta.url));

const W = [0, 1, 2, 3, 4, 5];

describe("arrays of floats are read by their paths", () => {
  test("of each width, order and place", async () => {
    const read = await readHdf5Weights(file("kinds"), "w.h5");
    const arrays = [...read].map(([name, { data, shape }]) => [name, shape, [...data]]);
    expect(arrays).toEqual([
      ["floats/compact", [2, 3], W],
      ["floats/f2", [2, 3], W],
      ["floats/f4", [2, 3], W],
      ["floats/f8", [2, 3], W],
      ["floats/none", [0, 3], []],
      ["floats/scalar", [], [7]],
    ]);
  });

  // for i in range(40): f.create_dataset(f"layers/dense_{i}/vars/0", data=W + i), libver="latest"
  test("of more groups than a header has room for", async () => {
    const read = await readHdf5Weights(file("newest"), "w.h5");
    expect(read.size).toBe(40);
    expect([...read.get("layers/dense_39/vars/0")!.data]).toEqual(W.map((value) => value + 39));
  });

  // The same with track_order=True, as Keras 3 writes groups.
  test("of groups that keep the order in which they were made", async () => {
    const read = await readHdf5Weights(file("tracked"), "w.h5");
    expect(read.size).toBe(40);
    expect([...read.get("layers/dense_12/0")!.data]).toEqual(W.map((value) => value + 12));
  });

  // f.create_dataset("a/w", data=[7], dtype="f4"); f["b"] = f["a"]; f["c"] = h5py.SoftLink("/a")
  // f.create_dataset("optimizer_weights/w", data=[8], dtype="f4")
  test("of a group in two places, in each of them", async () => {
    const read = await readHdf5Weights(file("links"), "w.h5");
    expect([...read].map(([name, { data }]) => [name, ...data])).toEqual([
      ["a/w", 7],
      ["b/w", 7],
    ]);
  });

  // g = f; for _ in range(32): g = g.create_group("g"); and a data set w in it
  test("of 32 groups within each other", async () => {
    const read = await readHdf5Weights(file("deep"), "w.h5");
    expect([...read.keys()]).toEqual([`${"g/".repeat(32)}w`]);
  });

  // keras.Sequential([keras.Input((4,)), L.Dense(3, dtype="bfloat16")]).save_weights(…); the numbers
  // by (np.frombuffer(d.tobytes(), "<u2").astype("<u4") << 16).view("<f4")
  test("of bfloat16, which HDF5 has no type for", async () => {
    const read = await readHdf5Weights(file("bfloat16"), "w.h5");
    expect([...read.get("layers/dense/vars/0")!.data]).toEqual([
      ...[-0.765625, 0.41796875, -0.05859375, -0.5625, -0.59375, -0.33203125],
      ...[0.23046875, 0.62109375, 0.65234375, 0.27734375, 0.77734375, -0.72265625],
    ]);
  });
});

describe("refused", () => {
  const refuses = async (bytes: Uint8Array, message: string): Promise<void> => {
    const reading = readHdf5Weights(bytes, "w.h5");
    await expect(reading).rejects.toThrow(CheckpointError);
    await expect(reading).rejects.toThrow(message);
  };

  test("values that are compressed, with what to do", () =>
    refuses(file("chunked"), "w.h5: w: its values are compressed or in chunks; h5repack"));

  test("a group that is within itself", () => refuses(file("cycle"), "group a/b is within itself"));

  test("33 groups within each other", () =>
    refuses(file("deeper"), `group ${"g/".repeat(32)}g is within itself, or too deep in others`));

  test("links to other files", () => refuses(file("outside"), "w.h5: not a readable HDF5 file"));

  const unreadable = "w.h5: not a readable HDF5 file, damaged or of a kind that is not known";

  test("a file cut off", () =>
    refuses(file("kinds").subarray(0, 3000), `${unreadable}: Offset is outside the bounds`));

  test.each([
    ["a version that is not known", 8, `${unreadable}: unsupported superblock version: 9`],
    // A message whose reading fails as it should not.
    ["damage that nobody foresaw", 819, unreadable],
  ])("%s", async (_, at, message) => {
    const bytes = file("kinds").slice();
    bytes[at] = 9;
    const error: unknown = await readHdf5Weights(bytes, "w.h5").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error).toHaveProperty("message", message);
    expect((error as Error).cause).toBeDefined();
  });

  test("a file with nothing but what training keeps", () =>
    refuses(trained, "w.h5: an HDF5 file without arrays of floats"));

  /** With the address of `floats/f4` (`d.id.get_offset()` is 2444, kept at 4602) another one. */
  const at = (address: bigint): Uint8Array => {
    const bytes = file("kinds").slice();
    const view = new DataView(bytes.buffer);
    expect(view.getBigUint64(4602, true)).toBe(2444n);
    view.setBigUint64(4602, address, true);
    return bytes;
  };

  test.each([13_400n, 2n ** 40n, 2n ** 63n])("values at %i, outside the file", (address) =>
    refuses(at(address), "w.h5: floats/f4: its values of 24 bytes at"),
  );

  test("with why they are", async () => {
    await expect(readHdf5Weights(at(13_400n), "w.h5")).rejects.toThrow(
      expect.objectContaining({ cause: expect.any(RangeError) as RangeError }),
    );
  });

  test("values that were never written", () =>
    refuses(at(2n ** 64n - 1n), "w.h5: floats/f4: its values were never written"));

  test("a shape of 2^40, where there are 24 bytes", async () => {
    const bytes = file("kinds").slice();
    const view = new DataView(bytes.buffer);
    // Before the values' place stands the shape, twice: as it is, and as it may become.
    const shapeAt = Buffer.from(bytes).lastIndexOf(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 3), 4602);
    view.setBigUint64(shapeAt - 16, 2n ** 40n, true);
    await refuses(bytes, "w.h5: floats/f4: float32 of shape (1099511627776,3) takes");
  });

  test("a file without floats", () =>
    refuses(file("kinds").slice(0, 8), "w.h5: not a readable HDF5 file"));
});

test("damaged files are refused, or read", async () => {
  const whole = ["kinds", "newest", "tracked", "cycle"].map(file);
  await fc.assert(
    fc.asyncProperty(
      fc
        .constantFrom(...whole)
        .chain((bytes) => changes(bytes.length).map((all) => damaged(bytes, all))),
      async (bytes) => {
        const reason: unknown = await readHdf5Weights(bytes, "w.h5").catch(
          (error: unknown) => error,
        );
        expect(reason instanceof Map || reason instanceof CheckpointError).toBe(true);
      },
    ),
    { numRuns: 10_000 },
  );
}, 300_000);
