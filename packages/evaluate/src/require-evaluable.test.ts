import { DataError, required } from "@evalpool/errors";
import { lowerSpec } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import type { OwnPredictor } from "./own-predictor.js";
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
  [
    { format: { ...format, width: 5 } },
    "pixels test: model pixels takes images of 1×1×4, got images of 1×1×5",
  ],
  [{ format: { ...format, element: "float32" as const } }, "--scale 1 takes them as they are"],
  [
    { format: { ...format, element: "float32" as const, white: 1 as const } },
    "expected 160 pixels for 10 images, got 40",
  ],
  [{ handle: new Uint8Array(39) }, "expected 40 pixels for 10 images, got 39"],
  [{ handle: new Uint8Array(44) }, "expected 40 pixels for 10 images, got 44"],
  [{ labels: new Uint8Array(9) }, "pixels test: 9 labels for 10 images"],
  [
    { labels: Uint8Array.of(0, 1, 2, 3, 4, 0, 0, 0, 0, 0) },
    "pixels test: model pixels has 4 classes: expected labels below, got 4 at index 4",
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

const floats = { ...source, format: { ...format, element: "float32" as const, white: 1 as const } };

test.each([
  ["a corruption", {}, "only bytes can be corrupted; save them as bytes from 0 to 255"],
  ["resizing", { resize: { height: 1, width: 4 } }, "only bytes can be resized; save them as"],
  ["inversion", { invert: true as const }, "only bytes can be inverted; save them as"],
  ["channels", { channels: "gray" as const }, "only bytes can be made gray or rgb; save them as"],
])("floats are refused for %s, as it is one of bytes", (what, preprocess, message) => {
  const model = { ...pixelModel, graph: { ...pixelModel.graph, preprocess } };
  const corruption = { name: "fog", severity: 1, seed: 0 } as const;
  const evaluating = () =>
    requireEvaluable(model, floats, what === "a corruption" ? corruption : undefined);
  expect(evaluating).toThrow(DataError);
  expect(evaluating).toThrow(`pixels test: pixels are floats, and ${message}`);
});

test("pixels in memory are of a format", () => {
  const { format: _, ...rest } = source;
  expect(() => requireEvaluable(pixelModel, rest)).toThrow("expected a format of the pixels");
});

describe("a predictor of one's own", () => {
  const own: OwnPredictor = {
    id: "own",
    source: { predict: () => [] },
    input: { shape: [1, 1, 4] },
    gives: "logits",
    runtime: { name: "predict" },
  };
  const handle = new Uint8Array(160);
  /** Floats that may be any. */
  const beyond = { ...source, handle, format: { ...format, element: "float32" as const } };
  const unit = { ...floats, handle };
  const takes = (input: object, images: typeof source) => () =>
    requireEvaluable({ ...own, input: { ...own.input, ...input } }, images);

  test("takes floats from 0 to 1, and of others what the caller says becomes of them", () => {
    expect(takes({}, unit)).not.toThrow();
    expect(takes({ element: "float32" }, unit)).not.toThrow();
    expect(takes({ preprocess: { scale: 1 } }, beyond)).not.toThrow();
    expect(takes({}, beyond)).toThrow(
      "pixels are numbers beyond bytes, and beyond floats from 0 to 1; --scale 1 takes them as they",
    );
    const preprocess = { scale: 1 };
    expect(takes({ preprocess, preprocessSource: "model" }, beyond)).toThrow("--scale 1 takes");
    expect(takes({ preprocess, preprocessSource: "caller" }, beyond)).not.toThrow();
    expect(takes({ preprocessSource: "caller" }, beyond)).toThrow("--scale 1 takes them as");
  });

  test("takes images of any channels, all of them", () => {
    const rgb = { ...source, format: { ...format, channels: 3, height: 2, width: 5 } };
    expect(takes({ shape: [3, 2, 5] }, { ...rgb, handle: new Uint8Array(300) })).not.toThrow();
    expect(takes({ shape: [3, 2, 5] }, { ...rgb, handle: new Uint8Array(270) })).toThrow(
      "expected 300 pixels for 10 images, got 270",
    );
  });

  test("that takes bytes takes no floats", () => {
    expect(takes({ element: "uint8" }, unit)).toThrow(
      "pixels test: pixels are floats, and own takes bytes; take float32",
    );
  });

  test("knows as many classes as the data set has, or says how many", () => {
    const more = { ...source, labels: new Uint8Array(10).fill(6) };
    expect(() => requireEvaluable(own, more)).toThrow("model own has 4 classes: expected labels");
    expect(() => requireEvaluable({ ...own, classes: 7 }, more)).not.toThrow();
  });
});

test("where both name the classes, both must say the same", () => {
  const model = { ...pixelModel, graph: { ...pixelModel.graph, classNames: ["a", "b", "c", "d"] } };
  const named = (classNames: string[]) => () => requireEvaluable(model, { ...source, classNames });
  expect(named(["a", "b", "c", "d"])).not.toThrow();
  expect(() => requireEvaluable(model, source)).not.toThrow();
  expect(() => requireEvaluable(pixelModel, { ...source, classNames: ["x"] })).not.toThrow();
  expect(named(["a", "b"])).not.toThrow();
  const fewer = { ...model, graph: { ...model.graph, classNames: ["a"] } };
  expect(() => requireEvaluable(fewer, { ...source, classNames: ["a", "b"] })).toThrow(
    "class 1 is b, and of model pixels there is none; give the names",
  );
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
