import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { imagesIn, missingRanges, type Part } from "@evalpool/evaluate";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { createPartsPlace, whole, type PartsPlace } from "./part-files.js";
import { cli, environment } from "./run-cli.js";

const KILLS = 50;
const MINUTES = 10 * 60_000;
/** Slow kernels, so that there is a middle. */
const slow = ["--backend", "reference", "--quiet"];
const seed = Math.floor(Math.random() * 2 ** 31);
const moments = fc.sample(
  fc.noBias(
    fc.record({
      /** When it is killed, in thousandths of the time that a whole run takes. */
      moment: fc.integer({ min: 0, max: 1000 }),
      threads: fc.integer({ min: 0, max: 3 }),
      batchSize: fc.integer({ min: 1, max: 700 }),
    }),
  ),
  // More than are needed, for some come after the end.
  { seed, numRuns: 4 * KILLS },
);

let place: PartsPlace;
beforeAll(async () => {
  place = await createPartsPlace();
});
afterAll(() => place[Symbol.asyncDispose]());

interface Ending {
  /** Of a run that came to its end before it was killed. */
  readonly stdout?: string;
  readonly ms: number;
}

async function runFor(ms: number, ...flags: string[]): Promise<Ending> {
  const start = performance.now();
  const args = [cli, ...whole, ...slow, ...flags];
  const child = spawn(process.execPath, args, { env: environment });
  let stdout = "";
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  const closed = once(child, "close") as Promise<[number | null]>;
  const timer = ms < Infinity ? setTimeout(() => child.kill("SIGKILL"), ms) : undefined;
  const [code] = await closed;
  clearTimeout(timer);
  const took = performance.now() - start;
  if (code === null) return { ms: took };
  expect(code).toBe(0);
  return { stdout, ms: took };
}

/** What a directory keeps, by name. */
async function keptIn(directory: string): Promise<Map<string, string>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".json"));
  const texts = names.map((name) => readFile(`${directory}/${name}`, "utf8"));
  return new Map((await Promise.all(texts)).map((text, i) => [names[i]!, text]));
}

function rangesOf(kept: Map<string, string>): Part["ranges"] {
  return [...kept.values()].flatMap((text) => (JSON.parse(text) as Part).ranges);
}

describeShared("eval --resume", () => {
  const title = `killed ${KILLS} times at random (seed ${seed}): 9,352, nothing done twice`;
  test(title, { timeout: MINUTES }, async () => {
    const directory = place.at("kept");
    const { ms } = await runFor(Infinity, "--resume", place.at("first"));
    let [kills, inTheMiddle] = [0, 0];
    for (const { moment, threads, batchSize } of moments) {
      if (kills === KILLS) break;
      await mkdir(directory, { recursive: true });
      const before = await keptIn(directory);
      const flags = ["--threads", `${threads}`, "--batch-size", `${batchSize}`];
      const { stdout } = await runFor((moment / 1000) * ms, "--resume", directory, ...flags);
      const after = await keptIn(directory);
      const where = `killed at ${moment} ‰ of ${ms} ms, ${flags.join(" ")}`;
      // Each is whole, as it was, and no image is in two: what was kept was not evaluated again.
      for (const [name, text] of before) expect(after.get(name), `${name}, ${where}`).toBe(text);
      const ranges = rangesOf(after);
      const missing = imagesIn(missingRanges(10_000, ranges));
      expect(imagesIn(ranges) + missing, where).toBe(10_000);
      if (stdout === undefined) {
        kills += 1;
        inTheMiddle += after.size > before.size && missing > 0 ? 1 : 0;
        continue;
      }
      expect({ stdout, missing }, where).toEqual({ stdout: accuracy, missing: 0 });
      await rm(directory, { recursive: true });
    }
    const last = await runFor(Infinity, "--resume", directory);
    expect(last.stdout).toBe(accuracy);
    expect(imagesIn(rangesOf(await keptIn(directory)))).toBe(10_000);
    // Else nothing was shown.
    expect(kills).toBe(KILLS);
    expect(inTheMiddle).toBeGreaterThan(KILLS / 10);
  });
});

const accuracy = "0.9352\n";
