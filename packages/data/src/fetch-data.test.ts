import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotFoundError } from "@evalpool/errors";
import { encodeIdx } from "@evalpool/mnist";
import { fetchData, isUrl } from "./fetch-data.js";
import { openDataset } from "./load-dataset.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

const images = encodeIdx({ data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 2] });
const labels = encodeIdx({ data: Uint8Array.of(1, 0), shape: [2] });

let server: Server;
let base: string;
let env: NodeJS.ProcessEnv;
let asked: string[];

beforeEach(async () => {
  env = { EVALPOOL_CACHE: temporaryDirectory() };
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url!.startsWith("/none")) response.statusCode = 404;
    response.end(request.url!.includes("labels") ? labels : images);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("an address is fetched once, told, and opened by its content", async () => {
  const onFetched = vi.fn();
  const options = {
    env,
    data: `${base}/x-images-idx3-ubyte`,
    labels: `${base}/labels?v=1`,
    onFetched,
  };
  const source = await openDataset("auto", "test", options);
  expect(source).toMatchObject({ name: "x-images-idx3-ubyte", kind: "IDX files", count: 2 });
  expect([...source.labels]).toEqual([1, 0]);
  expect(onFetched).toHaveBeenCalledTimes(2);
  expect(onFetched).toHaveBeenCalledWith(
    options.data,
    expect.stringContaining("urls"),
    source.digest.parts.images,
  );
  await openDataset("auto", "test", { ...options, offline: true });
  expect(asked).toHaveLength(2);
});

test("what was changed since is fetched anew", async () => {
  const url = `${base}/a%20b/images.bin`;
  const path = await fetchData(url, { env });
  expect(basename(path)).toBe("images.bin");
  writeFileSync(path, "changed");
  await expect(fetchData(url, { env, offline: true })).rejects.toThrow(NotFoundError);
  expect(readFileSync(await fetchData(url, { env }))).toEqual(Buffer.from(images));
  expect(asked).toHaveLength(2);
});

test("each address has a file of its own, under a name that leads nowhere", async () => {
  const urls = [`${base}/`, `${base}/..%2f..%2fetc`, `${base}/a?1`, `${base}/a?2`, `${base}/..`];
  const paths = await Promise.all(urls.map((url) => fetchData(url, { env })));
  expect(new Set(paths).size).toBe(urls.length);
  for (const path of paths) expect(path.startsWith(`${env["EVALPOOL_CACHE"]}/urls/`)).toBe(true);
  expect(paths.map((path) => basename(path))).toEqual([
    "data",
    "..%2f..%2fetc".replaceAll("%", "_"),
    "a",
    "a",
    "data",
  ]);
});

test("what cannot be had is told with its address", async () => {
  await expect(fetchData(`${base}/none`, { env })).rejects.toThrow(
    /cannot be downloaded: .*\/none \(HTTP 404\)/,
  );
  await expect(fetchData("http://", { env })).rejects.toThrow(
    "expected an address as https://host/file",
  );
  expect([isUrl("https://x/y"), isUrl("HTTP://x"), isUrl("./http://x"), isUrl("ftp://x")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("what may be secret in an address is not told", async () => {
  const onFetched = vi.fn();
  await fetchData(`${base}/labels?token=secret`, { env, onFetched });
  expect(onFetched).toHaveBeenCalledWith(`${base}/labels`, expect.anything(), expect.anything());
  const told = (url: string, offline = false): Promise<string> =>
    fetchData(url, { env, offline }).then(
      () => "nothing",
      (error: unknown) => (error as Error).message,
    );
  const missing = await told(`${base}/none?token=secret`);
  expect(missing).toContain("/none (HTTP 404)");
  const withUser = await told(base.replace("http://", "http://me:secret@") + "/labels");
  expect(withUser).toContain("expected an address without user and password");
  for (const text of [missing, withUser, await told(`${base}/x?token=secret`, true)]) {
    expect(text).not.toContain("secret");
  }
});

test("what is no data set is not kept: it may be the file next time", async () => {
  const page = createServer((_, response) => response.end("<!doctype html><p>busy"));
  await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/digits.npz`;
  try {
    await expect(openDataset("auto", "test", { env, data: url })).rejects.toThrow(
      /^http.*digits\.npz: expected .*, got a web page/,
    );
    await expect(openDataset("auto", "test", { env, data: url, offline: true })).rejects.toThrow(
      "not in the cache",
    );
  } finally {
    page.closeAllConnections();
    page.close();
  }
});
