import { formatShape, ShapeError } from "@evalpool/errors";
import { channelStride, size, type Tensor } from "@evalpool/tensor";
import { floatsLike } from "./images.js";
import { only, parameterOf, type Operation } from "./operation.js";
import { nothing } from "./said.js";

type None = Record<never, never>;

/**
 * `x < 0 ? slope · x : x` with a slope for each channel of `[C, …]`, `slope` `[C]` (He et al. 2015,
 * arXiv:1502.01852).
 */
export const prelu: Operation<None, None, { slope: "required" }> = {
  inputs: 1,
  isActivation: true,
  roles: { slope: "required" },
  said: nothing,
  complete: () => ({}),
  infer(shapes) {
    const output = only(shapes);
    const [channels] = output;
    if (channels === undefined) {
      const reason = `expected an axis of channels, got shape ${formatShape(output)}`;
      throw new ShapeError("prelu", shapes, reason);
    }
    return { output, parameters: { slope: { shape: [channels], initial: 0.25 } } };
  },
  apply({ inputs, batchAxes, parameters }) {
    const x = only(inputs);
    return applyPrelu(x, parameterOf(parameters, "slope"), size(x.shape.slice(batchAxes + 1)));
  },
  lower(lowering) {
    const shape = only(lowering.shapes);
    const slope = lowering.weight("slope");
    if (shape.length === 3) {
      const slopes = new Float32Array(channelStride(slope.length));
      slopes.set(slope);
      lowering.change(0, { kind: "prelu", slopes }, "maps");
    } else {
      const inner = size(shape.slice(1));
      const slopes = Float32Array.from(
        { length: size(shape) },
        (_, i) => slope[Math.floor(i / inner)]!,
      );
      lowering.change(0, { kind: "prelu", slopes }, "row");
    }
  },
};

function applyPrelu(x: Tensor, slope: Tensor, inner: number): Tensor {
  const out = floatsLike(x, x.data.length);
  for (let i = 0; i < out.length; i++) {
    const value = x.data[i]!;
    out[i] = value < 0 ? value * slope.data[Math.floor(i / inner) % slope.data.length]! : value;
  }
  return { data: out, shape: x.shape };
}
