import { DataError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { encodeNpy } from "./encode-npy.js";
import { encodeNpz } from "./encode-npz.js";
import { withArchive, type ArchiveKind, type Member } from "./zip-archive.js";

const kind: ArchiveKind = { name: "NPZ file", member: ["an array", "arrays"], most: 2 };
const array = { data: new Uint8Array(300_000).fill(7), shape: [300_000] };
const npy = Buffer.from(encodeNpy(array));

function open<T>(bytes: Uint8Array, use: (member: Member) => Promise<T>): Promise<T[]> {
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
  const toError = (reason: string): Error => new Error(`a.npz: ${reason}`);
  return withArchive(source, toError, kind, async (members) => {
    const results: T[] = [];
    for await (const member of members) results.push(await use(member));
    return results;
  });
}

test.each([true, false])(
  "members are given piece by piece, compressed: %s",
  async (isCompressed) => {
    const bytes = await encodeNpz(new Map([["x", array]]), { isCompressed });
    const [pieces = []] = await open(bytes, async ({ pour }) => {
      const all: Uint8Array[] = [];
      await pour((piece) => void all.push(piece.slice()));
      return all;
    });
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(npy)).toBe(true);
  },
);

test("the first bytes of a member are had without the others", async () => {
  const arrays = new Map([
    ["x", array],
    ["y", { data: Uint8Array.of(1, 2), shape: [2] }],
  ]);
  const bytes = await encodeNpz(arrays, { isCompressed: true });
  const heads = await open(
    bytes,
    async ({ head, read }) => [await head(200), await read()] as const,
  );
  for (const [head, whole] of heads) expect(head).toEqual(whole.subarray(0, 200));
  expect(heads.map(([head]) => head.length)).toEqual([200, 130]);
});

test("one that is not compressed lies in the archive as it is", async () => {
  const arrays = new Map([
    ["x", array],
    ["y", array],
  ]);
  const places = (bytes: Uint8Array) => open(bytes, ({ place }) => place());
  const bytes = Buffer.from(await encodeNpz(arrays));
  for (const at of await places(bytes)) {
    expect(bytes.subarray(at, at! + npy.length).equals(npy)).toBe(true);
  }
  expect(await places(await encodeNpz(arrays, { isCompressed: true }))).toEqual([
    undefined,
    undefined,
  ]);
});

test.each([12, 300_000])(
  "what goes wrong where %i bytes are taken is what is thrown",
  async (length) => {
    const one = { data: new Uint8Array(length), shape: [length] };
    const error = new DataError("/tmp", "no room");
    for (const isCompressed of [true, false]) {
      const bytes = await encodeNpz(new Map([["x", one]]), { isCompressed });
      const taking = open(bytes, ({ pour }) =>
        pour(() => {
          throw error;
        }),
      );
      await expect(taking).rejects.toBe(error);
    }
  },
);

test("a damaged member is refused", async () => {
  const bytes = await encodeNpz(new Map([["x", array]]));
  const damaged = bytes.with(100_000, 8);
  await expect(open(damaged, ({ pour }) => pour(() => undefined))).rejects.toThrow(
    "a.npz: not a readable NPZ file: ",
  );
});

test("an archive that is cut short anywhere is refused", async () => {
  const small = await encodeNpz(new Map([["x", { data: Uint8Array.of(1), shape: [1] }]]));
  for (let length = 0; length < small.length; length++) {
    const cut = open(small.subarray(0, length), ({ read }) => read());
    await expect(cut).rejects.toThrow("a.npz: not a readable NPZ file: ");
  }
});
