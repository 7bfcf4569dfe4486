import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "@evalpool/errors";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { brightPixels } from "../testing/bright-pixels.js";
import { readPredictions } from "./read-predictions.js";

const directory = mkdtempSync(join(tmpdir(), "evalpool-"));
afterAll(() => rmSync(directory, { recursive: true }));

// Of the labels 1, 1, 2, 3.
const source = { ...brightPixels(4), labels: Uint8Array.of(1, 1, 2, 3) };

function read(text: string, images = 4) {
  const file = join(directory, "predicted.csv");
  writeFileSync(file, text);
  return readPredictions(file, source, images);
}

describe("each form says the same", () => {
  const predictions = Uint32Array.of(3, 1, 2, 0);

  test.each([
    ["CSV in any order", "index,prediction\n2,2\n0,3\n3,0\n1,1\n"],
    ["CSV of Windows, with labels", "label,index,prediction\r\n1,0,3\r\n1,1,1\r\n2,2,2\r\n3,3,0"],
    ["CSV of R, all quoted", '"index","prediction"\n"0","3"\n"1","1"\n"2","2"\n"3","0"\n'],
    ["spaces around commas", 'index , prediction\n 0, 3\n1 ,1\n2," 2 "\n3,0 \n'],
    ["semicolons", "index;prediction\n0;3\n1;1\n2;2\n3;0\n"],
    ["tabs", "index\tprediction\n0\t3\n1\t1\n2\t2\n3\t0\n"],
    [
      "blank lines at the end, after a mark of UTF-8",
      "\ufeffindex,prediction\n0,3\n1,1\n2,2\n3,0\n\n \r\n\n",
    ],
    ["floats that are whole", "index,prediction\n0,3.0\n1.0,1\n2,2\n3,0\n"],
    [
      "lines of JSON, and a blank one",
      [3, 1, 2, 0].map((p, i) => `{"prediction":${p},"index":${i}}`).join("\n") + "\n\n",
    ],
    [
      "lines of JSON, after a mark of UTF-8",
      "\ufeff" + [3, 1, 2, 0].map((p, i) => `{"prediction":${p},"index":${i}}`).join("\n"),
    ],
    ["lines of JSON", [3, 1, 2, 0].map((p, i) => `{"prediction":${p},"index":${i}}`).join("\n")],
  ])("%s", async (_, text) => {
    expect(await read(text)).toEqual({ classes: 4, predictions });
  });

  const rows = [[0.1, 0.2, 0.3, 0.4], [0, 1, 0, 0], [0, 0, 1, 0], [0.4, 0.3, 0.2, 0.1]]; // prettier-ignore
  test.each([
    ["CSV", `index,p0,p1,p2,p3\n${rows.map((row, i) => `${i},${row.join()}`).join("\n")}`],
    [
      "columns in any order",
      `p3,p2,p1,p0,index\n${rows.map((row, i) => `${row.toReversed().join()},${i}`).join("\n")}`,
    ],
    [
      "JSON",
      rows.map((probabilities, index) => JSON.stringify({ index, probabilities })).join("\n"),
    ],
  ])("probabilities as %s", async (_, text) => {
    const found = await read(text);
    expect(found.predictions).toEqual(predictions);
    expect([...found.probabilities!]).toEqual(
      rows.flat().map((p) => expect.closeTo(p, 10) as number),
    );
  });
});

test("of what is as probable, as printed, that which was predicted stays predicted", async () => {
  const rows = [0, 1, 2, 3].map((index) =>
    JSON.stringify({
      index,
      label: source.labels[index],
      prediction: 3,
      probabilities: [0, 0.5, 0, 0.5],
    }),
  );
  const { predictions, probabilities } = await read(rows.join("\n"));
  expect([...predictions]).toEqual([3, 3, 3, 3]);
  expect(probabilities![3]).toBeGreaterThan(probabilities![1]!);
});

test("predicted classes that no label has are classes too", async () => {
  expect((await read("index,prediction\n0,9\n1,1\n2,2\n3,3\n")).classes).toBe(10);
});

test("the first images alone may be there, where no more are wanted", async () => {
  const text = "index,prediction\n0,1\n1,1\n";
  expect((await read(text, 2)).predictions.slice(0, 2)).toEqual(Uint32Array.of(1, 1));
  await expect(read(text)).rejects.toThrow(
    "predicted.csv: expected a row for each of 4 images, got none of index 2; --limit 2 evaluates those before it",
  );
});

const header = "index,prediction\n";
const json = (value: object): string => JSON.stringify(value);

