import { describe, expect, test } from "vitest";
import { evaluate } from "./testing/evaluate.js";
import { floats, int64s, type TestNode } from "./testing/onnx-model.js";

describe("parts and pads of many", () => {
  const count = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);
  const given = [
    ...[int64s("start", [1]), int64s("end", [139]), int64s("three", [3]), int64s("one", [1]), int64s("two", [2])],
    ...[int64s("least", [-99]), int64s("most", [999]), int64s("last", [-1]), int64s("sides", [1, 2])],
    ...[int64s("alike", Array<number>(64).fill(1)), int64s("often", [1, 64]), int64s("axes", [1, 2]), int64s("lengths", [1, 4])],
    floats("nine", [], [9]),
    int64s("frame", [0, 0, 0, 1]),
  ]; // prettier-ignore
  const every = (length: number, from: number, step: number): number[] =>
    count(length).filter((n) => n >= from && (n - from) % step === 0);

  // By NumPy, of x = 1, 2, 3, …
  test.each<[string, number, number[], string, string[], Required<TestNode>["attributes"], number[]]>([
    ["every third column", 13, [1, 1, 140], "Slice", ["start", "end", "three", "three"], {}, every(139, 2, 3)],
    ["every third row", 13, [1, 140, 1], "Slice", ["start", "end", "two", "three"], {}, every(139, 2, 3)],
    ["every other channel", 13, [4, 1, 1], "Slice", ["start", "most", "one", "two"], {}, [2, 4]],
    ["every other of rows", 13, [2, 4], "Slice", ["start", "most", "two", "two"], {}, [2, 4, 6, 8]],
    ["steps of opset 10", 10, [4], "Slice", ["start", "most", "one", "two"], {}, [2, 4]],
    ["a value of opset 11", 11, [2], "Pad", ["frame", "nine"], {}, [1, 2, 9]],
    ["every other of 128", 13, [128], "Slice", ["start", "most", "one", "two"], {}, every(128, 2, 2)],
    ["from before the first", 13, [4], "Slice", ["least", "two", "one"], {}, [1, 2]],
    ["inputs of opset 10", 10, [4], "Slice", ["start", "three", "one", "one"], {}, [2, 3]],
    ["64 alike", 13, [2], "Gather", ["alike"], { axis: 1 }, Array<number>(64).fill(2)],
    ["64 times", 13, [1], "Tile", ["often"], {}, Array<number>(64).fill(1)],
    ["split by attributes", 11, [5], "Split", [], { axis: 1, split: [1, 4] }, [2, 3, 4, 5, 1]],
    ["split unevenly", 13, [5], "Split", ["lengths"], { axis: 1 }, [2, 3, 4, 5, 1]],
    ["a pad of opset 11", 11, [2], "Pad", ["frame"], {}, [1, 2, 0]],
    ["pads of the last axis alone", 18, [2, 2], "Pad", ["sides", "", "last"], {}, [0, 1, 2, 0, 0, 0, 3, 4, 0, 0]],
  ])("%s", async (_, opset, shape, op, inputs, attributes, expected) => {
    const splits = op === "Split";
    const node = { op, inputs: ["x", ...inputs], outputs: splits ? ["a", "b"] : ["y"], attributes };
    const back = { op: "Concat", inputs: ["b", "a"], outputs: ["y"], attributes: { axis: 1 } };
    const model = { opset, inputs: { x: ["N", ...shape] }, outputs: { y: ["N"] }, tensors: given, nodes: splits ? [node, back] : [node] };
    const length = shape.reduce((a, b) => a * b);
    expect((await evaluate(model, count(length))).values).toEqual(expected);
  });

  test("five into two parts of one length is refused before opset 18", async () => {
    const model = { inputs: { x: ["N", 5] }, outputs: { a: ["N"], b: ["N"] }, nodes: [{ op: "Split", inputs: ["x"], outputs: ["a", "b"], attributes: { axis: 1 } }] };
    await expect(evaluate(model, [])).rejects.toThrow("cannot split 5 into 3,2 for 2 outputs");
  });
}); // prettier-ignore
