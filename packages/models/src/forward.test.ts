import { format, reshape, softmax, tensor, type Tensor } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, golden } from "../../../test/shared.js";
import { forward, trace } from "./forward.js";
import { lowerSpec } from "./lower-spec.js";
import { sixLayer as createSixLayer } from "./zoo/six-layer.js";
import { threeLayer as createThreeLayer } from "./zoo/three-layer.js";

const [threeLayer, sixLayer] = [createThreeLayer(), createSixLayer()];

interface Golden {
  readonly three_layer: Record<"A1" | "Z1" | "A2" | "Z2" | "A3" | "y", number[]>;
  readonly six_layer: Record<"identity" | "softmax", number[]>;
}

function expectClose(got: Tensor | undefined, expected: readonly number[]): void {
  expect(got?.shape).toEqual([expected.length]);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(got!.data[i]! - value)).toBeLessThanOrEqual(1e-12);
  }
}

// network = init_network(); y = forward(network, np.array([1.0, 0.5])); print(y)
test("three-layer ends as the worked example does", () => {
  expect(format(forward(threeLayer, tensor([1.0, 0.5])))).toBe("[0.31682708 0.69627909]");
});

test("a batch gives each row what it gives alone", () => {
  const batch = forward(
    threeLayer,
    tensor([
      [1.0, 0.5],
      [0.2, -3],
    ]),
  );
  expect(batch.shape).toEqual([2, 2]);
  const alone = forward(threeLayer, tensor([0.2, -3]));
  expect(Array.from(batch.data.slice(2))).toEqual(Array.from(alone.data));
});

test("scale and flatten prepare images, one or many", () => {
  const image = reshape(tensor([[51, 102]]), [1, 1, 2]);
  const layers = [{ type: "flatten" }, { type: "scale", divisor: 51 }] as const;
  const graph = lowerSpec({ id: "x", input: [1, 1, 2], layers: [...layers] });
  const model = { graph, parameters: new Map() };
  expect(forward(model, image)).toEqual(tensor([1, 2]));
  expect(forward(model, reshape(image, [1, 1, 1, 2]))).toEqual(tensor([[1, 2]]));
});

describeShared("NumPy's float64 values, to 1e-12", () => {
  test("every A and Z of three-layer", () => {
    const { three_layer: numpy } = golden("numeric") as Golden;
    const steps = trace(threeLayer, tensor([1.0, 0.5]));
    for (const [i, name] of (["A1", "Z1", "A2", "Z2", "A3", "y"] as const).entries()) {
      expectClose(steps[i]?.output, numpy[name]);
    }
  });

  test("six-layer with identity and with softmax", () => {
    const { six_layer: numpy } = golden("numeric") as Golden;
    const steps = trace(sixLayer, tensor([1.0, 0.5, 0.4, 0.9, -1.3]));
    expectClose(steps.at(-2)?.output, numpy.identity);
    expectClose(steps.at(-1)?.output, numpy.softmax);
    expectClose(softmax(steps.at(-2)!.output), numpy.softmax);
  });
});
