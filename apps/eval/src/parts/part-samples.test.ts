import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "@evalpool/errors";
import { formatSamples, type ImageSamples, type ShardRange } from "@evalpool/evaluate";
import { digest } from "@evalpool/files/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPartSamples, type SampledPart } from "./part-samples.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-samples-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** Images whose labels and predictions follow from their indices. */
function samplesOf({ start, end }: ShardRange): ImageSamples {
  const indices = Array.from({ length: end - start }, (_, i) => start + i);
  return {
    range: { start, end },
    labels: Uint16Array.from(indices, (i) => i % 2),
    predictions: Uint32Array.from(indices, (i) => (i % 3) & 1),
    probabilities: Float32Array.from(indices.flatMap((i) => [1 / (i + 2), 1 - 1 / (i + 2)])),
  };
}

async function part(name: string, ranges: ShardRange[], text?: string): Promise<SampledPart> {
  const lines = text ?? ranges.map((range) => formatSamples(samplesOf(range))).join("");
  await writeFile(join(directory, `${name}.jsonl`), lines);
  const samples = { file: `${name}.jsonl`, sha256: digest("sha256", Buffer.from(lines)) };
  return { path: join(directory, `${name}.json`), part: { ranges, samples } };
}

async function textOf(parts: readonly SampledPart[]): Promise<string> {
  let text = "";
  for await (const samples of readPartSamples(parts)) text += formatSamples(samples);
  return text;
}

test("images come by index, though a part's lie between another's, the same bytes again", async () => {
  const a = await part("a", [
    { start: 0, end: 5 },
    { start: 2500, end: 2600 },
  ]);
  const b = await part("b", [{ start: 5, end: 2500 }]);
  expect(await textOf([b, a])).toBe(formatSamples(samplesOf({ start: 0, end: 2600 })));
});

test("lines that are not those of its ranges are refused, by what was expected", async () => {
  const few = await part(
    "few",
    [{ start: 0, end: 9 }],
    formatSamples(samplesOf({ start: 0, end: 8 })),
  );
  await expect(textOf([few])).rejects.toThrow(
    "few.jsonl: expected image 8, got the end of the file",
  );
  const others = formatSamples(samplesOf({ start: 1, end: 10 }));
  const other = await part("other", [{ start: 0, end: 9 }], others);
  await expect(textOf([other])).rejects.toThrow(
    'other.jsonl: expected all of image 0, got {"index":1,',
  );
});

test("a file that is not there, or changed, is told before any is read", async () => {
  const good = await part("good", [{ start: 0, end: 9 }]);
  const bad = await part("bad", [{ start: 9, end: 12 }]);
  await writeFile(join(directory, "bad.jsonl"), "");
  const first = (): Promise<unknown> => readPartSamples([good, bad]).next();
  await expect(first()).rejects.toThrow(
    /^bad\.jsonl: expected SHA-256 .*, as bad\.json says, got /,
  );
  await rm(join(directory, "bad.jsonl"));
  await expect(first()).rejects.toThrow(DataError);
  await expect(first()).rejects.toThrow(
    "bad.jsonl: no such file or directory; the samples of bad.json are to lie beside it",
  );
});

test("lines that are none, or of other classes, are refused as data, though the part names them", async () => {
  const broken = await part("broken", [{ start: 0, end: 1 }], "{]\n");
  await expect(textOf([broken])).rejects.toThrow(DataError);
  await expect(textOf([broken])).rejects.toThrow("broken.jsonl: expected a line of JSON");
  const rows = [[1], [0, 1]].map((probabilities, index) =>
    JSON.stringify({ index, label: 0, prediction: 0, probabilities }),
  );
  const mixed = await part("mixed", [{ start: 0, end: 2 }], rows.join("\n"));
  await expect(textOf([mixed])).rejects.toThrow("mixed.jsonl: expected 1 probabilities of each");
});
