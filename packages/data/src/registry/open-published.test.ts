import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { packTar } from "modern-tar";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DamagedError, NotFoundError } from "@evalpool/errors";
import { encodeIdx } from "@evalpool/mnist";
import { downloadPublished } from "./download-published.js";
import { openPublished } from "./open-published.js";
import type { PublishedFile, PublishedPart, PublishedSet } from "./published-set.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

const images = encodeIdx({ data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 2] });
const info = { title: "Tiny", classes: 2, license: "none", source: "here" };
const NAMES = ["emnist-tiny-test-images-idx3-ubyte", "emnist-tiny-test-labels-idx1-ubyte"] as const;

let directory: string;
let env: NodeJS.ProcessEnv;
let server: Server;
let bodies: Map<string, Uint8Array>;
let asked: string[];

beforeEach(async () => {
  directory = temporaryDirectory();
  env = { EVALPOOL_CACHE: directory };
  bodies = new Map();
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url!);
    response.end(bodies.get(request.url!));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Lets the server give it. */
function publish(name: string, body: Uint8Array, more: Partial<PublishedFile> = {}): PublishedFile {
  bodies.set(`/${name}`, body);
  const { port } = server.address() as AddressInfo;
  const sha256 = createHash("sha256").update(body).digest("hex");
  return { urls: [`http://127.0.0.1:${port}/${name}`], maxBytes: body.length, sha256, ...more };
}

async function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, content] of Object.entries(files))
    await writer.add(name, new Uint8ArrayReader(content));
  return writer.close();
}

/** In EMNIST's form: gzipped IDX files in a ZIP that others are in too, labels from 1. */
async function inZip(labels = [1, 2]): Promise<PublishedSet> {
  const content = [images, encodeIdx({ data: Uint8Array.from(labels), shape: [2] })];
  const files = Object.fromEntries(
    NAMES.map((name, i) => [`gzip/${name}.gz`, gzipSync(content[i]!)]),
  );
  const from = publish("gzip.zip", await zipOf({ "gzip/other": images, ...files }), {
    archive: "zip",
    keptAs: "tiny.zip",
  });
  const test = NAMES.map((name, i): PublishedPart => {
    return { name, maxBytes: content[i]!.length, from, member: `gzip/${name}.gz`, isGzip: true };
  });
  return {
    ...info,
    name: "emnist-tiny",
    classNames: ["a", "b"],
    labelsFrom: 1,
    splits: { test, train: [] },
  };
}

test("out of a ZIP: labels from 1 are named, images upright; the archive is kept for others", async () => {
  const set = await inZip();
  const onProgress = vi.fn();
  const source = await openPublished(set, "test", { env, onProgress });
  expect(source).toMatchObject({
    name: "emnist-tiny",
    classes: 2,
    classNames: ["a", "b"],
    count: 2,
  });
  expect([...source.labels]).toEqual([0, 1]);
  expect(source.format).toMatchObject({ isTransposed: true });
  expect(onProgress).toHaveBeenCalledWith("tiny.zip", 0, set.splits.test[0]!.from.maxBytes);
  expect(readFileSync(join(directory, "emnist-tiny", NAMES[0]))).toEqual(Buffer.from(images));
  expect(readdirSync(join(directory, "archives"))).toEqual(["tiny.zip"]);
  expect(readdirSync(join(directory, "emnist-tiny"))).toHaveLength(4);
  await openPublished({ ...set, name: "other" }, "test", { env });
  await openPublished(set, "test", { env, offline: true });
  expect(asked).toEqual(["/gzip.zip"]);
});

test("out of a tar: files of several splits, with the names of classes; the archive is not kept", async () => {
  const record = new Uint8Array(3073);
  const entries = ["test_batch.bin", "data_batch_1.bin", "data_batch_2.bin"].map((name, i) => {
    return {
      header: { name: `cifar-10-batches-bin/${name}`, size: 3073 },
      body: record.with(0, i % 2),
    };
  });
  const meta = {
    header: { name: "cifar-10-batches-bin/batches.meta.txt", size: 5 },
    body: "a\nb\n\n",
  };
  const from = publish("c.tar.gz", gzipSync(await packTar([...entries, meta])), {
    archive: "tar.gz",
  });
  const part = (name: string): PublishedPart => {
    return { name, maxBytes: 3073, from, member: `cifar-10-batches-bin/${name}` };
  };
  const set: PublishedSet = {
    ...info,
    name: "tiny/cifar",
    splits: {
      test: [part("test_batch.bin"), part("batches.meta.txt")],
      train: [part("data_batch_1.bin"), part("data_batch_2.bin"), part("batches.meta.txt")],
    },
  };
  await downloadPublished(set, { env });
  expect(
    readdirSync(join(directory, "tiny", "cifar")).filter((name) => !name.endsWith(".sha256")),
  ).toEqual(["batches.meta.txt", "data_batch_1.bin", "data_batch_2.bin", "test_batch.bin"]);
  const train = await openPublished(set, "train", { env, offline: true });
  expect([...train.labels]).toEqual([1, 0]);
  expect(train).toMatchObject({ name: "tiny/cifar", classNames: ["a", "b"] });
  expect(asked).toEqual(["/c.tar.gz"]);
});

