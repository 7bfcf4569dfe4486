import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { EvaluationResult } from "@evalpool/eval";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeIdx } from "@evalpool/mnist";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { startInternet, type Internet } from "./internet.js";
import { cli, runCli } from "./run-cli.js";

// What the built command downloads, which its bundle may break though every package's tests pass.

const mirrors = ["ossci-datasets.s3.amazonaws.com", "storage.googleapis.com"] as const;
const books = "raw.githubusercontent.com";
const IMAGES = "t10k-images-idx3-ubyte";
const LABELS = "t10k-labels-idx1-ubyte";
/** Nothing listens there. */
const unreachable = { HTTPS_PROXY: "http://127.0.0.1:1" };

let directory: string;
let cache: { EVALPOOL_CACHE: string };
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-built-download-"));
  cache = { EVALPOOL_CACHE: join(directory, "cache") };
});
afterEach(() => rm(directory, { recursive: true }));

function online(answer: RequestListener): Promise<Internet> {
  return startInternet(directory, [...mirrors, books], answer);
}

/** The published files. */
const serve: RequestListener = (request, response) => {
  const folder = request.headers.host === books ? "checkpoints" : "mnist";
  response.end(readFileSync(sharedFile(`${folder}/${basename(request.url!)}`)));
};

/** A file of MNIST in the cache. */
function cached(name: string): string {
  return join(cache.EVALPOOL_CACHE, "mnist", name);
}

/** What reads the test split: of the right length, but another. */
async function damageCache(): Promise<void> {
  await mkdir(join(cache.EVALPOOL_CACHE, "mnist"), { recursive: true });
  await writeFile(cached(LABELS), encodeIdx({ data: new Uint8Array(10_000), shape: [10_000] }));
  const images = { data: new Uint8Array(10_000 * 784), shape: [10_000, 28, 28] };
  await writeFile(cached(IMAGES), encodeIdx(images));
}

test("with nothing reachable auto is the synthetic digits, and stderr says so", async () => {
  const { code, stdout, stderr } = await runCli(["--json"], { ...cache, ...unreachable });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect((JSON.parse(stdout) as EvaluationResult).dataset.name).toBe("synthetic");
  expect(stderr).toContain("SYNTHETIC");
  expect(stderr).toContain("MNIST is not on this machine, and its mirrors cannot be reached");
});

test("with nothing reachable --dataset mnist exits with 3 and names each mirror", async () => {
  const outcome = await runCli(["--dataset", "mnist"], { ...cache, ...unreachable });
  expect(outcome).toMatchObject({ code: 3, stdout: "" });
  expect(outcome.stderr).toMatch(/^evalpool: mnist test: not found.*\n$/);
  for (const host of mirrors) {
    expect(outcome.stderr).toMatch(new RegExp(`https://${host}/\\S+ \\(connect ECONNREFUSED`));
  }
});

test.each<[Record<string, string>, ...string[]]>([[unreachable], [{}, "--offline"]])(
  "a damaged cache that cannot be mended stays; auto is synthetic, mnist exits with 3 (%j %s)",
  async (env, ...flags) => {
    await damageCache();
    const auto = await runCli(["--json", ...flags], { ...cache, ...env });
    expect(auto.code).toBe(0);
    expect((JSON.parse(auto.stdout) as EvaluationResult).dataset.name).toBe("synthetic");
    expect(auto.stderr).toMatch(
      /MNIST in the cache is damaged, and (its mirrors cannot be reached|--offline forbids)/,
    );
    const outcome = await runCli(["--dataset", "mnist", ...flags], { ...cache, ...env });
    expect(outcome).toMatchObject({ code: 3, stdout: "" });
    expect(outcome.stderr).toMatch(
      /^evalpool: \S+-ubyte: damaged in the cache: expected content of SHA-256 .*\n$/,
    );
    expect(await readdir(join(cache.EVALPOOL_CACHE, "mnist"))).toHaveLength(2);
  },
);

