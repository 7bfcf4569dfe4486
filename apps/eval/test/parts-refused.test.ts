import { execFileSync } from "node:child_process";
import { mkdir, truncate } from "node:fs/promises";
import type { Part } from "@evalpool/evaluate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { createPartsPlace, whole, type PartsPlace } from "./part-files.js";
import { mnist, runCli } from "./run-cli.js";

// Whatever were counted along with a part that is of another run would be a wrong number.

let place: PartsPlace;
beforeAll(async () => {
  place = await createPartsPlace();
});
afterAll(() => place[Symbol.asyncDispose]());

const few = ["--limit", "200"];

describeShared("merge", () => {
  let [first, second]: [Part, Part] = [undefined!, undefined!];
  beforeAll(async () => {
    await place.shard(1, 2, ...few);
    await place.shard(2, 2, ...few);
    first = await place.read("part-1.json");
    second = await place.read("part-2.json");
  });

  async function other(...flags: string[]): Promise<void> {
    const asked = ["--shard", "2/2", "--out", place.at("other.json")];
    expect(await runCli([...flags, ...asked])).toMatchObject({ code: 0, stderr: "" });
  }

  /** Expects no result, and one line. */
  async function refused(line: string, code: number): Promise<string> {
    const merged = await place.sh(`evalpool merge ${line} --json`);
    expect(merged).toMatchObject({ code, stdout: "" });
    expect(merged.stderr).toMatch(/^evalpool: .*\n$/);
    return merged.stderr;
  }

  test.each([
    ["weights", [...mnist, ...few]],
    ["images", ["--dataset", "synthetic", ...few, ...whole.slice(2)]],
    ["total: expected 200 as part-1.json has, got 100", [...whole, "--limit", "100"]],
    ["kernels", [...whole, ...few, "--backend", "reference"]],
    ["exact: expected false as part-1.json has, got true", [...whole, ...few, "--exact"]],
    ["corruption: expected none", [...whole, ...few, "--corrupt", "fog:2"]],
    ["graph", [...mnist, ...few, "--model", "cnn"]],
  ])("a part that is of another run: %s", async (field, flags) => {
    await other(...flags);
    const told = await refused("part-1.json other.json", 3);
    expect(told).toContain(`evalpool: other.json: ${field}`);
    expect(told).toMatch(/; they are of different runs\n$/);
  });

  test("a part that was counted differently: one of them is wrong", async () => {
    const confusionMatrix = first.tally.confusionMatrix.map((row) => [...row]);
    // Of a label's images one is moved from what it was read as to something else.
    const label = confusionMatrix.findIndex((row, i) => row.some((n, j) => n > 0 && i !== j));
    const row = confusionMatrix[label]!;
    const from = row.findIndex((n, j) => n > 0 && j !== label);
    const to = row.findIndex((_, j) => j !== from && j !== label);
    row[from]! -= 1;
    row[to]! += 1;
    await place.write("forged.json", { ...first, tally: { ...first.tally, confusionMatrix } });
    expect(await refused("part-1.json part-2.json forged.json", 3)).toBe(
      "evalpool: forged.json: counts images 0 to 99 otherwise than part-1.json, " +
        "which has the same: one of them is wrong\n",
    );
  });

  test("parts that were cut differently, and share images", async () => {
    const asked = ["--shard", "2/3", "--out", place.at("third.json")];
    await runCli([...whole, ...few, ...asked]);
    expect(await refused("part-1.json part-2.json third.json", 4)).toBe(
      "evalpool: images 0 to 99: counted in part-1.json and again in third.json, along with others\n",
    );
  });

  test("none of a cut that leaves no part out: no command is made up", async () => {
    const { asked, ...unasked } = second;
    await place.write("unasked.json", unasked);
    const { code, stderr } = await place.sh("evalpool merge unasked.json");
    expect(code).toBe(4);
    expect(stderr).toBe(
      "evalpool: of 200 images these are in no part: 0 to 99\n" +
        "evalpool: images 0 to 99: never counted; there is no result without them\n",
    );
    // Asked for as one of a billion, by whoever wrote that into a file.
    await place.write("billion.json", { ...second, asked: { ...asked, shard: "1/999999999" } });
    expect(await place.sh("evalpool merge billion.json")).toMatchObject({ code: 4, stderr });
  });

  describe("what is no part, in one line", () => {
    const noPart =
      /^evalpool: x\.json: not a part: .*; eval --shard I\/N --out FILE writes parts\n$/;
    test.each<[string, () => unknown, RegExp]>([
      ["nothing", () => "", /^evalpool: x\.json: expected a part of a result, got an empty file; /],
      ["half of one", () => JSON.stringify(first).slice(0, 999), /got what is not JSON; eval/],
      ["pixels", () => "\u0000\u0000\u0008\u0003", /got what is not JSON; eval/],
      ["an empty object", () => ({}), noPart],
      ["a list", () => [first], noPart],
      ["null", () => "null", noPart],
      ["one of a later form", () => ({ ...first, evalpoolPart: 2 }), noPart],
      ["more than a part has", () => ({ ...first, note: "mine" }), noPart],
      [
        "other ranges than it counted",
        () => ({ ...first, ranges: [{ start: 0, end: 99 }] }),
        /not a part: tally: expected 99 images, as in its ranges, got 100; /,
      ],
      [
        "ranges beyond the data",
        () => ({ ...first, ranges: [{ start: 150, end: 250 }] }),
        /not a part: ranges: expected some of 0 to 200, got 150 to 250; /,
      ],
      [
        "fewer images than none",
        () => ({ ...first, tally: { ...first.tally, labelRanks: [-1] } }),
        /^evalpool: x\.json: not a tally: labelRanks\.0: .*; eval /,
      ],
      ["a megabyte of text", () => ({ ...first, asked: "x".repeat(2 ** 20) }), noPart],
    ])("%s", async (_, make, message) => {
      await place.write("x.json", make());
      expect(await refused("part-1.json x.json", 3)).toMatch(message);
    });

    test("a file of any size, a directory, a FIFO, nothing at all", async () => {
      await place.write("big.json", "");
      await truncate(place.at("big.json"), 2 ** 33);
      expect(await refused("big.json", 3)).toBe(
        "evalpool: big.json: expected at most 67,108,864 bytes, got 8,589,934,592 bytes\n",
      );
      await mkdir(place.at("folder.json"));
      expect(await refused("folder.json", 3)).toMatch(/^evalpool: folder\.json: .*director/);
      execFileSync("mkfifo", [place.at("fifo.json")]);
      expect(await refused("part-1.json fifo.json", 3)).toMatch(/^evalpool: fifo\.json: /);
      expect(await refused("none.json", 3)).toBe(
        "evalpool: none.json: no such file or directory\n",
      );
    });

    test("a result, which is made of parts and is none", async () => {
      await place.sh("evalpool merge part-1.json part-2.json --out all.json");
      expect(await refused("all.json", 3)).toMatch(/^evalpool: all\.json: not a part: /);
    });
  });

  test("to write over a part", async () => {
    expect(await refused("part-1.json part-2.json --out part-2.json", 2)).toBe(
      "evalpool: --out part-2.json would replace part 2, part-2.json: give it another name\n",
    );
    expect(await place.read("part-2.json")).toEqual(second);
  });
});

