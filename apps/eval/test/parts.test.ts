import { readFile, writeFile } from "node:fs/promises";
import type { EvaluationResult } from "@evalpool/evaluate";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeOnnxruntime, onnxruntimeDirectory } from "../../../test/onnxruntime.js";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { createPartsPlace, whole, withoutMachines, type PartsPlace } from "./part-files.js";
import { mnist, runCli, type Outcome } from "./run-cli.js";

/** What --quiet prints. */
const accuracy = "0.9352\n";

const names = "0,1,2,3,4,5,6,7,8,nine at last";

let place: PartsPlace;
beforeEach(async () => {
  place = await createPartsPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

describeShared("parts of real MNIST", () => {
  let atOnce: object;
  beforeAll(async () => {
    const { stdout } = await runCli([...whole, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ correct: 9352, total: 10_000 });
    atOnce = withoutMachines(stdout);
  });

  test("a part is told in a line, and merged in silence", async () => {
    const out = place.at("part.json");
    expect(await runCli([...whole, "--shard", "1/1", "--out", out])).toEqual({
      code: 0,
      stdout: "part 1 of 1: images 0 to 9,999 of 10,000, 9,352 right, in part.json\n",
      stderr: "",
    });
    const quiet = [...whole, "--quiet", "--shard", "1/1", "--out", out];
    expect(await runCli(quiet)).toEqual({ code: 0, stdout: "", stderr: "" });
    const merged = await runCli(["merge", "--quiet", out]);
    expect(merged).toEqual({ code: 0, stdout: accuracy, stderr: "" });
  });

  // Whatever changes no bit of one run changes none of a part.
  test.each([
    [1, []],
    [2, ["--threads", "1"]],
    [3, ["--batch-size", "7"]],
    [7, ["--threads", "0", "--batch-size", "1000"]],
  ])("%i of them, made in different ways, are what one run gives", async (of, flags) => {
    const parts: string[] = [];
    for (let i = 1; i <= of; i++) {
      parts.push(await place.shard(i, of, ...(i % 2 === 0 ? flags : ["--backend", "wasm"])));
    }
    const out = place.at("result.json");
    const { code, stdout, stderr } = await runCli([
      "merge",
      ...parts.toReversed(),
      "--json",
      "--out",
      out,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(withoutMachines(stdout)).toEqual(atOnce);
    expect(await readFile(out, "utf8")).toBe(stdout);
    const { machines, timings } = JSON.parse(stdout) as EvaluationResult;
    const sum = (key: "parts" | "images" | "evaluateMs"): number =>
      machines!.reduce((all, share) => all + share[key], 0);
    expect([sum("parts"), sum("images")]).toEqual([of, 10_000]);
    expect(sum("evaluateMs")).toBeCloseTo(timings.evaluateMs);
  });

  test("of fewer images than parts some parts have none, and all are needed no less", async () => {
    const parts: string[] = [];
    for (let i = 1; i <= 8; i++) parts.push(await place.shard(i, 8, "--limit", "5"));
    const { stdout } = await runCli([...whole, "--limit", "5", "--json"]);
    const merged = await runCli(["merge", ...parts, "--json"]);
    expect(merged).toMatchObject({ code: 0, stderr: "" });
    expect(withoutMachines(merged.stdout)).toEqual(withoutMachines(stdout));
    const sizes = await Promise.all(
      parts.map(async (_, i) => (await place.read(`part-${i + 1}.json`)).ranges.length),
    );
    expect(sizes.toSorted()).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  test("a gate holds for all of them, and so does what compare wants of a result", async () => {
    const parts = [await place.shard(1, 2), await place.shard(2, 2)];
    const merge = ["merge", ...parts, "--out", place.at("a.json")];
    expect((await runCli([...merge, "--min-accuracy", "0.9352"])).code).toBe(0);
    const missed = await runCli([...merge, "--min-accuracy", "0.9353"]);
    expect(missed.code).toBe(1);
    expect(missed.stdout).toContain("9,352 of 10,000 correct");
    // The name of the processor decides where the line is broken.
    const told = missed.stdout.replaceAll(/\s+/g, " ");
    expect(told).toMatch(/ by [^:]+: 2 parts, 10,000 images in /);
    const comparison = await runCli(["compare", place.at("a.json"), place.at("a.json")]);
    expect(comparison).toMatchObject({ code: 0, stderr: "" });
  });

  test("samples of parts are those of one run, to the byte", async () => {
    for (let i = 1; i <= 3; i++) await place.shard(i, 3, "--samples", place.at(`${i}.jsonl`));
    expect((await runCli([...whole, "--samples", place.at("one.jsonl")])).code).toBe(0);
    const merge = "evalpool merge part-3.json part-1.json part-2.json --quiet";
    const merged = await place.sh(`${merge} --samples all.jsonl`);
    expect(merged).toEqual({ code: 0, stdout: accuracy, stderr: "" });
    expect(await readFile(place.at("all.jsonl"))).toEqual(await readFile(place.at("one.jsonl")));
    const piped = await place.sh(`${merge} --samples -`);
    const lines = await readFile(place.at("one.jsonl"), "utf8");
    expect(piped).toEqual({ code: 0, stdout: lines, stderr: accuracy });
    // They are read while it is written.
    expect(await place.sh(`${merge} --samples 2.jsonl`)).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "evalpool: --samples 2.jsonl would replace the samples of part-2.json, " +
        `${place.at("2.jsonl").slice(place.directory.length + 1)}: give it another name\n`,
    });
    await place.write("2.jsonl", "{}\n");
    const changed = await place.sh(`${merge} --samples other.jsonl`);
    expect(changed).toMatchObject({ code: 3, stdout: "" });
    expect(changed.stderr).toMatch(
      /^evalpool: 2\.jsonl: expected SHA-256 \w{64}, as part-2\.json says, got \w{64}; remove part-2\.json, and make it again\n$/,
    );
  });

  test("what is missing is told, with the command that makes it", async () => {
    const flags = "--data mnist --weights sample_weight.pkl --samples";
    for (const i of [1, 3, 4]) {
      const made = await place.sh(
        `evalpool ${flags} part-${i}.jsonl --shard ${i}/4 --out part-${i}.json --threads 1`,
      );
      expect(made).toMatchObject({ code: 0, stderr: "" });
    }
    const { code, stdout, stderr } = await place.sh("evalpool merge part-*.json");
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    const lines = stderr.split("\n");
    expect(lines).toEqual([
      "evalpool: of 10,000 images these are in no part: 2,500 to 4,999",
      "This makes it:",
      "  evalpool eval --data mnist --weights sample_weight.pkl --shard 2/4 --out part-2.json --samples part-2.jsonl",
      "evalpool: images 2500 to 4999: never counted; there is no result without them",
      "",
    ]);
    expect(await place.sh(lines[2]!)).toMatchObject({ code: 0, stderr: "" });
    const merged = await place.sh("evalpool merge part-*.json --json --samples all.jsonl");
    expect(merged).toMatchObject({ code: 0, stderr: "" });
    expect(withoutMachines(merged.stdout)).toEqual(atOnce);
  });

  test("commands for all that are missing: as one runs them, quotes and all", async () => {
    await place.sh(`ln -s sample_weight.pkl "it's mine.pkl"`);
    const one = `evalpool --data mnist --weights "it's mine.pkl" --limit 100 --class-names`;
    await place.sh(`${one} "${names}" --shard 2/3 --out part-2.json`);
    const { code, stderr } = await place.sh("evalpool merge part-2.json");
    expect(code).toBe(4);
    const commands = stderr.split("\n").filter((line) => line.startsWith("  evalpool "));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(await place.sh(command)).toMatchObject({ code: 0 });
    const merged = await place.sh("evalpool merge part-*.json --json");
    expect(JSON.parse(merged.stdout)).toMatchObject({ total: 100 });
  });

  test("a command of any length is told whole", async () => {
    const many = Array.from({ length: 10 }, (_, i) => `${i}${" and on".repeat(40)}`).join();
    const { code } = await place.sh(
      `evalpool --data mnist --limit 9 --class-names "${many}" --shard 1/2 --out part-1.json`,
    );
    expect(code).toBe(0);
    const { stderr } = await place.sh("evalpool merge part-1.json");
    expect(stderr).toContain(` --class-names '${many}' --shard 2/2 --out part-2.json\n`);
  });

  test("names of classes are the first image's part's, in whatever order parts come", async () => {
    const [a, b] = [await place.shard(1, 2), await place.shard(2, 2, "--class-names", names)];
    const merged = await runCli(["merge", "--json", b, a]);
    expect(JSON.parse(merged.stdout)).toEqual(
      JSON.parse((await runCli(["merge", "--json", a, b])).stdout),
    );
    expect(merged.stdout).not.toContain("nine at last");
  });

  test("an equal double is dropped, and said to be", async () => {
    const parts = [await place.shard(1, 2), await place.shard(2, 2)];
    const copy = await place.write("again.json", await readFile(parts[0]!, "utf8"));
    const merged = await runCli(["merge", ...parts, copy, "--quiet"]);
    expect(merged).toEqual({
      code: 0,
      stdout: accuracy,
      stderr: "evalpool: again.json: the same as part-1.json, counted once\n",
    });
    // Made again elsewhere, its times are others.
    await place.shard(1, 2, "--threads", "0");
    expect((await runCli(["merge", ...parts, copy, "--quiet"])).stdout).toBe(accuracy);
  });

  describeOnnxruntime("of a network that onnxruntime runs", () => {
    test("they are what one run gives, and no parts of the same network on own kernels", async () => {
      const file = sharedFile("onnx/simple.onnx");
      const evaluate = `cd "${onnxruntimeDirectory}" && evalpool --model "${file}" ${mnist.join(" ")}`;
      const part = (i: number, runtime: string): Promise<Outcome> => {
        const asked = `--limit 300 --shard ${i}/2 --out "${place.at(`${runtime}-${i}.json`)}"`;
        return place.sh(`${evaluate} --runtime ${runtime} ${asked}`);
      };
      for (const i of [1, 2]) expect((await part(i, "onnxruntime")).stderr).toBe("");
      expect((await part(2, "own")).stderr).toBe("");
      const one = await place.sh(`${evaluate} --runtime onnxruntime --limit 300 --json`);
      const merge = "evalpool merge --json onnxruntime-1.json";
      const merged = await place.sh(`${merge} onnxruntime-2.json`);
      expect(merged).toMatchObject({ code: 0, stderr: "" });
      expect(withoutMachines(merged.stdout)).toEqual(withoutMachines(one.stdout));
      expect((await place.sh(`${merge} own-2.json`)).code).toBe(3);
    });
  });

  describeBrowser("a report of parts", () => {
    test("is the page that one run writes, with the machines", async () => {
      for (let i = 1; i <= 2; i++) await place.shard(i, 2, "--samples", place.at(`${i}.jsonl`));
      const merge = "evalpool merge part-1.json part-2.json --report report.html";
      // By its name, it is nowhere here.
      const nowhere = await place.sh(`${merge} --offline`);
      expect(nowhere).toMatchObject({ code: 3, stdout: "" });
      const merged = await place.sh(`${merge} --data mnist`);
      expect(merged).toMatchObject({ code: 0, stderr: "" });
      await using browser = await openBrowser();
      const { page, complaints, requests } = await openPage(browser, place.at("report.html"));
      expect(await page.locator(".score").textContent()).toBe("93.52 %");
      expect(await page.locator("#gallery .card").count()).toBeGreaterThan(0);
      expect(await page.locator("body").innerText()).toContain("2 parts, 10,000 images");
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    });
  });

  test("a report takes samples and images, which have to be these", async () => {
    await place.shard(1, 1);
    const without = await place.sh("evalpool merge part-1.json --report r.html --data mnist");
    expect(without).toMatchObject({ code: 3, stdout: "" });
    expect(without.stderr).toBe(
      "evalpool: part-1.json: there are no samples of this part; make it again, with --samples too\n",
    );
    await place.shard(1, 1, "--samples", place.at("1.jsonl"));
    const { images, labels } = synthesizeDigits({ count: 3, seed: 1 });
    await writeFile(place.at("t10k-images-idx3-ubyte"), encodeIdx(images));
    await writeFile(place.at("t10k-labels-idx1-ubyte"), encodeIdx(labels));
    const other = await place.sh("evalpool merge part-1.json --report r.html --data .");
    expect(other).toMatchObject({ code: 3, stdout: "" });
    expect(other.stderr).toMatch(/expected images of SHA-256 \w{64}, as in the parts, got /);
  });
});
