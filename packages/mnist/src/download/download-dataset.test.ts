import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotFoundError } from "../errors.js";
import { encodeIdx } from "../idx.js";
import { loadSplit } from "../load-split.js";
import { datasetStatus, downloadDataset } from "./download-dataset.js";
import { datasets, type PublishedDataset, type PublishedFile } from "./registry.js";

const contents = new Map([
  ["t10k-images-idx3-ubyte", encodeIdx({ data: new Uint8Array(8).fill(3), shape: [2, 2, 2] })],
  ["t10k-labels-idx1-ubyte", encodeIdx({ data: Uint8Array.of(1, 0), shape: [2] })],
]);

function published(name: string): PublishedFile {
  const content = contents.get(name)!;
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { name, bytes: content.length, gzipBytes: gzipSync(content).length + 100, sha256 };
}

let directory: string;
let server: Server;
let bodies: Map<string, Uint8Array>;
let asked: string[];
let dataset: PublishedDataset;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-download-"));
  env = { EVALPOOL_CACHE: directory };
  bodies = new Map([...contents].map(([name, content]) => [`/${name}.gz`, gzipSync(content)]));
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url!);
    response.end(bodies.get(request.url!));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const split = {
    images: published("t10k-images-idx3-ubyte"),
    labels: published("t10k-labels-idx1-ubyte"),
  };
  const { port } = server.address() as AddressInfo;
  const mirrors = [`http://127.0.0.1:${port}/`];
  dataset = { name: "tiny", mirrors, splits: { test: split, train: split } };
  // `loadSplit` knows data sets by name.
  (datasets as PublishedDataset[]).push(dataset);
});

afterEach(async () => {
  (datasets as PublishedDataset[]).pop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

const options = { name: "tiny", classes: 2 };

test("what is nowhere is downloaded, kept decompressed, and not asked for again", async () => {
  const split = await loadSplit("test", { ...options, env });
  expect(Array.from(split.labels.data)).toEqual([1, 0]);
  expect(asked).toHaveLength(2);
  for (const [name, content] of contents) {
    expect(new Uint8Array(await readFile(join(directory, "tiny", name)))).toEqual(content);
  }
  await loadSplit("test", { ...options, env });
  expect(asked).toHaveLength(2);
});

test("a file of the cache that was damaged is fetched anew", async () => {
  await loadSplit("test", { ...options, env });
  const file = join(directory, "tiny", "t10k-images-idx3-ubyte");
  await writeFile(file, contents.get("t10k-images-idx3-ubyte")!.with(20, 9));
  expect((await loadSplit("test", { ...options, env })).images.data[4]).toBe(3);
  expect(asked).toHaveLength(3);
});

test("offline nothing is asked for, and a damaged file is refused", async () => {
  await expect(loadSplit("test", { ...options, env, offline: true })).rejects.toThrow(
    NotFoundError,
  );
  expect(asked).toEqual([]);
  await loadSplit("test", { ...options, env });
  await writeFile(join(directory, "tiny", "t10k-labels-idx1-ubyte"), "damaged");
  await expect(loadSplit("test", { ...options, env, offline: true })).rejects.toThrow(
    "expected content of SHA-256",
  );
  expect(asked).toHaveLength(2);
});

test("a directory that was given is never filled or replaced", async () => {
  const data = join(directory, "own");
  await mkdir(data);
  await expect(loadSplit("test", { ...options, env, data })).rejects.toThrow(NotFoundError);
  expect(asked).toEqual([]);
});

test.each([
  [
    "of another digest",
    gzipSync(encodeIdx({ data: new Uint8Array(8), shape: [2, 2, 2] })),
    "expected SHA-256",
  ],
  ["that inflates too far", gzipSync(Buffer.alloc(10_000)), "Cannot create a Buffer larger than"],
  ["that is too short", gzipSync(Buffer.alloc(3)), "expected content of 24 bytes, got 3"],
  ["that is no gzip", Buffer.from("<html>"), "incorrect header check"],
])("content %s is dropped, and the message says why", async (_, body, reason) => {
  bodies.set("/t10k-images-idx3-ubyte.gz", body);
  await expect(loadSplit("test", { ...options, env })).rejects.toThrow(reason);
  expect(await readdir(directory, { recursive: true })).toEqual([]);
});

test("downloads both splits ahead of time, telling how far it is", async () => {
  const onProgress = vi.fn();
  await downloadDataset(dataset, { env, onProgress });
  expect((await readdir(join(directory, "tiny"))).sort()).toEqual([...contents.keys()]);
  const [name] = contents.keys();
  const { gzipBytes } = published(name!);
  expect(onProgress).toHaveBeenCalledWith(name, gzipBytes - 100, gzipBytes);
});

test("status tells what is in the cache and what is not", async () => {
  await loadSplit("test", { ...options, env });
  const status = await datasetStatus(env);
  const tiny = status.find((file) => file.dataset === "tiny" && file.file.includes("images"));
  expect(tiny).toMatchObject({
    bytes: 24,
    path: join(directory, "tiny", "t10k-images-idx3-ubyte"),
  });
  expect(status.find((file) => file.dataset === "mnist")).not.toHaveProperty("bytes");
});
