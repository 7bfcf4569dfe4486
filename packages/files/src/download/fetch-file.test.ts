import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";
import {
  createServer as createNetServer,
  type AddressInfo,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { DataError, DownloadError, UsageError } from "@evalpool/errors";
import { fetchFile, type FetchFileOptions } from "./fetch-file.js";
import { ContentError } from "../digest.js";

let directory: string;
let server: Server;
let base: string;
/** What the server does, by path; counts how often it is asked. */
let answers: Record<string, RequestListener>;
let asked: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-fetch-"));
  asked = [];
  answers = {
    "/good": (_, response) => response.end("content"),
    "/missing": (_, response) => response.writeHead(404).end(),
    "/broken": (_, response) => response.writeHead(500).end(),
    "/flaky": (request, response) => {
      const failed = asked.filter((path) => path === request.url).length < 3;
      response.writeHead(failed ? 503 : 200).end("content");
    },
    "/stall": (_, response) => response.writeHead(200, { "content-length": 7 }).write("con"),
    "/silent": () => undefined,
    "/cut": (_, response) => {
      response.writeHead(200, { "content-length": 7 }).write("con");
      setTimeout(() => response.destroy(), 20);
    },
    "/wrong": (_, response) => response.end("other"),
    "/moved": (_, response) => response.writeHead(302, { location: "/good" }).end(),
    "/long": (_, response) => response.end("x".repeat(1_000_000)),
    "/slow": (_, response) => {
      response.writeHead(200);
      for (const [i, char] of [..."content"].entries())
        setTimeout(() => response.write(char), i * 50);
      setTimeout(() => response.end(), 400);
    },
  };
  server = createServer((request, response) => {
    asked.push(request.url!);
    answers[request.url!]!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

function fetchFrom(paths: string[], more: Partial<FetchFileOptions> = {}): Promise<string> {
  return fetchFile({
    urls: paths.map((path) => (path.startsWith("/") ? base + path : path)),
    destination: join(directory, "kept", "file"),
    maxBytes: 100,
    accept: (received) => {
      if (Buffer.from(received).toString() !== "content")
        throw new ContentError("expected content, got other");
      return received;
    },
    patience: { connectMs: 500, stallMs: 200, retryMs: 10 },
    ...more,
  });
}

/** The one file that may be there: nothing partial stays, whatever happens. */
async function kept(): Promise<Record<string, string>> {
  const names = await readdir(join(directory, "kept")).catch(() => []);
  const texts = names.map(async (name) => [
    name,
    await readFile(join(directory, "kept", name), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
}

test.each([
  ["a good answer", ["/good"], ["/good"]],
  ["a redirect", ["/moved"], ["/moved", "/good"]],
  ["slow bytes", ["/slow"], ["/slow"]],
  ["503 twice, then 200", ["/flaky"], ["/flaky", "/flaky", "/flaky"]],
  ["404, then the next mirror at once", ["/missing", "/good"], ["/missing", "/good"]],
  ["wrong bytes, then the next mirror at once", ["/wrong", "/good"], ["/wrong", "/good"]],
  ["500, then the next mirror at once", ["/broken", "/good"], ["/broken", "/good"]],
  ["a stall, then the next mirror at once", ["/stall", "/good"], ["/stall", "/good"]],
  ["a cut connection, then the next mirror at once", ["/cut", "/good"], ["/cut", "/good"]],
  [
    "what may pass is asked again in the next round, what will not is not",
    ["/missing", "/broken", "/flaky"],
    ["/missing", "/broken", "/flaky", "/broken", "/flaky", "/broken", "/flaky"],
  ],
  ["too many bytes, then the next mirror", ["/long", "/good"], ["/long", "/good"]],
])("%s", async (_, paths, requests) => {
  expect(await fetchFrom(paths)).toBe(base + paths.at(-1));
  expect(await kept()).toEqual({ file: "content" });
  expect(asked).toEqual(requests);
});

test("where none is good, the message names each with its reason, and nothing is kept", async () => {
  const failing = fetchFrom([
    "/missing",
    "/wrong",
    "/broken",
    "/stall",
    "/silent",
    "/cut",
    "/long",
  ]);
  await expect(failing).rejects.toThrow(DownloadError);
  const { reason, failures } = (await failing.catch((error: unknown) => error)) as DownloadError;
  for (const part of [
    "/missing (HTTP 404)",
    "/wrong (expected content, got other)",
    "/broken (HTTP 500)",
    "/stall (Body Timeout Error)",
    "/silent (Headers Timeout Error)",
    "/cut (other side closed)",
    "/long (expected 100 bytes at most, got more)",
  ]) {
    expect(reason).toContain(part);
  }
  expect(failures.map(({ url, kind }) => `${url.replace(base, "")} ${kind}`)).toEqual([
    "/missing answer",
    "/wrong content",
    "/broken answer",
    "/stall connection",
    "/silent connection",
    "/cut connection",
    "/long content",
  ]);
  expect(await kept()).toEqual({});
});

test("a mistake of the program is no mirror's failure: it is thrown as it is, at once", async () => {
  const mistake = new TypeError("EnvHttpProxyAgent is not a constructor");
  const accept = (): never => {
    throw mistake;
  };
  await expect(fetchFrom(["/good", "/good"], { accept })).rejects.toBe(mistake);
  expect(asked).toEqual(["/good"]);
});

test("a file that cannot be written is no mirror's failure either", async () => {
  const destination = join(directory, "kept", "file");
  await mkdir(destination, { recursive: true });
  await expect(fetchFrom(["/good", "/good"])).rejects.toThrow(
    new DataError(destination, "cannot be written: illegal operation on a directory"),
  );
  expect(asked).toEqual(["/good"]);
  expect(await readdir(join(directory, "kept"))).toEqual(["file"]);
});

test("a host that cannot be found or reached is not tried again", async () => {
  const start = performance.now();
  const patience = { connectMs: 500, stallMs: 200, retryMs: 5000 };
  const failing = fetchFrom(["http://no-such-host.invalid/x", "http://127.0.0.1:1/x"], {
    patience,
  });
  await expect(failing).rejects.toThrow(/no-such-host\.invalid.*127\.0\.0\.1:1/);
  // One retry alone would take five seconds.
  expect(performance.now() - start).toBeLessThan(4000);
});

test("an abort stops at once and keeps nothing", async () => {
  const controller = new AbortController();
  const fetching = fetchFrom(["/silent"], {
    signal: controller.signal,
    patience: { connectMs: 500, stallMs: 60_000, retryMs: 10 },
  });
  setTimeout(() => controller.abort(new Error("enough")), 50);
  await expect(fetching).rejects.toThrow("enough");
  expect(await kept()).toEqual({});
});

test("two at once do not disturb each other", async () => {
  await Promise.all([fetchFrom(["/slow"]), fetchFrom(["/slow"]), fetchFrom(["/good"])]);
  expect(await kept()).toEqual({ file: "content" });
});

test("the same file is never replaced, for another run may be reading it; another is", async () => {
  const file = join(directory, "kept", "file");
  await fetchFrom(["/good"]);
  const first = await stat(file);
  await fetchFrom(["/good"]);
  expect(await stat(file)).toMatchObject({ ino: first.ino, mtimeMs: first.mtimeMs });
  await writeFile(file, "damaged");
  await fetchFrom(["/good"]);
  expect(await kept()).toEqual({ file: "content" });
});

test("tells how many bytes have come", async () => {
  const told: number[] = [];
  await fetchFrom(["/slow"], { onProgress: (received) => told.push(received) });
  expect(told.at(-1)).toBe(7);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
});

describe("what never ends does end, and the next address is asked", () => {
  /** Addresses that go on for ever, on servers of their own. */
  const endless: Record<string, string> = {};
  const servers: NetServer[] = [];
  const sockets = new Set<Socket>();
  const listen = async (answer: (socket: Socket) => void): Promise<string> => {
    const server = createNetServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined).once("data", () => answer(socket));
    });
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const repeat = (socket: Socket, text: string): void => {
    const timer = setInterval(() => socket.write(text), 20);
    socket.on("close", () => clearInterval(timer));
  };
  const patience = { connectMs: 100, stallMs: 300, slowMs: 200, retryMs: 10 };
  let proxy: string;

  beforeAll(async () => {
    const trickle = "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n";
    endless["bytes"] = await listen((socket) => {
      socket.write(trickle);
      repeat(socket, "x");
    });
    endless["interim answers"] = await listen((socket) => {
      repeat(socket, "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n");
    });
    endless["header lines"] = await listen((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      repeat(socket, "x: y\r\n");
    });
    const moved = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /again\r\n\r\n";
    endless["redirects"] = await listen((socket) => {
      socket.write(moved);
      socket.on("data", () => setTimeout(() => socket.write(moved), 150));
    });
    endless["silence"] = await listen(() => undefined);
    // Whatever is asked for through it.
    endless["a silent proxy"] = "https://example.invalid";
    proxy = endless["silence"];
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });

  const kinds = [
    "bytes",
    "interim answers",
    "header lines",
    "redirects",
    "silence",
    "a silent proxy",
  ];

  test.each(kinds)("%s", async (kind) => {
    vi.stubEnv("https_proxy", proxy);
    const start = performance.now();
    const url = `${endless[kind]}/x`;
    expect(await fetchFrom([url, "/good"], { patience })).toBe(`${base}/good`);
    expect(await kept()).toEqual({ file: "content" });
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test.each(kinds)("%s, until an abort ends it at once", async (kind) => {
    vi.stubEnv("https_proxy", proxy);
    const long = { connectMs: 60_000, stallMs: 60_000, slowMs: 60_000, retryMs: 10 };
    const signal = AbortSignal.timeout(200);
    const start = performance.now();
    const fetching = fetchFrom([`${endless[kind]}/x`], { patience: long, signal });
    await expect(fetching).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("an answer that comes, but takes too long altogether", async () => {
    const whole = { ...patience, stallMs: 1000, slowMs: 60_000, wholeMs: 300 };
    const url = `${endless["bytes"]}/x`;
    const failing = fetchFrom([url], { patience: whole });
    await expect(failing).rejects.toThrow(/\(too slow: \d+ bytes in 0 s\)$/);
  });
});

test("a proxy variable that is no address is a usage error, and nothing is asked", async () => {
  vi.stubEnv("http_proxy", "::");
  await expect(fetchFrom(["/good"])).rejects.toThrow(
    new UsageError("http_proxy: expected an address as http://host:port, got ::"),
  );
  expect(asked).toEqual([]);
});

test("HTTP_PROXY is followed, NO_PROXY is not", async () => {
  answers["http://example.invalid/good"] = (_, response) => response.end("content");
  vi.stubEnv("http_proxy", base);
  // The proxy is asked to connect through, or for the whole address: either way it is asked.
  server.on("connect", (request: { url: string }, socket: { end(text: string): void }) => {
    asked.push(request.url);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await fetchFrom(["http://example.invalid/good"]).catch(() => undefined);
  expect(asked.join()).toContain("example.invalid");
  asked = [];
  vi.stubEnv("no_proxy", "127.0.0.1");
  await fetchFrom(["/good"]);
  expect(asked).toEqual(["/good"]);
});