test.each<readonly [text: string, message: string]>([
  ["", "expected CSV or lines of JSON, got an empty file"],
  [header, "got none of index 0"],
  ["index,predicted\n", 'line 1: there is no column "predicted".'],
  ["index,prediction,p1\n", "line 1: expected columns from p0 on, one for each class, got no p0"],
  ["index,wxyz\n", "Known are index, label, prediction, p0, p1, … p4095."],
  ["prediction,label\n", "line 1: expected a column index, got prediction,label"],
  ['"","index","prediction"\n', "line 1: there is a column without a name; write.csv(…, row.names"],
  ["index,index\n", "there are two columns index"],
  ["0,7\n1,3\n", "line 1: expected a header line, as index,prediction, got numbers, 0,7"],
  [`${header}0,1\n0,1\n`, "line 3: index: 0 is there twice"],
  [`${header}4,1\n`, "line 2: index: expected 0 to 3, got 4"],
  [`${header}-1,1\n`, "line 2: index: expected a whole number of at least 0, got -1"],
  [`${header}0,1.5\n`, "line 2: prediction: expected a whole number of at least 0, got 1.5"],
  ...["0x9", "1e1", "NaN", "1 2", '"7'].map(
    (cell) =>
      [
        `${header}0,${cell}\n`,
        `line 2: prediction: expected a whole number of at least 0, got ${JSON.stringify(cell)}`,
      ] as const,
  ),
  [`${header}0, \n`, "line 2: prediction: expected a whole number of at least 0, got nothing"],
  [`${header}0,1\n\n1,1\n`, "line 3: expected a row, got a blank line"],
  [`${header}0,cat\n`, 'prediction: expected a whole number of at least 0, got "cat"'],
  ["index,p0\n0,cat\n", 'line 2: p0: expected a number, got "cat"'],
  ["index;p0\n0;0,5\n", 'line 2: p0: expected a number, got "0,5"'],
  [`${header}0\n`, "line 2: expected 2 numbers, as the header has names, got 1"],
  [`${header}0,5000\n`, "prediction: expected 0 to 4095, got 5000"],
  ["index,label,prediction\n0,2,1\n", "line 2: label: expected 1, as the data set has, got 2"],
  ["index,label\n0,1\n", "line 2: expected prediction or probabilities"],
  [
    "index,p0,p1\n0,0.5,0.5\n",
    "probabilities: expected at least 4, as there are classes of labels",
  ],
  ["index,p0,p1,p2,p3\n0,0.5,0.5,0.5,0\n", "line 2: probabilities: expected a sum of 1, got 1.5"],
  [
    "index,p0,p1,p2,p3\n0,2,-1,0,0\n",
    "line 2: expected probabilities from 0 to 1, got 2 for class 0: are these logits? softmax makes",
  ],
  [
    json({ index: 0, prediction: 1, probabilities: [1, 0, 0, 0] }),
    "line 1: prediction: expected 0, of the largest probability 1, got 1",
  ],
  [json({ index: 0, prediction: 1, guess: 2 }), 'line 1: there is no field "guess".'],
  [
    `${json({ index: 0, prediction: 1 })}\n${json({ index: 1, probabilities: [1, 0, 0, 0] })}`,
    "line 2: probabilities: expected 0, as in the first row, got 4",
  ],
  ["{", "line 1: expected a line of JSON"],
  ['{\n  "index": 0\n}', "line 1: expected a line of JSON for each image, got one of several"],
  [
    "[1]\n",
    "line 1: expected a line of JSON for each image, got an array of JSON; jq -c '.[]' makes",
  ],
  [`${json({ index: 0, prediction: 1 })}\n7`, "line 2: expected an object, as {"],
  [json({ prediction: 7 }), "line 1: index: expected a whole number of at least 0, got nothing"],
  ...[1.5, null, "7", -1, [7]].map(
    (index) =>
      [
        json({ index, prediction: 7 }),
        `line 1: index: expected a whole number of at least 0, got ${Array.isArray(index) ? "a list of 1" : json({ index }).slice(9, -1)}`,
      ] as const,
  ),
  [
    json({ index: 0, probabilities: [0, null] }),
    "line 1: probabilities: expected a number, got null",
  ],
  [
    json({ index: 0, probabilities: [] }),
    "probabilities: expected a list of numbers, got a list of 0",
  ],
  [
    json({ index: 0, probabilities: [-3.5, 2, 8, 9] }),
    "line 1: expected probabilities from 0 to 1, got -3.5 for class 0: are these logits?",
  ],
  ["<!DOCTYPE html>\n", "got a web page; download the file itself"],
  ["version https://git-lfs.github.com/spec/v1\n", "fetch it with git lfs pull"],
])("refuses %j", async (text, message) => {
  await expect(read(text)).rejects.toThrow(DataError);
  await expect(read(text)).rejects.toThrow(message);
});

test.each([
  [[0x08, 0x08, 0x12, 0x07], "got an ONNX model; a model is given with --model FILE"],
  [[0x1f, 0x8b, 8, 0], "got a gzip file; decompress it first, with gunzip"],
  [
    [...Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
    "got a PNG image; write a line index,prediction",
  ],
  [[...Buffer.from("\ufeffindex", "utf16le")], "got what is no text of UTF-8"],
])("refuses another kind of file, %j", async (bytes, message) => {
  const file = join(directory, "other.csv");
  writeFileSync(file, Uint8Array.from(bytes));
  const expected = `other.csv: expected CSV or lines of JSON, ${message}`;
  await expect(readPredictions(file, source, 4)).rejects.toThrow(expected);
});

test("any bytes are read or refused", async () => {
  const good = `${header}0,1\n1,1\n2,2\n3,3\n`;
  const mutated = fc
    .tuple(fc.nat(good.length), fc.nat(4), fc.string({ maxLength: 4 }))
    .map(([at, length, other]) => good.slice(0, at) + other + good.slice(at + length));
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, fc.string()), async (text) => {
      const outcome: unknown = await read(text).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DataError);
    }),
    { numRuns: 10_000 },
  );
}, 300_000);
