import fc from "fast-check";
import { expect, test } from "vitest";
import { activations } from "../activations.js";
import { argmax } from "../argmax.js";
import { add } from "../arithmetic.js";
import type { Rows } from "../backend/memory.js";
import { dot } from "../dot.js";
import { applyFunction, dense, functions } from "../testing/backends.js";
import { referenceBackend } from "./backend.js";
import type { Tensor } from "../tensor.js";

function floats(length: number): fc.Arbitrary<Float32Array> {
  const range = { min: -8, max: 8, noNaN: true };
  return fc.float32Array({ minLength: length, maxLength: length, ...range });
}

const width = fc.integer({ min: 1, max: 40 });
const sizes = fc.record({ inputs: width, outputs: width, rows: fc.integer({ min: 1, max: 6 }) });

/** Rows with something between them, that must be neither read nor written. */
function spaced({ data, shape: [count = 0, width = 0] }: Tensor): Rows {
  const stride = width + 3;
  const rows = { data: new Float32Array(count * stride).fill(99), stride };
  for (let i = 0; i < count; i++) {
    rows.data.set(data.subarray(i * width, (i + 1) * width), i * stride);
  }
  return rows;
}

const layer = sizes.chain(({ inputs, outputs, rows }) =>
  fc.record({
    x: floats(rows * inputs).map((data) => ({ data, shape: [rows, inputs] })),
    weight: floats(inputs * outputs).map((data) => ({ data, shape: [inputs, outputs] })),
    bias: floats(outputs).map((data) => ({ data, shape: [outputs] })),
  }),
);

test("dense is np.dot(x, W) + b in float64, rounded to float32", () => {
  fc.assert(
    fc.property(layer, ({ x, weight, bias }) => {
      const [rows = 0] = x.shape;
      const packed = referenceBackend.packDense({ weight: weight.data, bias: bias.data });
      const y = dense(referenceBackend, packed, rows)(spaced(x), rows);
      const expected = add(dot(toFloat64(x), toFloat64(weight)), bias);
      for (const [i, value] of expected.data.entries()) {
        // Half a unit in float32's last place, and what the order of a float64 sum may change.
        const tolerance = 2 ** -24 * Math.abs(value) + 1e-10;
        expect(Math.abs(y.data[i]! - value)).toBeLessThanOrEqual(tolerance);
      }
    }),
  );
});

const matrix = sizes.chain(({ outputs, rows }) =>
  floats(rows * outputs).map((data) => ({ data, shape: [rows, outputs] })),
);

test.each(functions)("activate %s is the eager function on float32, to the bit", (name) => {
  fc.assert(
    fc.property(matrix, (x) => {
      const [rows = 0, width = 0] = x.shape;
      const inPlace = spaced(x);
      applyFunction(referenceBackend, name, inPlace, rows, width);
      const y = activations[name](x);
      const expected = spaced({ data: Float32Array.from(y.data), shape: y.shape });
      expect(inPlace.data).toEqual(expected.data);
    }),
  );
});

test("predictions are the eager argmax along the rows, ties included", () => {
  const rounded = matrix.map(({ data, shape }) => ({ data: data.map(Math.round), shape }));
  fc.assert(
    fc.property(rounded, (x) => {
      const [rows = 0, width = 0] = x.shape;
      const { predictions } = referenceBackend.summarize(spaced(x), rows, width);
      expect(Array.from(predictions)).toEqual(Array.from(argmax(x, 1).data));
    }),
  );
});

function toFloat64({ data, shape }: Tensor): Tensor {
  return { data: Float64Array.from(data), shape };
}
