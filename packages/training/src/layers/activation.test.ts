import { SpecError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { checkLayer, expectClose, makeLayer } from "../testing/check-layer.js";

const z = Float64Array.of(-2, -0.5, 0, 1.5);
const dy = Float64Array.of(1, 2, 3, -1);

// z = np.array([-2,-.5,0,1.5]); d = np.array([1,2,3,-1.]); s = 1/(1+np.exp(-z))
test("sigmoid gives what NumPy gives", () => {
  const layer = makeLayer({ type: "activation", function: "sigmoid" }, [2], 2);
  // s
  const y = [0.11920292202211755, 0.3775406687981454, 0.5, 0.8175744761936437];
  expectClose(layer.forward(z, 2), y, 1e-15);
  // d*s*(1-s)
  const dx = [0.1049935854035065, 0.470007424403189, 0.75, -0.14914645207033286];
  expectClose(layer.inputGradient(dy, 2), dx, 1e-15);
});

test("relu passes what is above 0, and its gradient likewise", () => {
  const layer = makeLayer({ type: "activation", function: "relu" }, [2], 2);
  expect([...layer.forward(z, 2)]).toEqual([0, 0, 0, 1.5]);
  expect([...layer.inputGradient(dy, 2)]).toEqual([0, 0, 0, -1]);
});

test.each(["sigmoid", "relu", "identity"] as const)(
  "%s: the gradient is that of the outputs",
  (f) => {
    const layer = makeLayer({ type: "activation", function: f }, [3], 2);
    // No value at 0, where ReLU has no slope to measure.
    checkLayer(
      layer,
      Float64Array.of(-3, -0.7, 0.1, 1, 2.5, 30),
      Float64Array.of(1, -2, 3, 0.5, 1, 2),
      2,
    );
  },
);

test.each(["step", "softmax"] as const)("%s cannot be trained through", (f) => {
  const make = () => makeLayer({ type: "activation", function: f }, [3], 2);
  expect(make).toThrow(SpecError);
  expect(make).toThrow(`layers.0 (${f}): cannot be trained through`);
});
