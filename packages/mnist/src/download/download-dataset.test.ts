import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DamagedError, DownloadError, NotFoundError } from "@evalpool/errors";
import { encodeIdx } from "../idx.js";
import { loadSplit } from "../load-split.js";
import { datasetStatus, downloadDataset } from "./download-dataset.js";
import { datasets, type PublishedDataset, type PublishedFile } from "./registry.js";

const contents = new Map([
  ["t10k-images-idx3-ubyte", encodeIdx({ data: new Uint8Array(8).fill(3), shape: [2, 2, 2] })],
  ["t10k-labels-idx1-ubyte", encodeIdx({ data: Uint8Array.of(1, 0), shape: [2] })],
]);

const IMAGES = "t10k-images-idx3-ubyte";
const LABELS = "t10k-labels-idx1-ubyte";

/** Known by the SHA-256 of its content, or as some publish it, by the MD5 of its gzip. */
function published(name: string, kind: "sha256" | "gzipMd5" = "sha256"): PublishedFile {
  const content = contents.get(name)!;
  const gzip = gzipSync(content);
  const digest =
    kind === "sha256"
      ? { sha256: createHash("sha256").update(content).digest("hex") }
      : { gzipMd5: createHash("md5").update(gzip).digest("hex") };
  return { name, bytes: content.length, gzipBytes: gzip.length + 100, ...digest };
}

function publish(mirrors: readonly string[], kind?: "sha256" | "gzipMd5"): PublishedDataset {
  const split = { images: published(IMAGES, kind), labels: published(LABELS, kind) };
  const info = { title: "Tiny", classes: 2, license: "none", source: "here" };
  return { name: "tiny", ...info, mirrors, splits: { test: split, train: split } };
}

let directory: string;
let server: Server;
let base: string;
let bodies: Map<string, Uint8Array>;
let asked: string[];
let dataset: PublishedDataset;
let env: NodeJS.ProcessEnv;

const known = datasets as PublishedDataset[];
const builtIn = known.length;

/** `loadSplit` knows data sets by name. */
function register(one: PublishedDataset): void {
  dataset = one;
  known.splice(builtIn, Infinity, dataset);
}

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
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  register(publish([`${base}/`]));
});

afterEach(async () => {
  known.splice(builtIn);
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

test("offline nothing is asked for, and a damaged file is refused and stays", async () => {
  await expect(loadSplit("test", { ...options, env, offline: true })).rejects.toThrow(
    NotFoundError,
  );
  expect(asked).toEqual([]);
  await loadSplit("test", { ...options, env });
  const file = join(directory, "tiny", LABELS);
  await writeFile(file, "damaged");
  const refused = loadSplit("test", { ...options, env, offline: true });
  await expect(refused).rejects.toThrow(DamagedError);
  await expect(refused).rejects.toThrow(`${file}: damaged in the cache: expected`);
  expect(asked).toHaveLength(2);
  expect(await readFile(file, "utf8")).toBe("damaged");
});

test("a damaged file stays where none can be fetched in its place, and the message says both", async () => {
  await loadSplit("test", { ...options, env });
  const file = join(directory, "tiny", IMAGES);
  await writeFile(file, "damaged");
  register(publish(["http://127.0.0.1:1/"]));
  const refused = loadSplit("test", { ...options, env });
  await expect(refused).rejects.toThrow(DamagedError);
  await expect(refused).rejects.toThrow(
    /images-idx3-ubyte: damaged in the cache: expected .*cannot be downloaded: http:\/\/127\.0\.0\.1:1\//,
  );
  await expect(refused).rejects.toMatchObject({ cause: expect.any(DownloadError) as unknown });
  expect((await readdir(join(directory, "tiny"))).sort()).toEqual([IMAGES, LABELS]);
  expect(await readFile(file, "utf8")).toBe("damaged");
});

test("labels that the caller has no classes for are not taken for damage", async () => {
  await loadSplit("test", { ...options, env });
  await expect(loadSplit("test", { ...options, classes: 1, env })).rejects.toThrow(
    "expected labels 0 to 0, got 1 at index 0",
  );
  expect(asked).toHaveLength(2);
});

test("content known by the MD5 of its gzip has its SHA-256 noted, and is checked by it", async () => {
  register(publish([`${base}/`], "gzipMd5"));
  await loadSplit("test", { ...options, env });
  const file = join(directory, "tiny", IMAGES);
  const sha256 = createHash("sha256").update(contents.get(IMAGES)!).digest("hex");
  expect(await readFile(`${file}.sha256`, "utf8")).toBe(`${sha256}\n`);
  await loadSplit("test", { ...options, env });
  expect(asked).toHaveLength(2);
  for (const damage of [
    () => writeFile(file, contents.get(IMAGES)!.with(20, 9)),
    () => rm(`${file}.sha256`),
  ]) {
    await damage();
    await expect(loadSplit("test", { ...options, env, offline: true })).rejects.toThrow(
      DamagedError,
    );
    expect((await loadSplit("test", { ...options, env })).images.data[4]).toBe(3);
  }
  expect(asked).toHaveLength(4);
});

test("the second file is asked for first where the first one was had", async () => {
  register(publish([`${base}/none/`, `${base}/`]));
  await loadSplit("test", { ...options, env });
  expect(asked).toEqual([`/none/${IMAGES}.gz`, `/${IMAGES}.gz`, `/${LABELS}.gz`]);
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
  const { gzipBytes } = published(IMAGES);
  // Before there is an answer, too: finding the mirror may take a while.
  expect(onProgress).toHaveBeenNthCalledWith(1, IMAGES, 0, gzipBytes);
  expect(onProgress).toHaveBeenCalledWith(IMAGES, gzipBytes - 100, gzipBytes);
});

test("downloads what is damaged, and nothing else", async () => {
  await downloadDataset(dataset, { env });
  asked = [];
  await writeFile(join(directory, "tiny", LABELS), contents.get(LABELS)!.with(8, 0));
  await downloadDataset(dataset, { env });
  expect(asked).toEqual([`/${LABELS}.gz`]);
  await loadSplit("test", { ...options, env, offline: true });
});

test("status tells what is in the cache, what is damaged and what is not there", async () => {
  await loadSplit("test", { ...options, env });
  // Of the right length: only its digest tells.
  await writeFile(join(directory, "tiny", LABELS), contents.get(LABELS)!.with(8, 0));
  const status = await datasetStatus(env);
  const tiny = status.filter(({ dataset }) => dataset === "tiny").slice(0, 2);
  expect(tiny).toMatchObject([
    { state: "good", bytes: 24, path: join(directory, "tiny", IMAGES) },
    { state: "damaged", path: join(directory, "tiny", LABELS) },
  ]);
  expect(status.find(({ dataset }) => dataset === "mnist")).toMatchObject({ state: "missing" });
});
