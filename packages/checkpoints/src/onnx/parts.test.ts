import { UnsupportedError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { evaluate, opsOf } from "./testing/evaluate.js";
import { floats, int64s, type TestModel, type TestNode } from "./testing/onnx-model.js";

/** Two rows of channels, of which each is a number. */
const x = [1, 2, 3, 4, 5, 6, 7, 8];
const bounds = [int64s("one", [1]), int64s("three", [3]), int64s("axis", [1])];

function ofRows(nodes: readonly TestNode[], more: Partial<TestModel> = {}): TestModel {
  return { inputs: { x: ["N", 4] }, outputs: { y: ["N", 4] }, tensors: bounds, nodes, ...more };
}

describe("Slice", () => {
  test.each<[string, TestNode, number, number[]]>([
    ["of attributes", { op: "Slice", inputs: ["x"], outputs: ["y"], attributes: { axes: [1], starts: [1], ends: [3] } }, 9, [2, 3, 6, 7]], // prettier-ignore
    ["of inputs", { op: "Slice", inputs: ["x", "one", "three", "axis"], outputs: ["y"] }, 13, [2, 3, 6, 7]], // prettier-ignore
    ["from the end", { op: "Slice", inputs: ["x"], outputs: ["y"], attributes: { axes: [-1], starts: [-3], ends: [99] } }, 9, [2, 3, 4, 6, 7, 8]], // prettier-ignore
    ["of all examples as well", { op: "Slice", inputs: ["x"], outputs: ["y"], attributes: { axes: [0, 1], starts: [0, 2], ends: [2 ** 31 - 1, 4] } }, 9, [3, 4, 7, 8]], // prettier-ignore
  ])("%s", async (_, node, opset, expected) => {
    const { values, graph } = await evaluate(ofRows([node], { opset }), x);
    expect(values).toEqual(expected);
    expect(opsOf(graph)).toEqual(["slice"]);
  });

  test("in steps, forth and back", async () => {
    const steps = (start: number, end: number, step: number) =>
      evaluate(
        ofRows([{ op: "Slice", inputs: ["x", "start", "end", "axis", "step"], outputs: ["y"] }], {
          tensors: [
            int64s("start", [start]),
            int64s("end", [end]),
            int64s("axis", [1]),
            int64s("step", [step]),
          ],
        }),
        x,
      );
    expect((await steps(0, 4, 2)).values).toEqual([1, 3, 5, 7]);
    expect((await steps(-1, -5, -1)).values).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  });

  test("in steps along pixels", async () => {
    const model: TestModel = {
      inputs: { x: ["N", 1, 2, 4] },
      outputs: { y: ["N", 2] },
      tensors: [
        int64s("start", [1, 1]),
        int64s("end", [2, 4]),
        int64s("axis", [2, 3]),
        int64s("step", [2, 2]),
      ],
      nodes: [
        { op: "Slice", inputs: ["x", "start", "end", "axis", "step"], outputs: ["part"] },
        { op: "Flatten", inputs: ["part"], outputs: ["y"] },
      ],
    };
    expect((await evaluate(model, x)).values).toEqual([6, 8]);
  });
});

describe("Split", () => {
  const swapped: TestNode = { op: "Concat", inputs: ["b", "a"], outputs: ["y"], attributes: { axis: 1 } }; // prettier-ignore

  test("into parts of one length", async () => {
    const split: TestNode = { op: "Split", inputs: ["x"], outputs: ["a", "b"], attributes: { axis: 1 } }; // prettier-ignore
    const { values } = await evaluate(ofRows([split, swapped]), x);
    expect(values).toEqual([3, 4, 1, 2, 7, 8, 5, 6]);
  });

  test("into parts of lengths that are told", async () => {
    const { values } = await evaluate(
      ofRows(
        [
          { op: "Split", inputs: ["x", "lengths"], outputs: ["a", "b"], attributes: { axis: -1 } },
          swapped,
        ],
        { tensors: [int64s("lengths", [1, 3])] },
      ),
      x,
    );
    expect(values).toEqual([2, 3, 4, 1, 6, 7, 8, 5]);
  });

  test("into parts of which only some have a name", async () => {
    const split: TestNode = { op: "Split", inputs: ["x"], outputs: ["", "a", "", "b"], attributes: { axis: 1 } }; // prettier-ignore
    expect((await evaluate(ofRows([split, swapped]), x)).values).toEqual([4, 2, 8, 6]);
  });

  test("into three, of which the last is shorter", async () => {
    const split: TestNode = { op: "Split", inputs: ["x"], outputs: ["a", "", "c"], attributes: { axis: 1, num_outputs: 3 } }; // prettier-ignore
    const last: TestNode = { op: "Concat", inputs: ["c", "a"], outputs: ["y"], attributes: { axis: 1 } }; // prettier-ignore
    const wide = { opset: 18, inputs: { x: ["N", 5] } };
    const { values } = await evaluate(ofRows([split, last], wide), [1, 2, 3, 4, 5]);
    expect(values).toEqual([5, 1, 2]);
  });
});

test("channels in groups are shuffled", async () => {
  const model: TestModel = {
    inputs: { x: ["N", 4, 1, 2] },
    outputs: { y: ["N", 8] },
    tensors: [int64s("apart", [-1, 2, 2, 1, 2]), int64s("flat", [-1, 8])],
    nodes: [
      { op: "Reshape", inputs: ["x", "apart"], outputs: ["groups"] },
      { op: "Transpose", inputs: ["groups"], outputs: ["t"], attributes: { perm: [0, 2, 1, 3, 4] } }, // prettier-ignore
      { op: "Reshape", inputs: ["t", "flat"], outputs: ["y"] },
    ],
  };
  expect((await evaluate(model, x)).values).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
});

describe("one channel as three", () => {
  const flat: TestNode = { op: "Flatten", inputs: ["rgb"], outputs: ["y"] };

  test.each([
    ["Tile", [1, 3, 1, 1]],
    ["Expand", [1, 3, 1, 2]],
    ["Expand", [3, 1, 1]],
  ])("by %s of %j", async (op, numbers) => {
    const model: TestModel = {
      inputs: { x: ["N", 1, 1, 2] },
      outputs: { y: ["N", 6] },
      tensors: [int64s("numbers", numbers)],
      nodes: [{ op, inputs: ["x", "numbers"], outputs: ["rgb"] }, flat],
    };
    expect((await evaluate(model, [1, 2, 3, 4])).values).toEqual([
      1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4,
    ]);
  });
});

describe("Gather", () => {
  const gather: TestNode = { op: "Gather", inputs: ["x", "i"], outputs: ["y"], attributes: { axis: 1 } }; // prettier-ignore

  test("of a list", async () => {
    const { values } = await evaluate(ofRows([gather], { tensors: [int64s("i", [2, -1, 0])] }), x);
    expect(values).toEqual([3, 4, 1, 7, 8, 5]);
  });

  test("of one, whose axis goes", async () => {
    const one = { ...int64s("i", [1]), dims: [] };
    const model = ofRows([gather], { inputs: { x: ["N", 2, 2] }, tensors: [one] });
    expect((await evaluate(model, x)).values).toEqual([3, 4, 7, 8]);
  });
});

test.each([
  ["Max", [5, 5, 5, 5]],
  ["Min", [1, 2, 3, 4]],
])("%s of two values", async (op, extremes) => {
  const { values } = await evaluate(
    ofRows([
      { op: "Mul", inputs: ["x", "minus"], outputs: ["m"] },
      { op: "Add", inputs: ["m", "six"], outputs: ["back"] },
      { op, inputs: ["back", "x"], outputs: ["y"] },
    ], { tensors: [floats("minus", [], [0]), floats("six", [], [5])] }), // prettier-ignore
    [1, 2, 3, 4],
  );
  expect(values).toEqual(extremes);
});

test.each([
  [2, [1, 4, 9, 16]],
  [3, [1, 8, 27, 64]],
])("Pow by %i", async (power, expected) => {
  const tensors = [floats("p", [], [power])];
  const model = ofRows([{ op: "Pow", inputs: ["x", "p"], outputs: ["y"] }], { tensors });
  expect((await evaluate(model, [1, 2, 3, 4])).values).toEqual(expected);
});

describe("a GELU before opset 20", () => {
  const numbers = [
    floats("root", [], [Math.SQRT2]),
    floats("inverse", [], [Math.SQRT1_2]),
    floats("one", [], [1]),
    floats("half", [], [0.5]),
  ];
  const node = (op: string, inputs: string, output: string): TestNode => {
    return { op, inputs: inputs.split(" "), outputs: [output] };
  };
  const start = [node("Erf", "z", "e"), node("Add", "e one", "s")];

  test.each<[string, TestNode[]]>([
    ["PyTorch's", [node("Div", "x root", "z"), ...start, node("Mul", "x s", "p"), node("Mul", "p half", "y")]], // prettier-ignore
    ["half first", [node("Mul", "x inverse", "z"), node("Mul", "half x", "h"), ...start, node("Mul", "h s", "y")]], // prettier-ignore
    ["half of the sum", [node("Mul", "inverse x", "z"), ...start, node("Mul", "half s", "h"), node("Mul", "h x", "y")]], // prettier-ignore
  ])("%s", async (_, nodes) => {
    const { values, graph } = await evaluate(ofRows(nodes, { tensors: numbers }), [1, -1, 0, 2]);
    expect(opsOf(graph)).toEqual(["gelu"]);
    const expected = [0.841345, -0.158655, 0, 1.9545];
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  const [div, last, half] = [node("Div", "x root", "z"), node("Mul", "p half", "y"), node("Mul", "s half", "p")]; // prettier-ignore
  const more = [
    ...[floats("two", [1, 1], [2]), floats("ones", [1, 1], [1]), floats("other", [1], [1.001])],
    ...[floats("four", [4], [1, 1, 1, 1]), floats("nearly", [], [0.50015])],
  ];

  test.each<[string, TestNode[]]>([
    ["by a Div by 2", [div, ...start, node("Mul", "x s", "p"), node("Div", "p double", "y")]],
    ["of numbers that nodes hold", [
      { op: "Constant", inputs: [], outputs: ["held"], attributes: { value: { t: floats("", [], [1]) } } },
      ...[div, start[0]!, node("Add", "held e", "s"), node("Mul", "s x", "p"), last],
    ]], // prettier-ignore
    ["of numbers of one axis", [node("Mul", "x inverse1", "z"), start[0]!, node("Add", "e single", "s"), node("Mul", "x s", "p"), node("Mul", "half1 p", "y")]], // prettier-ignore
    ["beside what takes its first part too", [div, ...start, node("Mul", "x s", "p"), node("Mul", "p half", "g"), node("Add", "z g", "y")]], // prettier-ignore
  ])("%s", async (_, nodes) => {
    const single = [floats("inverse1", [1], [Math.SQRT1_2]), floats("single", [1], [1]), floats("half1", [1], [0.5])]; // prettier-ignore
    const tensors = [...numbers, ...single, floats("double", [], [2])];
    const { graph } = await evaluate(ofRows(nodes, { tensors }), [1, -1, 0, 2]);
    expect(opsOf(graph)).toContain("gelu");
  });

  // Each is of one node or number more or less; and `Erf` alone is not covered.
  test.each<[string, TestNode[]]>([
    ["a product with another value", [div, ...start, node("Mul", "z s", "p"), last]],
    ["a product with another value behind", [div, ...start, half, node("Mul", "p z", "y")]],
    ["a sum with the value behind", [div, ...start, half, node("Add", "p x", "y")]],
    ["a square of the sum", [div, ...start, node("Mul", "s s", "p"), last]],
    ["a sum in place of the product", [div, ...start, node("Add", "x s", "p"), last]],
    ["a sum with the half", [div, ...start, node("Mul", "x s", "p"), node("Add", "p half", "y")]],
    ["a half of another value", [div, node("Mul", "z half", "h"), ...start, node("Mul", "h s", "y")]],
    ["a difference", [div, start[0]!, node("Sub", "e one", "s"), node("Mul", "x s", "p"), last]],
    ["a sum with another number", [div, start[0]!, node("Add", "e half", "s"), node("Mul", "x s", "p"), last]],
    ["a sum with nearly 1", [div, start[0]!, node("Add", "e other", "s"), node("Mul", "x s", "p"), last]],
    ["a product with nearly a half", [div, ...start, node("Mul", "x s", "p"), node("Mul", "p nearly", "y")]],
    ["a sum with four", [div, start[0]!, node("Add", "e four", "s"), node("Mul", "x s", "p"), last]],
    ["a sum with 1 of two axes", [div, start[0]!, node("Add", "e ones", "s"), node("Mul", "x s", "p"), last]],
    ["a sum with the value", [div, start[0]!, node("Add", "e x", "s"), node("Mul", "x s", "p"), last]],
    ["a division of the number", [node("Div", "root x", "z"), ...start, node("Mul", "x s", "p"), last]],
    ["nothing behind the sum", [div, start[0]!, node("Add", "e one", "y")]],
    ["nothing behind the product", [div, ...start, node("Mul", "x s", "y")]],
    ["an error function that others take", [div, ...start, node("Mul", "x s", "p"), node("Mul", "p half", "g"), node("Add", "g e", "y")]],
  ])("%s is none", async (_, nodes) => {
    const reading = evaluate(ofRows(nodes, { tensors: [...numbers, ...more] }), x);
    await expect(reading).rejects.toThrow("Erf (node e)");
  }); // prettier-ignore

  test("of another function is none", async () => {
    const others = [node("Tanh", "z", "e"), node("Add", "e one", "s"), node("Mul", "x s", "p")];
    const { values, graph } = await evaluate(
      ofRows([div, ...others, last], { tensors: numbers }),
      [1, -1, 0, 2],
    );
    expect(opsOf(graph)).not.toContain("gelu");
    // x (1 + numpy.tanh(x / numpy.sqrt(2))) / 2
    const expected = [0.80443, -0.19557, 0, 1.888386];
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  test.each(["Div (node z)", "Erf (node e)", "Add (node s)", "Mul (node p)", "Mul (node y)"])(
    "of nodes of which %s is of another domain is none",
    async (told) => {
      const nodes = [div, ...start, node("Mul", "x s", "p"), last].map((one) =>
        told.includes(` ${one.outputs[0]})`) ? { ...one, domain: "other" } : one,
      );
      const reading = evaluate(ofRows(nodes, { tensors: numbers }), x);
      await expect(reading).rejects.toThrow(`${told}: of other`);
    },
  );

  test("of a number that is none is none, and whoever takes it tells of that", async () => {
    const text = { name: "one", dims: [], dataType: 8 };
    const nodes = [div, ...start, node("Mul", "x s", "p"), last];
    const tensors = [...numbers.filter(({ name }) => name !== "one"), text];
    await expect(evaluate(ofRows(nodes, { tensors }), x)).rejects.toMatchObject({
      lacks: ["Erf (node e), opset 13", "Add (node s): values of string in one"],
    });
  });

  test("of other numbers is none", async () => {
    const nodes = [node("Mul", "x half", "z"), ...start, node("Mul", "x s", "p"), node("Mul", "p half", "y")]; // prettier-ignore
    await expect(evaluate(ofRows(nodes, { tensors: numbers }), x)).rejects.toThrow(
      UnsupportedError,
    );
  });
});