test.each([
  ["eval --shard 1/2", "--shard I/N is written to --out FILE: give both"],
  ["eval --out a.json", "--shard I/N is written to --out FILE: give both"],
  ["eval --resume d --out a.json", "--shard I/N is written to --out FILE: give both"],
  ["eval --shard 1/2 --out a.json --json", "--json is of all images: give it to merge, not with"],
  ["eval --shard 1/2 --out a.json --report a.html", "--report is of all images: give it to merge"],
  ["eval --shard 1/2 --out a.json --min-accuracy 0", "--min-accuracy is of all images: give it to"],
  ["eval --shard 1/2 --out a.json --gate 'ece <= 1'", "--gate is of all images: give it to merge"],
  ["merge a.json --gate 'acuracy >= 1'", '--gate "acuracy >= 1": there is no figure acuracy. Did'],
  ["eval --shard 1/2 --out a.json --resume d", "--resume is of all images: give it to merge, not"],
  ["eval --shard 1/2 --out a.json --repeat 2", "--shard evaluates each image once: leave out --r"],
  ["eval --resume d --repeat 2", "--resume evaluates each image once: leave out --repeat"],
  ["eval --resume d --predictions p.csv", "--resume is of a model: --predictions FILE are scored"],
  ["eval --shard 1/2 --out a.json --samples a.json", "--out a.json would replace --samples a.json"],
  [
    "eval --shard 0/2 --out a.json",
    "Expected a part from 1 to 2. Did you mean 1/2? The first is 1.",
  ],
  ["eval --shard 3/2 --out a.json", "Expected a part from 1 to 2."],
  ["eval --shard 1/0 --out a.json", "Expected 1 to 1000000 parts."],
  ["eval --shard 2 --out a.json", "Expected which of how many parts, as 2/4."],
  ["eval --resume -", "Expected the name of a directory; it does not go to stdout."],
  ["eval --shard 1/2 --out a.json --samples x/a.jsonl", "x/a.jsonl is to lie beside --out a.json"],
  ["merge", "missing required argument 'part'"],
  ["merge a.json --json --quiet", "--json prints all figures and --quiet the accuracy alone"],
  ["merge a.json --offline", "--offline is of images, which only --report FILE shows"],
  ["merge a.json --data d", "--data is of images, which only --report FILE shows"],
])("evalpool %s is refused", async (line, message) => {
  const { code, stdout, stderr } = await place.sh(`evalpool ${line}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^evalpool: .*\n$/);
  expect(stderr).toContain(message);
});

test("what stands in for real images is no part of theirs", async () => {
  const { code, stderr } = await place.sh("evalpool --offline --shard 1/2 --out a.json");
  expect(code).toBe(3);
  expect(stderr).toContain("--shard");
});