test("gzipped files by themselves are kept inflated, others as they are", async () => {
  const rows = encodeIdx({ data: Int32Array.of(1, 0, 0, 0), shape: [2, 2] });
  const md5 = createHash("md5").update(rows).digest("hex");
  const { sha256: _, ...byMd5 } = publish("qmnist-test-labels-idx2-int", rows, { md5 });
  const set: PublishedSet = {
    ...info,
    name: "tiny",
    splits: {
      train: [],
      test: [
        {
          name: "qmnist-test-images-idx3-ubyte",
          maxBytes: images.length,
          from: publish("qmnist-test-images-idx3-ubyte.gz", gzipSync(images)),
          isGzip: true,
        },
        { name: "qmnist-test-labels-idx2-int", maxBytes: rows.length, from: byMd5 },
      ],
    },
  };
  const source = await openPublished(set, "test", { env });
  expect([...source.labels]).toEqual([1, 0]);
  expect(readdirSync(join(directory, "tiny")).sort()).toEqual([
    "qmnist-test-images-idx3-ubyte",
    "qmnist-test-images-idx3-ubyte.sha256",
    "qmnist-test-labels-idx2-int",
    "qmnist-test-labels-idx2-int.sha256",
  ]);
});

test("what is damaged in the cache is fetched anew, and refused where that may not be", async () => {
  const set = await inZip();
  await openPublished(set, "test", { env });
  const labels = join(directory, "emnist-tiny", NAMES[1]);
  writeFileSync(labels, encodeIdx({ data: Uint8Array.of(2, 2), shape: [2] }));
  const refused = openPublished(set, "test", { env, offline: true });
  await expect(refused).rejects.toThrow(DamagedError);
  await expect(refused).rejects.toThrow(`${labels}: damaged in the cache`);
  expect([...(await openPublished(set, "test", { env })).labels]).toEqual([0, 1]);
  // Out of the archive, which is still good.
  expect(asked).toHaveLength(1);
  truncateSync(labels, 3);
  truncateSync(join(directory, "archives", "tiny.zip"), 100);
  expect([...(await openPublished(set, "test", { env })).labels]).toEqual([0, 1]);
  expect(asked).toHaveLength(2);
});

test("a directory in $EVALPOOL_DATA is taken first, and nothing is fetched", async () => {
  const set = await inZip();
  const own = join(temporaryDirectory(), "emnist-tiny");
  mkdirSync(own);
  writeFileSync(join(own, NAMES[0]), images);
  writeFileSync(join(own, NAMES[1]), encodeIdx({ data: Uint8Array.of(2, 2), shape: [2] }));
  const source = await openPublished(set, "test", {
    env: { ...env, EVALPOOL_DATA: join(own, "..") },
  });
  expect([...source.labels]).toEqual([1, 1]);
  expect(asked).toEqual([]);
});

test("what is nowhere is told, offline and where there is no such split", async () => {
  const set = await inZip();
  await expect(openPublished(set, "test", { env, offline: true })).rejects.toThrow(NotFoundError);
  await expect(openPublished(set, "validation", { env })).rejects.toThrow(
    "emnist-tiny: holds no split validation, but test, train",
  );
  expect(asked).toEqual([]);
});

test.each<[string, (set: PublishedSet) => void, string]>([
  ["is another", () => bodies.set("/gzip.zip", images), "expected SHA-256"],
  ["is longer", () => bodies.set("/gzip.zip", Buffer.alloc(5000)), "bytes at most, got more"],
])("an archive that %s is not kept", async (_, change, reason) => {
  const set = await inZip();
  change(set);
  await expect(openPublished(set, "test", { env })).rejects.toThrow(reason);
  expect(existsSync(join(directory, "archives", "tiny.zip"))).toBe(false);
});

test("a member that inflates too far, or is no gzip, leaves nothing under its name", async () => {
  const set = await inZip();
  const [first, second] = set.splits.test;
  const bomb = { ...first!, maxBytes: first!.maxBytes - 1 };
  const plain = { ...second!, member: "gzip/other" };
  for (const [part, reason] of [
    [bomb, `tiny.zip: expected ${bomb.maxBytes} bytes at most, got more`],
    [plain, "incorrect header check"],
  ] as const) {
    const changed = { ...set, name: "x", splits: { test: [part], train: [] } };
    await expect(openPublished(changed, "test", { env })).rejects.toThrow(reason);
    expect(readdirSync(join(directory, "x")).filter((name) => !name.endsWith(".sha256"))).toEqual(
      [],
    );
  }
});

test("what nothing proves is not downloaded", async () => {
  const set = await inZip();
  const { sha256: _, ...from } = set.splits.test[0]!.from;
  const unproven = { ...set, splits: { test: [{ ...set.splits.test[0]!, from }], train: [] } };
  await expect(openPublished(unproven, "test", { env })).rejects.toThrow(
    "no digest of it is published",
  );
  expect(asked).toEqual([]);
});
