import { expect, test } from "vitest";
import { parseCall, referencesIn, type KerasCall } from "./calls.js";

const x = { class_name: "__keras_tensor__", config: { keras_history: ["x", 0, 0] } };
const inputs = [{ layer: "x", call: 0 }];

test.each<[string, unknown, KerasCall]>([
  ["of Keras 2", [["x", 0, 0, { training: true, mask: null }]], { inputs, extra: ["training"] }],
  ["of Keras 2, without what is given by name", [["x", 0, 0]], { inputs, extra: [] }],
  ["of Keras 2, with a text", ["relu", ["x", 0, 0]], { inputs, extra: [] }],
  ["of Keras 3", { args: [x], kwargs: { training: true, mask: false } }, { inputs, extra: ["training"] }], // prettier-ignore
  ["of nothing by name", { args: [x], kwargs: null }, { inputs, extra: [] }],
  ["of a number", { args: [x, 2] }, { inputs, constant: { value: 2, isFirst: false }, extra: [] }],
  ["of a number first", { args: [2, x] }, { inputs, constant: { value: 2, isFirst: true }, extra: [] }], // prettier-ignore
  ["of a number beside a list with another", { args: [[x, 1], 2] }, { inputs, extra: ["an argument", "an argument"] }], // prettier-ignore
  ["of two values", { args: [x, [x]] }, { inputs: [...inputs, ...inputs], extra: [] }],
  ["of nothing", { args: [null] }, { inputs: [], extra: [] }],
  ["that is a number", 7, { inputs: [], extra: ["what is no call"] }],
  ["that is null", null, { inputs: [], extra: ["what is no call"] }],
])("a call %s", (_, node, call) => expect(parseCall(node)).toEqual(call));

const deep = (levels: number) =>
  Array.from({ length: levels }).reduce<unknown>((inner) => [inner], ["x", 0, 0]);

test.each<[string, unknown, typeof inputs]>([
  ["one", ["x", 0, 0], inputs],
  ["lists of them", [[["x", 0, 0]], null, 7, "x"], inputs],
  ["by names", { a: ["x", 0, 0], b: { c: ["x", 0, 0] } }, [...inputs, ...inputs]],
  ["what is called as a layer and a number", { a: "x", b: 0 }, []],
  ["a text, and numbers", [0, 0, "x"], []],
  ["texts", ["x", "y"], []],
  ["8 lists deep", deep(8), inputs],
  ["9 lists deep", deep(9), []],
  // More than there is stack for.
  ["100,000 lists deep", deep(100_000), []],
])("references among lists: %s", (_, value, found) => expect(referencesIn(value)).toEqual(found));
