import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EvaluationResult } from "@evalpool/eval";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "./run-cli.js";

const directory = await mkdtemp(join(tmpdir(), "evalpool-predictions-"));
afterAll(() => rm(directory, { recursive: true }));
const path = (name: string): string => join(directory, name);
const synthetic = ["--dataset", "synthetic"];

async function evaluateTo(name: string, ...flags: string[]): Promise<EvaluationResult> {
  const { code, stdout, stderr } = await runCli([...synthetic, "--json", ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  await writeFile(path(name), stdout);
  return JSON.parse(stdout) as EvaluationResult;
}

let own: EvaluationResult;
beforeAll(async () => {
  own = await evaluateTo("own.json", "--samples", path("own.jsonl"));
  const lines = (await readFile(path("own.jsonl"), "utf8")).trimEnd().split("\n");
  const rows = lines.map((line) => JSON.parse(line) as { index: number; prediction: number });
  const csv = rows.map(({ index, prediction }) => `${index},${prediction}`).toReversed();
  await writeFile(path("bare.csv"), `index,prediction\n${csv.join("\n")}\n`);
});

test("what --samples wrote scores as the run did that wrote it", async () => {
  const scored = await evaluateTo(
    "scored.json",
    "--predictions",
    path("own.jsonl"),
    "--samples",
    path("again.jsonl"),
  );
  expect(scored.confusionMatrix).toEqual(own.confusionMatrix);
  expect(scored.topKAccuracy).toEqual(own.topKAccuracy);
  expect(scored.negativeLogLikelihood).toBeCloseTo(own.negativeLogLikelihood, 5);
  expect(scored.brierScore).toBeCloseTo(own.brierScore, 5);
  expect(scored.model).toMatchObject({ id: "own.jsonl", runtime: { name: "predictions" } });
  expect(scored.config).toMatchObject({ threads: 0, backend: "predictions" });
  const read = async (name: string): Promise<string[]> =>
    (await readFile(path(name), "utf8")).split("\n").map((line) => line.split(',"prob')[0]!);
  expect(await read("again.jsonl")).toEqual(await read("own.jsonl"));
  const { code, stdout } = await runCli(["compare", path("own.json"), path("scored.json")]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^accuracy .*\+0\.0000$/m);
});

// What was predicted is of real digits: scored on drawn ones, it would be a wrong number.
test("digits that stand in for MNIST are no images that anything was predicted of", async () => {
  const { code, stdout, stderr } = await runCli(["--offline", "--predictions", path("bare.csv")]);
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(
    /^evalpool: --predictions: MNIST .*the synthetic digits in its place prove/,
  );
});

test("predictions alone say nothing that takes probabilities", async () => {
  const bare = ["--predictions", path("bare.csv")];
  const written = ["--samples", path("bare.jsonl"), "--report", path("bare.html")];
  const scored = await evaluateTo("bare.json", ...bare, ...written);
  for (const figure of ["accuracy", "macro", "perClass", "confusionMatrix"] as const) {
    expect(scored[figure]).toEqual(own[figure]);
  }
  const absent = ["top3Accuracy", "topKAccuracy", "negativeLogLikelihood", "brierScore", "calibrationError", "reliabilityBins"]; // prettier-ignore
  for (const figure of absent) expect(scored).not.toHaveProperty(figure);
  expect(await readFile(path("bare.jsonl"), "utf8")).toMatch(
    /^\{"index":0,"label":\d,"prediction":\d\}\n/,
  );
  const html = await readFile(path("bare.html"), "utf8");
  // In base64 any three letters may stand beside each other.
  const page = html.replaceAll(/"[A-Za-z0-9+/=]{40,}"|base64,[A-Za-z0-9+/=]+/g, "");
  expect(page).toContain("not known");
  expect(page).not.toContain('id="calibration"');
  expect(page).not.toMatch(/images per second|images\/s/);
  expect(page).not.toMatch(/NaN|undefined %/);

  const summary = await runCli([...synthetic, ...bare]);
  expect(summary.stdout).toContain("predictions of bare.csv");
  expect(summary.stdout).toContain("without probabilities");
  expect(summary.stdout).toMatch(/^time +\d/m);
  expect(summary.stdout).not.toMatch(/^(?:run|speed) /m);
  expect(summary.stdout).not.toMatch(/log-loss +\d|NaN/);

  const samples = ["--samples", path("own.jsonl"), path("bare.jsonl")];
  const compared = await runCli(["compare", path("own.json"), path("bare.json"), ...samples]);
  expect(compared.stderr).toBe("");
  expect(compared.stdout).toMatch(/^log-loss +\d\.\d{4} +- +-$/m);
  expect(compared.stdout).toContain("McNemar's test");
  // How fast lines of a file are read is nothing of a model's.
  expect(compared.stdout).toMatch(/^images\/s +[\d,]+ +-$/m);
});

// A result of a csv has as many classes as labels and predictions show.
test("one that predicts a class of its own is compared once both name all classes", async () => {
  const lines = (await readFile(path("bare.csv"), "utf8")).split("\n");
  await writeFile(path("wide.csv"), lines.with(1, lines[1]!.replace(/,.*/, ",11")).join("\n"));
  await evaluateTo("narrow.json", "--predictions", path("bare.csv"));
  await evaluateTo("wide.json", "--predictions", path("wide.csv"));
  const [narrow, wide] = [path("narrow.json"), path("wide.json")];
  const advice = "eval --class-names with names for all 12 counts them in narrow.json too\n";
  const forth = await runCli(["compare", narrow, wide]);
  expect(forth).toEqual({
    code: 3,
    stdout: "",
    stderr: `evalpool: wide.json: expected a number of classes of 10, as narrow.json has, got 12; ${advice}`,
  });
  expect((await runCli(["compare", wide, narrow])).stderr).toBe(
    `evalpool: narrow.json: expected a number of classes of 12, as wide.json has, got 10; ${advice}`,
  );
  const ofModel = await runCli(["compare", path("own.json"), wide]);
  expect(ofModel.stderr).toMatch(/as own\.json has, got 12\n$/);
});

test("gates hold", async () => {
  const gate = ["--predictions", path("bare.csv"), "--quiet", "--min-accuracy"];
  expect((await runCli([...synthetic, ...gate, "0.5"])).code).toBe(0);
  expect((await runCli([...synthetic, ...gate, "1"])).code).toBe(own.accuracy === 1 ? 0 : 1);
});

test.each([
  [["--model", "mlp"], "--model"],
  [["--weights", "w.npz"], "--weights"],
  [["--threads", "2"], "--threads"],
  [["--mean", "0.5"], "--mean"],
  [["--repeat", "2"], "--repeat"],
])("%j contradicts it", async (flags, name) => {
  const outcome = await runCli([...synthetic, "--predictions", path("bare.csv"), ...flags]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toMatch(new RegExp(`--predictions.* cannot be used with .*${name}`));
});

test.each([
  ["nowhere.csv", undefined, "nowhere.csv: "],
  ["short.csv", "index,prediction\n0,1\n", "got none of index 1; --limit 1 evaluates"],
  ["other.csv", "index,label,prediction\n0,11,1\n", "label: expected "],
])("%s is refused in one line", async (name, text, message) => {
  if (text !== undefined) await writeFile(path(name), text);
  const { code, stdout, stderr } = await runCli([...synthetic, "--predictions", path(name)]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr.split("\n")).toHaveLength(2);
});

test("it is not written over", async () => {
  const flags = ["--predictions", path("bare.csv"), "--samples", path("bare.csv")];
  expect((await runCli([...synthetic, ...flags])).code).toBe(2);
});
