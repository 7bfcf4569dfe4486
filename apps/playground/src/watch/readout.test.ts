import { expect, test } from "vitest";
import { readoutOf } from "./readout.js";
import { shownStages } from "./shown-stages.js";
import { stageValues, valuesOfNodes } from "./stage-values.js";
import { passOf, tinyLayers, tinyModel } from "./testing/tiny-pass.js";
import { formatValue } from "./format-value.js";

const model = tinyModel(tinyLayers);
const bytes = Uint8Array.from({ length: 32 }, (_, i) => (i * 7) % 5);
const pass = passOf(model, bytes);
const classNames = ["cat", "dog"];
const [input, conv, row, dense] = shownStages(model.graph);

test("a value of a map is told by its place, before and after its function, with its bias", () => {
  // Channel 2, of 2×2 values.
  const [before, after] = valuesOfNodes(conv!, pass);
  const told = readoutOf(conv!, 2 * 4 + 3, { pass, classNames });
  expect(told).toEqual([
    "channel 2",
    "row 1",
    "column 1",
    `A ${formatValue(before![11]!)}`,
    `Z ${formatValue(after![11]!)}`,
    `bias ${formatValue(model.parameters.get("c.b")!.data[2]!)}`,
  ]);
  expect(after![11]).toBe(Math.max(0, before![11]!));
});

test("a unit is told with the class that it is of; what has one value alone with that", () => {
  const [a, z] = valuesOfNodes(dense!, pass);
  expect(readoutOf(dense!, 1, { pass, classNames })).toEqual([
    "unit 1",
    "class dog",
    `A ${formatValue(a![1]!)}`,
    `Z ${formatValue(z![1]!)}`,
    `bias ${formatValue(model.parameters.get("d.b")!.data[1]!)}`,
  ]);
  expect(readoutOf(input!, 17, { pass, classNames })).toEqual([
    "channel 1", "row 0", "column 1", `value ${bytes[17]!}`,
  ]); // prettier-ignore
  expect(readoutOf(row!, 5, { pass, classNames })[0]).toBe("value 5");
});

test("what changed is each value less what it was", () => {
  const before = passOf(model, new Uint8Array(32));
  const now = stageValues(input!, "after", pass, before);
  expect(Array.from(now)).toEqual(Array.from(bytes));
  expect(readoutOf(input!, 3, { pass, before, classNames })).toContain(`change ${bytes[3]!}`);
  // Of A, not Z, where that is wanted.
  const [a] = valuesOfNodes(conv!, pass);
  const [b] = valuesOfNodes(conv!, before);
  expect(stageValues(conv!, "before", pass, before)[11]).toBeCloseTo(a![11]! - b![11]!, 6);
});
