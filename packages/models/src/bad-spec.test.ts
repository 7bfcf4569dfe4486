import { SpecError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { budget } from "./budget.js";
import { parseSpec } from "./parse-spec.js";

/** What is said of a spec that takes images of 3×8×8. */
function refusal(layers: readonly unknown[], more: object = {}): string {
  try {
    parseSpec({ id: "net", input: [3, 8, 8], layers, ...more }, "net.json");
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    return (error as Error).message;
  }
  throw new Error("expected it to be refused");
}

const relu = (name: string, input: string) => ({ type: "relu", name, inputs: [input] });
const conv = (said: object = {}) => {
  return { type: "conv2d", name: "c", filters: 4, kernel: 3, weight: "W", ...said };
};
const most = "expected at most 268,435,456 values for each example, got";

describe("values that do not come together", () => {
  test.each([
    ["a cycle", [relu("a", "c"), relu("b", "a"), relu("c", "b")], "a (relu): takes c, which is made of what it makes: a ← b ← c ← a is a cycle"], // prettier-ignore
    ["itself", [relu("a", "a")], "a (relu): takes a, which is made of what it makes: a ← a is a cycle"], // prettier-ignore
    ["one that comes later", [relu("a", "b"), relu("b", "x")], "a (relu): takes b, which is made only after it; put that before it"], // prettier-ignore
    ["one that nobody makes", [relu("a", "q")], "a (relu): takes q, which nothing makes; the input is x"], // prettier-ignore
    ["a slip", [relu("stem", "x"), relu("b", "stme")], "b (relu): takes stme, which nothing makes. Did you mean stem?"], // prettier-ignore
    ["two makers", [relu("a", "x"), { type: "tanh", name: "a" }], "a (tanh): makes a, which another (relu) makes already; give it another name"], // prettier-ignore
    ["the input's name", [relu("x", "x")], "x (relu): makes x, which is the input; give it another name"], // prettier-ignore
    ["two of one parameter", [conv(), conv({ name: "d", padding: 1 })], "d (conv2d): parameter W is named twice; c has it too"], // prettier-ignore
    ["too few inputs", [{ type: "add" }], 'layers.0 (add): takes 2 values, got 1 of shape (3,8,8); name them in "inputs"'], // prettier-ignore
    ["too many", [{ type: "relu", inputs: ["x", "x"] }], "layers.0 (relu): takes 1 value, got 2 of shape (3,8,8) and (3,8,8)"], // prettier-ignore
  ])("%s", (_, layers, message) => {
    expect(refusal(layers)).toBe(`net: ${message}`);
  });

  test("an output that nobody makes", () => {
    expect(refusal([relu("stem", "x")], { output: "stme" })).toBe(
      "net: nothing makes its output stme. Did you mean stem?",
    );
  });
});

describe("shapes that do not fit", () => {
  test.each([
    ["a kernel larger than its padded input", [conv({ kernel: [3, 11], padding: 1 })], "c (conv2d): its window of 3×11 does not fit the padded input of 10×10, got shape (3,8,8); a smaller one or more padding would"], // prettier-ignore
    ["one that is dilated", [conv({ dilations: 4 })], "c (conv2d): its window of 9×9 does not fit the padded input of 8×8, got shape (3,8,8); a smaller one or more padding would"], // prettier-ignore
    ["groups that do not divide", [conv({ groups: 2 })], "c (conv2d): expected groups that divide both channels and filters, got 2 groups of 3 channels and 4 filters"], // prettier-ignore
    ["no feature maps", [{ type: "flatten" }, conv()], "c (conv2d): expected feature maps (channels,height,width), got shape (192,); reshape it to such"], // prettier-ignore
    // NumPy's words
    ["add", [conv(), { type: "add", inputs: ["c", "x"] }], "layers.1 (add): operands could not be broadcast together with shapes (4,6,6) (3,8,8): c and x"], // prettier-ignore
    ["concat", [conv(), { type: "concat", inputs: ["c", "x"] }], "layers.1 (concat): expected shapes that differ along axis 0 alone, got (4,6,6) and (3,8,8): c and x"], // prettier-ignore
    ["slice", [{ type: "slice", start: 1, end: 4 }], "layers.0 (slice): expected a part of axis 0 of shape (3,8,8), got 1 to 4"], // prettier-ignore
    ["an axis that there is not", [{ type: "concat", axis: 3 }], "layers.0 (concat): there is no axis 3 in shape (3,8,8)"], // prettier-ignore
  ])("%s", (_, layers, message) => {
    expect(refusal(layers)).toBe(`net: ${message}`);
  });
});

describe("sizes that nobody has memory for, told before anything is made", () => {
  const huge = Number.MAX_SAFE_INTEGER;

  test.each([
    ["values", [{ type: "pad", padding: 9000 }], `${most} 972,864,384, the most of them of layers.0 (pad)`], // prettier-ignore
    ["values beyond what numbers tell apart", [{ type: "pad", padding: huge }], `${most} more than 9,007,199,254,740,991, the most of them of layers.0 (pad)`], // prettier-ignore
    ["filters", [conv({ filters: huge, kernel: 1 })], `${most} more than 9,007,199,254,740,991, the most of them of c (conv2d)`], // prettier-ignore
    ["weights", [{ type: "flatten" }, { type: "dense", name: "d", units: 2e6, weight: "W" }], "expected at most 268,435,456 weights, got 384,000,000, the most of them of d (dense)"], // prettier-ignore
  ])("%s", (_, layers, message) => {
    expect(refusal(layers)).toBe(`net: ${message}`);
  });

  test("an input", () => {
    expect(refusal([{ type: "flatten" }], { input: [huge, huge, huge] })).toBe(
      `net: ${most} more than 9,007,199,254,740,991, the most of them of its input`,
    );
  });

  test("lists, of which none is looked at one by one", () => {
    const list = (length: number): unknown[] => Array.from({ length }, () => 0);
    expect(refusal([{ type: "transpose", permutation: list(1e6) }])).toBe(
      "net.json: expected at most 64 numbers in layers.0.permutation, got 1,000,000",
    );
    const half = { type: "concat", inputs: list(budget.inputs / 2) };
    expect(refusal([half, half, { type: "relu", inputs: ["x"] }])).toBe(
      "net.json: expected at most 65,536 inputs of all layers, got 65,537",
    );
    expect(refusal([half])).toContain("; and 32758 more");
  });
});

describe("what no spec says", () => {
  const operation = "expected the name of an operation, as conv2d or dense, got";

  test.each([
    ["an unknown type", [{ type: "lstm" }], `layers.0.type: ${operation} "lstm"`],
    ["a slip in one", [{ type: "Conv2D", filters: 3 }], `layers.0.type: ${operation} "Conv2D". Did you mean conv2d?`], // prettier-ignore
    ["a long one", [{ type: "y".repeat(5000) }], `layers.0.type: ${operation} "${"y".repeat(40)}… (4960 characters more)"`], // prettier-ignore
    ["no type", [{}], `layers.0.type: ${operation} nothing`],
    ["one of JavaScript's own", [{ type: "__proto__" }], `layers.0.type: ${operation} "__proto__"`],
    ["a slip in an attribute", [conv({ stride: 2 })], "layers.0: there is no stride. Did you mean strides?"], // prettier-ignore
    ["an unknown attribute", [{ type: "relu", colour: 1 }], "layers.0: there is no colour; known are name, inputs and type"], // prettier-ignore
    ["many of them", [{ type: "relu", a1: 1, b2: 1, c3: 1, d4: 1 }], "layers.0: there is no a1, there is no b2, there is no c3, and 1 more; known are name, inputs and type"], // prettier-ignore
    ["no name for a parameter", [conv({ weight: undefined })], "layers.0.weight: expected its name in the checkpoint, got nothing"], // prettier-ignore
    ["a parameter that is no name", [conv({ bias: null })], "layers.0.bias: expected its name in the checkpoint, got null"], // prettier-ignore
    ["an unknown layout", [conv({ layout: "OHWI" })], 'layers.0.layout: expected OIHW or HWIO, got "OHWI". Did you mean OIHW?'], // prettier-ignore
    ["a kernel of text", [conv({ kernel: "3x3" })], 'layers.0.kernel: expected a whole number above 0, or [height, width], got "3x3"'], // prettier-ignore
    ["a kernel of nothing", [conv({ kernel: 0 })], "layers.0.kernel: expected a number above 0, got 0"], // prettier-ignore
    ["padding of three", [conv({ padding: [1, 2, 3] })], "layers.0.padding: expected a whole number of pixels, [height, width], or [top, left, bottom, right], got a list of 3"], // prettier-ignore
    ["part of a pixel", [conv({ filters: 1.5 })], "layers.0.filters: expected a whole number, got 1.5"], // prettier-ignore
    ["a ratio of 1", [{ type: "dropout", ratio: 1 }], "layers.0.ratio: expected a number below 1, got 1"], // prettier-ignore
    ["inputs of none", [{ type: "relu", inputs: [] }], "layers.0.inputs: expected a list of at least 1, got a list of 0"], // prettier-ignore
    ["no layer", [7], "layers.0: expected an object, got 7"],
  ])("%s", (_, layers, message) => {
    expect(refusal(layers)).toBe(`net.json: ${message}`);
  });

  test("on the whole", () => {
    expect(refusal([relu("a", "x")], { classes: 10 })).toBe(
      "net.json: there is no classes; known are id, input, image, layers, preprocess and output",
    );
    expect(refusal([relu("a", "x")], { layers: undefined })).toBe(
      "net.json: layers: expected a list, got nothing",
    );
  });
});