describeShared("with MNIST's mirrors reachable", () => {
  test("it is downloaded, verified and kept, and the second run needs no network", async () => {
    await using internet = await online(serve);
    const first = await runCli(["--json"], { ...cache, ...internet.env });
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const result = JSON.parse(first.stdout) as EvaluationResult;
    expect(result.dataset.name).toBe("mnist");
    expect(result.total).toBe(10_000);
    expect(internet.asked).toHaveLength(2);
    expect((await readdir(join(cache.EVALPOOL_CACHE, "mnist"))).sort()).toEqual([IMAGES, LABELS]);
    const second = await runCli(["--json", "--dataset", "mnist"], { ...cache, ...unreachable });
    expect(second).toMatchObject({ code: 0, stderr: "" });
    const { dataset, correct } = JSON.parse(second.stdout) as EvaluationResult;
    expect({ dataset, correct }).toEqual({ dataset: result.dataset, correct: result.correct });
  });

  test("three first runs at once disturb neither each other nor their results", async () => {
    await using internet = await online(serve);
    const env = { ...cache, ...internet.env };
    const runs = await Promise.all([1, 2, 3].map(() => runCli(["--dataset", "mnist"], env)));
    for (const { code, stderr } of runs) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await readdir(join(cache.EVALPOOL_CACHE, "mnist"))).toHaveLength(2);
  });

  test("a first mirror that stalls does not keep auto from the second", async () => {
    await using internet = await online((request, response) => {
      if (request.headers.host === mirrors[1]) serve(request, response);
    });
    const run = await runCli(["--json"], { ...cache, ...internet.env });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect((JSON.parse(run.stdout) as EvaluationResult).dataset.name).toBe("mnist");
    // The labels are asked for where the images were had.
    expect(internet.asked.map((address) => address.split("/")[0])).toEqual([
      mirrors[0],
      mirrors[1],
      mirrors[1],
    ]);
  });

  test("a damaged cache is mended, and status tells it from a good one", async () => {
    await damageCache();
    await using internet = await online(serve);
    const env = { ...cache, ...internet.env };
    const damaged = await runCli(["download", "--status"], cache);
    expect(damaged.stdout.match(/damaged/g)).toHaveLength(2);
    const run = await runCli(["--json"], env);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect((JSON.parse(run.stdout) as EvaluationResult).dataset.name).toBe("mnist");
    const good = await runCli(["download", "--status"], cache);
    expect(good.stdout).toMatch(/t10k-images-idx3-ubyte +7\.8 MB/);
    expect(good.stdout).toMatch(/t10k-labels-idx1-ubyte +10\.0 KB/);
  });

  test("mirrors of wrong content: auto says so and is synthetic", async () => {
    await using internet = await online((_, response) => response.end("<html>"));
    const run = await runCli(["--json"], { ...cache, ...internet.env });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("and its mirrors gave wrong content");
  });

  test("a cache that cannot be made: auto says so and is synthetic, mnist exits with 3", async () => {
    await using internet = await online(serve);
    const file = join(directory, "file");
    await writeFile(file, "");
    const env = { ...internet.env, EVALPOOL_CACHE: file };
    const auto = await runCli(["--json"], env);
    expect(auto.code).toBe(0);
    expect(auto.stderr).toContain(`cannot be kept (${file}: cannot be made: file already exists)`);
    const insisted = await runCli(["--dataset", "mnist"], env);
    expect(insisted).toMatchObject({ code: 3, stdout: "" });
    expect(insisted.stderr).toMatch(/^evalpool: .*cannot be made: file already exists\n$/);
  });

  test("book-mlp's weights are downloaded, kept, and fetched anew where they are damaged", async () => {
    const kept = join(cache.EVALPOOL_CACHE, "checkpoints", "sample_weight.pkl");
    const args = ["--model", "book-mlp", "--data", sharedFile("mnist"), "--json"];
    await using internet = await online(serve);
    const env = { ...cache, ...internet.env };
    expect(JSON.parse((await runCli(args, env)).stdout)).toMatchObject({ correct: 9352 });
    const weights = await readFile(kept);
    await writeFile(kept, weights.subarray(0, 1000));
    const offline = await runCli([...args, "--offline"], cache);
    expect(offline.code).toBe(3);
    expect(offline.stderr).toContain("damaged in the cache: expected SHA-256");
    expect((await readFile(kept)).length).toBe(1000);
    expect(JSON.parse((await runCli(args, env)).stdout)).toMatchObject({ correct: 9352 });
    expect(await readFile(kept)).toEqual(weights);
  });

  // `script` gives the command a terminal.
  test.runIf(existsSync("/usr/bin/script"))(
    "on a terminal a download shows how far it is",
    async () => {
      await using internet = await online(serve);
      const command = `stty cols 80 rows 24; ${process.execPath} ${cli} inspect --split test >/dev/null`;
      const env = { ...process.env, ...cache, ...internet.env };
      const { stdout } = await promisify(execFile)("script", ["-qec", command, "/dev/null"], {
        env,
      });
      expect(stdout).toMatch(/downloading t10k-images-idx3-ubyte {2}0 B of 1\.6 MB/);
    },
  );
});
