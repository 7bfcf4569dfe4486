import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchLarge } from "./fetch-large.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

const content = Buffer.alloc(500_000, "content");
const sha256 = createHash("sha256").update(content).digest("hex");
const md5 = createHash("md5").update(content).digest("hex");

let server: Server;
let base: string;
let directory: string;

beforeEach(async () => {
  directory = temporaryDirectory();
  server = createServer((request, response) => {
    if (request.url === "/cut") {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    } else response.end(request.url === "/other" ? content.subarray(1) : content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const fetchTo = (urls: string[], more = {}): Promise<string> =>
  fetchLarge({
    urls: urls.map((url) => base + url),
    destination: join(directory, "below", "file"),
    maxBytes: content.length,
    patience: { retryMs: 1 },
    ...more,
  });

test("a file is kept once it is whole and proven, and its SHA-256 told", async () => {
  const onProgress = vi.fn();
  expect(await fetchTo(["/cut", "/other", "/file"], { sha256, md5, onProgress })).toBe(sha256);
  expect(readFileSync(join(directory, "below", "file")).equals(content)).toBe(true);
  expect(readdirSync(join(directory, "below"))).toEqual(["file"]);
  expect(onProgress).toHaveBeenLastCalledWith(content.length, content.length);
});

test.each([
  ["/other", { sha256 }, /expected SHA-256 .*, got/],
  ["/other", { md5 }, /expected MD5 .*, got/],
  ["/file", { maxBytes: 1000 }, "expected 1000 bytes at most, got more"],
  ["/cut", {}, "cannot be downloaded"],
])("%s with %j leaves nothing", async (url, more, reason) => {
  await expect(fetchTo([url], more)).rejects.toThrow(reason);
  expect(readdirSync(join(directory, "below"))).toEqual([]);
});

test("a file that cannot be written is no mirror's fault", async () => {
  const destination = join(directory, "file", "x");
  await fetchTo(["/file"], { destination: join(directory, "file") });
  await expect(fetchTo(["/file"], { destination })).rejects.toThrow(/cannot be made/);
});
