import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { EvaluationResult } from "@evalpool/eval";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { startInternet, type Internet } from "./internet.js";
import { runCli } from "./run-cli.js";

// What the built command downloads, which its bundle may break though every package's tests pass.

const mirrors = ["ossci-datasets.s3.amazonaws.com", "storage.googleapis.com"] as const;
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
  return startInternet(directory, mirrors, answer);
}

/** The published files. */
const serve: RequestListener = (request, response) => {
  response.end(readFileSync(sharedFile(`mnist/${basename(request.url!)}`)));
};

test("with nothing reachable auto is the synthetic digits, and stderr says so", async () => {
  const { code, stdout, stderr } = await runCli(["--json"], { ...cache, ...unreachable });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect((JSON.parse(stdout) as EvaluationResult).dataset.name).toBe("synthetic");
  expect(stderr).toContain("SYNTHETIC");
});

test("with nothing reachable --dataset mnist exits with 3 and names each mirror", async () => {
  const outcome = await runCli(["--dataset", "mnist"], { ...cache, ...unreachable });
  expect(outcome).toMatchObject({ code: 3, stdout: "" });
  expect(outcome.stderr).toMatch(/^evalpool: mnist test: not found.*\n$/);
  for (const host of mirrors) {
    expect(outcome.stderr).toMatch(new RegExp(`https://${host}/\\S+ \\(connect ECONNREFUSED`));
  }
});

describeShared("with MNIST's mirrors reachable", () => {
  test("it is downloaded, verified and kept, and the second run needs no network", async () => {
    await using internet = await online(serve);
    const first = await runCli(["--json"], { ...cache, ...internet.env });
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const result = JSON.parse(first.stdout) as EvaluationResult;
    expect(result.dataset.name).toBe("mnist");
    expect(result.total).toBe(10_000);
    expect(internet.asked).toHaveLength(2);
    expect((await readdir(join(cache.EVALPOOL_CACHE, "mnist"))).sort()).toEqual([
      "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ]);
    const second = await runCli(["--json", "--dataset", "mnist"], { ...cache, ...unreachable });
    expect(second).toMatchObject({ code: 0, stderr: "" });
    const { dataset, correct } = JSON.parse(second.stdout) as EvaluationResult;
    expect({ dataset, correct }).toEqual({ dataset: result.dataset, correct: result.correct });
  });
});
