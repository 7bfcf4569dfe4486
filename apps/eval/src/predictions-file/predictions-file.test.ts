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

test.each([
  ["", "got none of index 0"],
  ["index,predicted\n", 'line 1: there is no column "predicted".'],
  ["index,prediction,p1\n", 'there is no column "p1".'],
  ["index,index\n", "there are two columns index"],
  ["0,7\n1,3\n", 'there is no column "0".'],
  [`${header}0,1\n0,1\n`, "line 3: index: 0 is there twice"],
  [`${header}4,1\n`, "line 2: index: expected 0 to 3, got 4"],
  [`${header}-1,1\n`, "line 2: index: "],
  [`${header}0,1.5\n`, "line 2: prediction: "],
  [`${header}0,cat\n`, 'line 2: prediction: expected a number, got "cat"'],
  [`${header}0\n`, "line 2: expected 2 numbers, as the header has names, got 1"],
  [`${header}0,5000\n`, "prediction: expected 0 to 4095, got 5000"],
  ["index,label,prediction\n0,2,1\n", "line 2: label: expected 1, as the data set has, got 2"],
  ["index,label\n0,1\n", "line 2: expected prediction or probabilities"],
  [
    "index,p0,p1\n0,0.5,0.5\n",
    "probabilities: expected at least 4, as there are classes of labels",
  ],
  ["index,p0,p1,p2,p3\n0,0.5,0.5,0.5,0\n", "line 2: probabilities: expected a sum of 1, got 1.5"],
  ["index,p0,p1,p2,p3\n0,2,-1,0,0\n", "line 2: probabilities."],
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
  ["[1]\n", "line 1: there is no column"],
])("refuses %j", async (text, message) => {
  await expect(read(text)).rejects.toThrow(DataError);
  await expect(read(text)).rejects.toThrow(message);
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
