import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { expect, test } from "vitest";
import { npy1, npz, npzCompressed } from "./testing/numpy-files.js";
import { readNpz } from "./npz.js";

async function archive(...names: string[]): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const name of names) await writer.add(name, new Uint8ArrayReader(npy1));
  return writer.close();
}

test("refuses a name that leads out of the archive", async () => {
  await expect(readNpz(await archive("../W.npy"), "w.npz")).rejects.toThrow(
    "w.npz: not a readable NPZ file: Unsafe filename",
  );
});

test("refuses a name that is there twice", async () => {
  // zip.js writes no such archive, so the second name is changed in its bytes.
  const bytes = await archive("W.npy", "V.npy");
  for (const [i, byte] of bytes.entries()) {
    const isName = byte === 0x56 && bytes[i + 1] === 0x2e && bytes[i + 2] === 0x6e;
    if (isName) bytes[i] = 0x57;
  }
  await expect(readNpz(bytes, "w.npz")).rejects.toThrow("twice");
});

test("refuses an entry that is no array", async () => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  await writer.add("notes.txt", new Uint8ArrayReader(new TextEncoder().encode("hello")));
  await expect(readNpz(await writer.close(), "w.npz")).rejects.toThrow(
    "w.npz: notes.txt: not a readable NPY",
  );
});

test("refuses content whose sum is wrong", async () => {
  const at = npz.indexOf(0x93) + 140;
  await expect(readNpz(npz.with(at, 7), "w.npz")).rejects.toThrow("not a readable NPZ file");
});

// The size in the directory, 152, made 0.8 GB, then 4: more than deflate can hold in 88 bytes.
test("refuses entries that claim to inflate beyond what deflate can, or a network needs", async () => {
  const directory = npzCompressed.findIndex(
    (byte, i, bytes) => byte === 0x50 && bytes[i + 2] === 0x01 && bytes[i + 3] === 0x02,
  );
  const claiming = (size: number[]): Uint8Array => {
    const bytes = npzCompressed.slice();
    bytes.set(size, directory + 24);
    return bytes;
  };
  await expect(readNpz(claiming([0xf0, 0xff, 0xff, 0x2f]), "w.npz")).rejects.toThrow(
    "claim to inflate to 805306352",
  );
  await expect(readNpz(claiming([0xf0, 0xff, 0xff, 0xff]), "w.npz")).rejects.toThrow(
    "w.npz: expected arrays of up to 1073741824 bytes in all, got 4294967424",
  );
});
