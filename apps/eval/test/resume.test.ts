import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { createPartsPlace, whole, withoutMachines, type PartsPlace } from "./part-files.js";
import { cli, environment, mnist, runCli, type Outcome } from "./run-cli.js";

let place: PartsPlace;
let directory: string;
beforeEach(async () => {
  place = await createPartsPlace();
  directory = place.at("kept");
});
afterEach(() => place[Symbol.asyncDispose]());

/** What is kept, by name: files that are not whole count too. */
async function kept(): Promise<Record<string, string>> {
  const names = (await readdir(directory).catch(() => [])).sort();
  const texts = names.map(async (name) => [name, await readFile(`${directory}/${name}`, "utf8")]);
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
}

async function hasParts(): Promise<boolean> {
  const names = await readdir(directory).catch(() => []);
  return names.some((name) => name.endsWith(".json"));
}

/** Runs until some is kept, and then what is to happen in the middle. */
async function untilKept(
  args: readonly string[],
  then: (pid: number) => unknown,
): Promise<Outcome> {
  const child = spawn(process.execPath, [cli, ...args], { env: environment });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const closed = once(child, "close") as Promise<[number | null]>;
  while (child.exitCode === null && !(await hasParts())) await wait(5);
  await then(child.pid!);
  const [code] = await closed;
  return { code, stdout, stderr };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describeShared("eval --resume on real MNIST", () => {
  const resume = (...flags: string[]): Promise<Outcome> =>
    runCli([...whole, "--resume", directory, ...flags]);
  /** Slow kernels, one thread: there is time to do something in the middle. */
  const slowly = [...whole, "--backend", "reference", "--threads", "1", "--batch-size", "10"];

  test("one run that nothing stops gives what it gives elsewhere, and then at once", async () => {
    const once = await runCli([...whole, "--json"]);
    const first = await resume("--json");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(withoutMachines(first.stdout)).toEqual(withoutMachines(once.stdout));
    const before = await kept();
    const again = await resume("--json", "--threads", "0", "--batch-size", "1");
    expect(again).toEqual({
      code: 0,
      stdout: first.stdout,
      stderr: `evalpool: ${directory} has 10,000 of 10,000 images already\n`,
    });
    expect(await kept()).toEqual(before);
    expect((await resume("--min-accuracy", "0.9353")).code).toBe(1);
    // They are parts as any others.
    const merged = await place.sh("evalpool merge kept/*.json --json");
    expect(withoutMachines(merged.stdout)).toEqual(withoutMachines(once.stdout));
  });

  test.each([
    ["SIGTERM", 143, ["--threads", "3", "--batch-size", "77"]],
    ["SIGINT", 130, ["--threads", "0", "--batch-size", "1000"]],
  ] as const)("stopped by %s it keeps what is done, and goes on", async (signal, code, flags) => {
    const stopped = await untilKept([...slowly, "--resume", directory], (pid) =>
      process.kill(pid, signal),
    );
    expect(stopped).toEqual({ code, stdout: "", stderr: `evalpool: stopped by ${signal}\n` });
    const before = await kept();
    for (const name of Object.keys(before)) expect(name).toMatch(/^\d+-\d+\.json$/);
    const { stdout, stderr } = await resume("--backend", "reference", ...flags);
    expect(stderr).toMatch(/^evalpool: .* has [\d,]+ of 10,000 images already\n$/);
    expect(stdout).toContain("9,352 of 10,000 correct");
    expect(await kept()).toMatchObject(before);
  });

  test("samples of several runs are those of one, and a report has them all", async () => {
    await runCli([...slowly, "--samples", place.at("one.jsonl")]);
    const one = await readFile(place.at("one.jsonl"), "utf8");
    const files = ["--samples", place.at("all.jsonl"), "--report", place.at("all.html")];
    const args = [...slowly, "--resume", directory];
    // What is kept without samples is no use to a run with them.
    await untilKept(args, (pid) => process.kill(pid, "SIGKILL"));
    await runCli([...args, ...files]);
    expect(await readFile(place.at("all.jsonl"), "utf8")).toBe(one);
    await rm(directory, { recursive: true });
    await untilKept([...args, ...files], (pid) => process.kill(pid, "SIGTERM"));
    const last = await runCli([...args, ...files, "--threads", "2", "--batch-size", "300"]);
    expect(last.stderr).toMatch(/ has [\d,]+ of 10,000 images already\n$/);
    expect(await readFile(place.at("all.jsonl"), "utf8")).toBe(one);
    expect(await readFile(place.at("all.html"), "utf8")).toContain("93.52 %");
  });

  test("two runs at once in one directory both end right, and so does a third", async () => {
    const args = [...whole, "--backend", "reference", "--resume", directory];
    const cuts = [
      ["--threads", "1", "--batch-size", "10"],
      ["--threads", "2", "--batch-size", "900"],
    ];
    const both = await Promise.all(
      cuts.map((cut, i) => runCli([...args, ...cut, "--samples", place.at(`${i}.jsonl`)])),
    );
    for (const { code, stdout } of [...both, await runCli(args)]) {
      expect(code).toBe(0);
      expect(stdout).toContain("9,352 of 10,000 correct");
    }
    const [a, b] = await Promise.all(["0.jsonl", "1.jsonl"].map((it) => readFile(place.at(it))));
    expect(a).toEqual(b);
  });

  test("a directory of another run is refused, by what differs", async () => {
    expect(await resume("--limit", "50")).toMatchObject({ code: 0 });
    const refused = async (...flags: string[]): Promise<string> => {
      const { code, stdout, stderr } = await runCli([...flags, "--resume", directory]);
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr).toMatch(/; it is of another run: give --resume another directory\n$/);
      return stderr.replace(directory, "DIR");
    };
    expect(await refused(...mnist, "--limit", "50")).toMatch(
      /^evalpool: DIR\/0-\d+\.json: weights: expected \w{12} as this run has, got \w{12}; /,
    );
    expect(await refused(...whole)).toContain("total: expected 10000 as this run has, got 50;");
    expect(await refused(...whole, "--limit", "50", "--exact")).toContain("exact: expected true");
  });

  test("what is no part any more says what to do, and doing it helps", async () => {
    await resume();
    const name = Object.keys(await kept())[0]!;
    const text = await readFile(`${directory}/${name}`, "utf8");
    await writeFile(`${directory}/${name}`, text.slice(0, 1000));
    const advice = "remove it, and its images are evaluated again";
    expect(await resume()).toEqual({
      code: 3,
      stdout: "",
      stderr: `evalpool: ${name}: expected a part of a result, got what is not JSON; ${advice}\n`,
    });
    await rm(`${directory}/${name}`);
    expect((await resume()).stdout).toContain("9,352 of 10,000 correct");
  });

  test("files that are no parts of it are left alone", async () => {
    await resume("--limit", "10");
    for (const name of ["notes.txt", "0-9.json.bak", ".evalpool-0.partial"]) {
      await writeFile(`${directory}/${name}`, "mine");
    }
    expect((await resume("--limit", "10")).code).toBe(0);
  });

  describe("where nothing can be written", () => {
    test("is told before the work", async () => {
      await writeFile(place.at("file"), "");
      for (const path of ["file", "file/kept"]) {
        const { code, stdout, stderr } = await runCli([...whole, "--resume", place.at(path)]);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(/^evalpool: --resume .*: cannot be made: .*\n$/);
      }
    });

    test("a file too large for the disk ends the run, and leaves nothing half-written", async () => {
      // Blocks of 512 bytes: fewer than a part takes.
      const { code, stdout, stderr } = await place.sh(
        "ulimit -f 4; evalpool --data mnist --weights sample_weight.pkl --resume kept",
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^evalpool: cannot write kept\/[\d-]+\.json: file too large\n$/);
      expect(await kept()).toEqual({});
    });

    test("a directory that goes in the middle ends it too", async () => {
      const ending = await untilKept([...slowly, "--split", "train", "--resume", directory], () =>
        rm(directory, { recursive: true, maxRetries: 10 }),
      );
      expect(ending).toMatchObject({ code: 2, stdout: "" });
      expect(ending.stderr).toMatch(/^evalpool: cannot write .*: no such file or directory\n$/);
    });
  });
});
