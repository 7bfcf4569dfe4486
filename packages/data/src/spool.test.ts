import fs, { fstatSync, readdirSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { StoredImages } from "@evalpool/mnist";
import { openImages } from "./reading/open-images.js";
import { createSpool } from "./spool.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

afterEach(() => vi.unstubAllEnvs());

const format = { channels: 1, height: 1, width: 5, layout: "CHW", element: "uint8" } as const;

/** Every image, as a thread reads it. */
async function readAll(handle: Uint8Array | StoredImages, length: number): Promise<Uint8Array> {
  using reader = openImages({ format: { ...format, width: 1 }, handle });
  const into = new Uint8Array(length);
  await reader.read(0, into);
  return into;
}

function partOf(images: Uint8Array | StoredImages): StoredImages["parts"][number] {
  if (images instanceof Uint8Array) throw new Error("expected images in a file");
  return images.parts[0]!;
}

function isOpen(descriptor: number): boolean {
  try {
    fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}

test("whatever is written in whatever pieces is given back, in memory and in a file", async () => {
  const pieces = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(large)));
  await fc.assert(
    fc.asyncProperty(pieces, fc.constantFrom(0, 1, 50, 2 ** 21), async (written, memory) => {
      using spool = createSpool(memory);
      for (const bytes of written) spool.write(bytes);
      const all = Buffer.concat(written);
      const images = spool.finish(1, "a.csv");
      expect(images instanceof Uint8Array).toBe(all.length <= memory);
      if (images instanceof Uint8Array) expect(images.buffer).toBeInstanceOf(SharedArrayBuffer);
      else expect(partOf(images)).toMatchObject({ file: "a.csv", offset: 0, count: all.length });
      expect(all.equals(await readAll(images, all.length))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

const large = Uint8Array.from({ length: 2 ** 20 + 3 }, (_, i) => i % 251);

test("what was handed over may change: it was copied", () => {
  using spool = createSpool(100);
  const bytes = Uint8Array.of(1, 2);
  spool.write(bytes);
  bytes.fill(9);
  expect(spool.finish(2, "a.csv")).toEqual(Uint8Array.of(1, 2));
});

test("an image that is not whole is an error", () => {
  using spool = createSpool(100);
  spool.write(new Uint8Array(7));
  expect(() => spool.finish(5, "a.csv")).toThrow(
    "a.csv: expected images of 5 bytes each, got 7 bytes",
  );
});

test("nothing of a temporary file is left when it is given up", () => {
  const directory = temporaryDirectory();
  vi.stubEnv("TMPDIR", directory);
  const opened = vi.spyOn(fs, "openSync");
  syncBuiltinESMExports();
  onTestFinished(() => {
    opened.mockRestore();
    syncBuiltinESMExports();
  });
  {
    using spool = createSpool(0);
    spool.write(large);
    expect(opened).toHaveBeenCalledOnce();
    expect(isOpen(opened.mock.results[0]!.value as number)).toBe(true);
    // It has lost its name already, so that also a process that is killed leaves nothing.
    expect(readdirSync(directory)).toEqual([]);
  }
  expect(isOpen(opened.mock.results[0]!.value as number)).toBe(false);
});

test("images that were finished stay when the spool is disposed of", async () => {
  const spool = createSpool(0);
  spool.write(Uint8Array.of(3, 1, 4));
  const images = spool.finish(1, "a.csv");
  spool[Symbol.dispose]();
  expect(await readAll(images, 3)).toEqual(Uint8Array.of(3, 1, 4));
});

test.each([
  [Object.assign(new Error("ENOSPC"), { errno: -28, code: "ENOSPC" }), "no space left on device"],
  [Object.assign(new Error("EFBIG"), { errno: -27, code: "EFBIG" }), "file too large"],
])("a full disk is told of: %s", (full, message) => {
  const directory = temporaryDirectory();
  vi.stubEnv("TMPDIR", directory);
  const write = vi.spyOn(fs, "writeSync").mockImplementation(() => {
    throw full;
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    write.mockRestore();
    syncBuiltinESMExports();
  });
  using spool = createSpool(0);
  expect(() => spool.write(large)).toThrow(
    `cannot hold images in ${directory}: ${message}; ` +
      "let them take more --memory, or name another place with $TMPDIR",
  );
});

test("so is a place that is not there", () => {
  vi.stubEnv("TMPDIR", "/no/such/place");
  using spool = createSpool(0);
  spool.write(Uint8Array.of(1));
  expect(() => spool.finish(1, "a.csv")).toThrow("cannot hold images in /no/such/place: no such");
});

test("a file goes when nobody holds its images any more", async () => {
  const make = (): number => {
    using spool = createSpool(0);
    spool.write(Uint8Array.of(1));
    return partOf(spool.finish(1, "a.csv")).descriptor!;
  };
  const descriptor = make();
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  await vi.waitFor(
    () => {
      collect();
      expect(isOpen(descriptor)).toBe(false);
    },
    { timeout: 20_000 },
  );
});

test("another thread reads the images of a nameless file, which is then still open here", async () => {
  using spool = createSpool(0);
  spool.write(Uint8Array.from({ length: 20 }, (_, i) => i));
  const images = spool.finish(5, "a.csv");
  const entry = new URL("../dist/node.js", import.meta.url).href;
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    import(${JSON.stringify(entry)}).then(async ({ openImages }) => {
      const reader = openImages(workerData);
      const into = new Uint8Array(10);
      await reader.read(2, into);
      reader[Symbol.dispose]();
      parentPort.postMessage(into);
    });`;
  for (let i = 0; i < 2; i++) {
    const worker = new Worker(code, { eval: true, workerData: { format, handle: images } });
    const [got] = (await once(worker, "message")) as [Uint8Array];
    expect([...got]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    await worker.terminate();
  }
  expect(isOpen(partOf(images).descriptor!)).toBe(true);
});
