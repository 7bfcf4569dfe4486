import { DataError, required } from "@evalpool/errors";
import { lowerSpec } from "@evalpool/models";
import { expect, test } from "vitest";
import { requireEvaluable } from "./require-evaluable.js";
import { pixelModel, smallSource } from "./testing/small-job.js";

const source = smallSource(10);
const format = required(source.format, "format");

test("what fits is let through; one channel has one order", () => {
  expect(() => requireEvaluable(pixelModel, source)).not.toThrow();
  const sameOrder = { ...source, format: { ...format, layout: "HWC" as const } };
  expect(() => requireEvaluable(pixelModel, sameOrder)).not.toThrow();
});

// Each of these was a wrong number, or a failure of a worker.
test.each([
  [{ format: { ...format, width: 5 } }, "got images of 1×1×5"],
  [{ format: { ...format, element: "float32" as const } }, "--scale 1 takes them as they are"],
  [
    { format: { ...format, element: "float32" as const, white: 1 as const } },
    "expected 160 pixels for 10 images, got 40",
  ],
  [{ handle: new Uint8Array(39) }, "expected 40 pixels for 10 images, got 39"],
  [{ handle: new Uint8Array(44) }, "expected 40 pixels for 10 images, got 44"],
  [{ labels: new Uint8Array(9) }, "9 labels for 10 images"],
  [
    { labels: Uint8Array.of(0, 1, 2, 3, 4, 0, 0, 0, 0, 0) },
    "model pixels has 4 classes: expected labels below, got 4 at index 4",
  ],
  [{ labels: new Uint16Array(10).fill(65_535) }, "got 65535 at index 0"],
  [{ classNames: ["a", "b", "c", "d", "e"] }, "has 5 classes, and model pixels tells 4 apart"],
  // Sent as bytes, of which a thread read every fourth.
  [{ labels: new Int32Array(10) }, "labels in a Uint8Array or Uint16Array, got Int32Array"],
  [{ handle: new Float32Array(40) }, "expected pixels in a Uint8Array, got Float32Array"],
])("refuses %o", (other, message) => {
  const check = (): void => requireEvaluable(pixelModel, { ...source, ...other } as typeof source);
  expect(check).toThrow(DataError);
  expect(check).toThrow(message);
});

test("where both name the classes, both must say the same", () => {
  const model = { ...pixelModel, graph: { ...pixelModel.graph, classNames: ["a", "b", "c", "d"] } };
  const named = (classNames: string[]) => () => requireEvaluable(model, { ...source, classNames });
  expect(named(["a", "b", "c", "d"])).not.toThrow();
  expect(named(["a", "b"])).not.toThrow();
  expect(named(["a", "c", "b", "d"])).toThrow(
    "class 1 is c, and of model pixels b; give the names in the model's order with --class-names",
  );
});

test("of a network that divides pixels itself, floats are to be brought to what a byte says", () => {
  const floats = { ...source, format: { ...format, element: "float32" as const } };
  const layers = [{ type: "scale", divisor: 255 }, { type: "flatten" }] as const;
  const graph = lowerSpec({ id: "scaled", input: [1, 1, 4], layers });
  expect(() => requireEvaluable({ graph, parameters: new Map() }, floats)).toThrow(
    "the network divides pixels by itself: bring them to 0 to 255 with --scale and --mean",
  );
});
