import { expect, test } from "vitest";
import { npy1, npy2, npz, npzCompressed } from "./testing/numpy-files.js";
import { archive, directoryRecord, localRecord, zip } from "./testing/zip-bytes.js";
import { readNpz } from "./npz.js";

const W = { name: "W.npy", content: npy1 };
const V = { name: "V.npy", content: npy2 };

async function refuses(bytes: Uint8Array, message: string | RegExp): Promise<void> {
  await expect(readNpz(bytes, "w.npz")).rejects.toThrow(message);
}

const ambiguous = "w.npz: not a readable NPZ file: Ambiguous archive: ";

test("arrays by their names, whatever these are", async () => {
  const names = ["W", "layer/b", "a//b", "é数", "V.npy2"];
  const read = await readNpz(zip(names.map((name) => ({ ...W, name: `${name}.npy` }))), "w.npz");
  expect([...read.keys()]).toEqual(names);
});

test("refuses a name that leads out of the archive", async () => {
  await refuses(
    zip([{ ...W, name: "../W.npy" }]),
    "w.npz: not a readable NPZ file: Unsafe filename",
  );
});

test("refuses a name that is there twice", async () => {
  await refuses(zip([W, V, W]), "w.npz: W is there twice");
  await refuses(zip([W, V, { ...W, name: "W" }]), "w.npz: W is there twice");
});

test("refuses an entry that is no array", async () => {
  const notes = { name: "notes.txt", content: new TextEncoder().encode("hello") };
  await refuses(zip([W, notes]), "w.npz: notes.txt: not a readable NPY");
  await refuses(
    zip([W, { name: "b/", content: new Uint8Array() }]),
    "w.npz: b/: expected an array, got a directory",
  );
});

test("refuses content whose sum is wrong", async () => {
  const at = npz.indexOf(0x93) + 140;
  await refuses(npz.with(at, 7), "not a readable NPZ file");
});

// np.load refuses it too: "File name in directory 'V.npy' and header b'W.npy' differ."
test("refuses a directory that says other than the members do", async () => {
  const locals = [localRecord(W), localRecord(V)];
  const behind = locals[0]!.length;
  const told = (...records: Buffer[]): Uint8Array => archive(locals, records);
  await refuses(told(directoryRecord(V, 0), directoryRecord(W, behind)), `${ambiguous}mismatched`);
  await refuses(told(directoryRecord(W, behind), directoryRecord(V, 0)), `${ambiguous}mismatched`);
  const half = { ...W, content: W.content.subarray(0, 100) };
  await refuses(
    told(directoryRecord(half, 0), directoryRecord(V, behind)),
    `${ambiguous}mismatched`,
  );
});

test("refuses entries that share their bytes", async () => {
  // U is a whole record of W, so that W begins inside of it.
  const U = { name: "U.npy", content: localRecord(W) };
  const bytes = archive(
    [localRecord(U)],
    [directoryRecord(W, localRecord(U).length - U.content.length), directoryRecord(U, 0)],
  );
  await refuses(bytes, "w.npz: not a readable NPZ file: Overlapping entry found");
});

test("refuses what stands before or behind the archive", async () => {
  await refuses(Uint8Array.of(...zip([W]), 0), "not a readable NPZ file");
  await refuses(Uint8Array.of(0, ...zip([W])), "not a readable NPZ file");
});

test("2,000 arrays are read, and no more", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ...W, name: `${i}.npy` }));
  expect((await readNpz(zip(many(2000)), "w.npz")).size).toBe(2000);
  await refuses(zip(many(2001)), "w.npz: expected up to 2000 arrays, got more");
});

/** An archive whose directory claims another size for its first member, in bytes. */
function claiming(archive: Uint8Array, size: number): Uint8Array {
  const bytes = archive.slice();
  const directory = Buffer.from(bytes.buffer).indexOf("PK\x01\x02");
  new DataView(bytes.buffer).setUint32(directory + 24, size, true);
  return bytes;
}

test("refuses entries that claim to inflate beyond what deflate can", async () => {
  const message = "w.npz: W.npy: 88 bytes that claim to inflate to ";
  await refuses(claiming(npzCompressed, 88 * 1032 + 1), `${message}90817`);
  await refuses(claiming(npzCompressed, 88 * 1032), `${ambiguous}mismatched`);
});

test("refuses entries that claim more than 256 MiB in a small archive", async () => {
  const bytes = zip([{ name: "W.npy", content: new Uint8Array(300_000) }, V]);
  await refuses(
    claiming(bytes, 2 ** 28 + 1),
    "w.npz: W.npy: claims 268435457 bytes, where 268435456 are left for this archive's arrays",
  );
  await refuses(claiming(bytes, 2 ** 28), `${ambiguous}mismatched`);
});
