import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { packTar, type TarEntry } from "modern-tar";
import { describe, expect, test } from "vitest";
import { unpackArchive, type TakeMember } from "./unpack-archive.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

async function tarOf(entries: readonly TarEntry[]): Promise<Uint8Array> {
  return gzipSync(await packTar(entries));
}

function entry(name: string, content = "content"): TarEntry {
  return { header: { name, size: content.length }, body: content };
}

async function zipOf(
  files: readonly (readonly [name: string, content: Uint8Array])[],
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, content] of files) await writer.add(name, new Uint8ArrayReader(content));
  return writer.close();
}

/** A ZIP whose names are others than those it was made with, of the same length. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString("latin1").replaceAll(from, to), "latin1");
}

/** What each wanted member holds. */
async function unpack(
  bytes: Uint8Array,
  kind: "tar.gz" | "zip",
  names: readonly string[],
): Promise<Record<string, string>> {
  const file = join(temporaryDirectory(), "archive");
  writeFileSync(file, bytes);
  const taken: Record<string, string> = {};
  const take =
    (name: string): TakeMember =>
    async (content) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      taken[name] = Buffer.concat(chunks).toString();
    };
  await unpackArchive(file, kind, new Map(names.map((name) => [name, take(name)])));
  return taken;
}

describe("a tar", () => {
  test("gives what is wanted, and nothing else", async () => {
    const large = "x".repeat(300_000);
    const tar = await tarOf([
      { header: { name: "d/", size: 0, type: "directory" } },
      entry("d/other", large),
      entry("d/a"),
      entry("d/large", large),
      entry("last", large),
    ]);
    expect(await unpack(tar, "tar.gz", ["d/large", "d/a"])).toEqual({
      "d/a": "content",
      "d/large": large,
    });
  });

  test.each([
    ["climbs", [entry("d/../../a"), entry("a")], "leads out of the archive"],
    ["is absolute", [entry("/etc/a"), entry("a")], "leads out of the archive"],
    ["has a drive", [entry("C:\\a"), entry("a")], "leads out of the archive"],
    ["is there twice", [entry("a"), entry("a", "other")], "a: expected it once, got it twice"],
    [
      "is a symbolic link",
      [{ header: { name: "a", size: 0, type: "symlink", linkname: "/etc/passwd" } }],
      "a: expected a file, got a link, a directory or a device",
    ],
    [
      "is a hard link",
      [{ header: { name: "a", size: 0, type: "link", linkname: "b" } }],
      "a: expected a file, got a link",
    ],
    ["is not there", [entry("b")], "expected a in it, got none"],
  ] as [string, TarEntry[], string][])(
    "with a name that %s is refused",
    async (_, entries, reason) => {
      await expect(unpack(await tarOf(entries), "tar.gz", ["a"])).rejects.toThrow(reason);
    },
  );

  test("cut short anywhere is refused", async () => {
    const tar = await packTar([entry("b", "y".repeat(2000)), entry("a", "x".repeat(2000))]);
    for (let length = 0; length < 4000; length += 250) {
      const cut = gzipSync(tar.subarray(0, length));
      await expect(unpack(cut, "tar.gz", ["a"]), `${length}`).rejects.toThrow();
    }
    const gzip = gzipSync(tar);
    for (const length of [0, 10, gzip.length - 9, gzip.length - 1]) {
      await expect(unpack(gzip.subarray(0, length), "tar.gz", ["a"])).rejects.toThrow(
        /not a readable archive|got none/,
      );
    }
  });

  test("that is none is refused", async () => {
    await expect(unpack(Buffer.from("<html>"), "tar.gz", ["a"])).rejects.toThrow(
      "not a readable archive",
    );
    await expect(unpack(gzipSync(Buffer.alloc(1000, 7)), "tar.gz", ["a"])).rejects.toThrow(
      "not a readable archive",
    );
  });

  test("whose member's taker fails ends with that, and waits for nothing", async () => {
    const file = join(temporaryDirectory(), "archive");
    const large = "x".repeat(5e6);
    writeFileSync(file, await tarOf([entry("a", large), entry("b", large)]));
    const fail: TakeMember = async (content) => {
      for await (const chunk of content) if (chunk.length > 0) throw new Error("no room");
    };
    await expect(unpackArchive(file, "tar.gz", new Map([["a", fail]]))).rejects.toThrow("no room");
  });
});

describe("a ZIP", () => {
  test("gives what is wanted, and nothing else", async () => {
    const large = "x".repeat(300_000);
    const zip = await zipOf([
      ["d/other", text("o")],
      ["d/a", text("content")],
      ["d/large", text(large)],
    ]);
    expect(await unpack(zip, "zip", ["d/large", "d/a"])).toEqual({
      "d/a": "content",
      "d/large": large,
    });
  });

  test("with a name that climbs, twice, or not at all is refused", async () => {
    const zip = await zipOf([
      ["aaaa", text("1")],
      ["bbbb", text("2")],
    ]);
    await expect(unpack(renamed(zip, "bbbb", "../b"), "zip", ["aaaa"])).rejects.toThrow(
      /leads out|readable/,
    );
    await expect(unpack(renamed(zip, "bbbb", "aaaa"), "zip", ["aaaa"])).rejects.toThrow(
      /twice|readable/,
    );
    await expect(unpack(zip, "zip", ["cccc"])).rejects.toThrow("expected cccc in it, got none");
  });

  test("damaged, cut short, or none is refused", async () => {
    const zip = await zipOf([["a", text("x".repeat(1000))]]);
    const damaged = Uint8Array.from(zip);
    damaged[40] = damaged[40]! ^ 0xff;
    for (const bytes of [damaged, zip.subarray(0, -10), zip.subarray(0, 50), text("<html>")]) {
      await expect(unpack(bytes, "zip", ["a"])).rejects.toThrow("not a readable archive");
    }
  });
});
