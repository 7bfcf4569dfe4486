import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { CheckpointError, DownloadError, SpecError } from "@evalpool/errors";
import { lowerSpec, zoo } from "@evalpool/models";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { loadZooModel, type FetchOptions } from "./load-zoo-model.js";
import { npz, npzCompressed } from "./testing/numpy-files.js";

/** A network of the zoo whose weights a server of ours publishes. */
const published = "published-by-a-test";
const sha256 = createHash("sha256").update(npz).digest("hex");

let server: Server;
/** What the server gives. */
let answer: Uint8Array;
let asked: number;

beforeAll(async () => {
  server = createServer((_, response) => {
    asked++;
    response.end(answer);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
});

afterAll(() => {
  server.close();
});

beforeEach(() => {
  answer = npz;
  asked = 0;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/w.npz`;
  const dense = { type: "dense", weight: "W", bias: "b", units: 2, layout: "out,in" } as const;
  (zoo as Map<string, unknown>).set(published, {
    graph: lowerSpec({ id: published, input: [3], layers: [dense] }),
    about: "of a test",
    remote: { file: "w.npz", urls: [url], bytes: npz.length, sha256 },
  });
});

afterEach(() => {
  (zoo as Map<string, unknown>).delete(published);
});

/** An empty cache, and a directory of checkpoints. */
function places() {
  const directory = temporaryDirectory();
  const cache = join(directory, "cache");
  const own = join(directory, "own");
  mkdirSync(own);
  return {
    cached: join(cache, "checkpoints", "w.npz"),
    own: join(own, "w.npz"),
    env: { EVALPOOL_CACHE: cache, EVALPOOL_CHECKPOINTS: own },
  };
}

function put(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const load = (options: FetchOptions, weights?: string) => loadZooModel(published, weights, options);

const checkpoint = { file: "w.npz", sha256 };
const damaged = npz.slice(1);
const others = `expected SHA-256 ${sha256}, got ${createHash("sha256").update(damaged).digest("hex")}`;
const advice = "give the file with --weights FILE, or its directory in $EVALPOOL_CHECKPOINTS";

describe("published weights are", () => {
  test("those in $EVALPOOL_CHECKPOINTS", async () => {
    const { env, own } = places();
    put(own, npz);
    expect((await load({ env, offline: true })).checkpoint).toEqual(checkpoint);
    const { parameters } = await load({ env });
    expect([...parameters.keys()]).toEqual(["W", "b"]);
    expect(asked).toBe(0);
  });

  test("looked for where the process's environment says, unless told", async () => {
    const { env, own } = places();
    put(own, npz);
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const loaded = await load({ offline: true }).finally(() => vi.unstubAllEnvs());
    expect(loaded.checkpoint).toEqual(checkpoint);
  });

  test("else those in the cache", async () => {
    const { env, cached } = places();
    put(cached, npz);
    expect((await load({ env })).checkpoint).toEqual(checkpoint);
    expect((await load({ env: { ...env, EVALPOOL_CHECKPOINTS: "" } })).checkpoint).toEqual(checkpoint); // prettier-ignore
    expect(asked).toBe(0);
  });

  test("else downloaded, once, which is told", async () => {
    const { env, cached } = places();
    const told: unknown[] = [];
    const onProgress = (...args: readonly unknown[]) => told.push(args);
    expect((await load({ env, onProgress })).checkpoint).toEqual(checkpoint);
    expect(told[0]).toEqual(["w.npz", 0, npz.length]);
    expect(told.at(-1)).toEqual(["w.npz", npz.length, npz.length]);
    expect(new Uint8Array(readFileSync(cached))).toEqual(npz);
    await load({ env });
    expect(asked).toBe(1);
  });

  test("fetched anew where those in the cache are damaged", async () => {
    const { env, cached } = places();
    put(cached, damaged);
    expect((await load({ env })).checkpoint).toEqual(checkpoint);
    expect(new Uint8Array(readFileSync(cached))).toEqual(npz);
  });

  test("not looked at where a file is given", async () => {
    const { env, own, cached } = places();
    put(own, damaged);
    const file = join(dirname(own), "mine.npz");
    put(file, npzCompressed);
    const loaded = await load({ env, preprocess: { scale: 1 / 16 } }, file);
    expect(loaded.checkpoint?.file).toBe("mine.npz");
    expect(loaded.graph.preprocess).toMatchObject({ scale: 1 / 16 });
    expect(loaded.preprocessSource).toBe("caller");
    expect([asked, existsSync(cached)]).toEqual([0, false]);
  });

  test("none of a model that has its own", async () => {
    const { checkpoint: own } = await loadZooModel("mlp", undefined, { offline: true });
    expect(own?.file).toBe("mlp.safetensors");
  });
});

describe("refused", () => {
  const refuses = async (options: FetchOptions, message: string): Promise<void> => {
    const error: unknown = await load(options).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error).toHaveProperty("message", message);
  };

  test("others in $EVALPOOL_CHECKPOINTS, whatever is in the cache", async () => {
    const { env, own, cached } = places();
    put(own, damaged);
    put(cached, npz);
    await refuses({ env }, `${own}: ${others}`);
    put(own, Buffer.concat([npz, npz]));
    const sizes = [npz.length, 2 * npz.length].map((size) => size.toLocaleString("en-US"));
    await refuses({ env }, `${own}: expected at most ${sizes[0]} bytes, got ${sizes[1]} bytes`);
    expect(asked).toBe(0);
  });

  test("none, where none may be downloaded", async () => {
    const { env, own, cached } = places();
    const offline = true;
    await refuses({ env, offline }, `w.npz: not found; looked for ${own}, ${cached}; ${advice}`);
    const without = { ...env, EVALPOOL_CHECKPOINTS: undefined };
    await refuses({ env: without, offline }, `w.npz: not found; looked for ${cached}; ${advice}`);
    put(cached, damaged);
    await refuses({ env, offline }, `w.npz: ${cached}: damaged in the cache: ${others}; ${advice}`);
    expect(asked).toBe(0);
  });

  test("others than those that were published, which are not kept", async () => {
    const { env, own, cached } = places();
    answer = damaged;
    const error: unknown = await load({ env }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(CheckpointError);
    const { message, cause } = error as CheckpointError;
    expect(cause).toBeInstanceOf(DownloadError);
    expect(message).toBe(
      `w.npz: not found; looked for ${own}, ${cached}; ${advice}; ${(cause as Error).message}`,
    );
    expect(message).toContain(others);
    expect(existsSync(cached)).toBe(false);
  });

  test("what is longer, before all of it is there", async () => {
    const { env } = places();
    answer = Buffer.concat([npz, npz]);
    await expect(load({ env })).rejects.toThrow(`expected ${npz.length} bytes at most, got more`);
  });

  test("a model that there is not", async () => {
    await expect(loadZooModel("published-by-nobody")).rejects.toThrow(SpecError);
  });

  test("a download that is given up, with what gave it up", async () => {
    const reason = new Error("enough");
    const { env } = places();
    await expect(load({ env, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
