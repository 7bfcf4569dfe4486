import {
  convWritten,
  type ConvGeometry,
  type ConvKernels,
  type ConvWeights,
} from "../backend/conv.js";
import { mapStride } from "../backend/maps.js";
import { requireLayout } from "../kernel-limits.js";
import { examplesOf, requireRows, type WasmContext, type WasmKinds } from "./context.js";
import { packConv, planConv, requirePooling } from "./conv-layer.js";

/** Convolutions of images of bytes, as `assembly/conv-bytes.ts` packs them. */
export function convBytesKernels(
  context: WasmContext,
): Pick<ConvKernels<WasmKinds>, "suitsConvBytes" | "packConvBytes" | "convBytes"> {
  const { kernels, memory, module } = context;
  const layout = module.wide ? "bytes-16" : "bytes-8";
  /** What the kernel needs; 0 where its 16 bits do not tell all pixels apart that a window reaches. */
  const scratchOf = (geometry: ConvGeometry): number =>
    memory.borrow(() => kernels.convBytesScratch(planConv(context, geometry, UNBOUNDED)));

  return {
    suitsConvBytes: (geometry) =>
      geometry.input.channels === 1 &&
      planeOf(geometry) <= LARGEST_PLANE &&
      scratchOf(geometry) > 0,

    packConvBytes(weights, geometry, divisor) {
      const shape = shapeOf(geometry);
      const bytes = packConv(context, weights, kernels.convBytesPacked(...shape), (...from) => {
        const [weight, bias, packed] = from;
        kernels.packConvBytes(weight, bias, ...shape, packed, divisor);
      });
      const canPool = isSumFinite(weights, divisor);
      return { algorithm: "bytes", layout, geometry, divisor, canPool, bytes };
    },

    convBytes(layer, x, out, end) {
      const { geometry, bytes } = layer;
      requireLayout(layer, layout, kernels.convBytesPacked(...shapeOf(geometry)));
      requirePooling(layer, end);
      const plan = planConv(context, geometry, end);
      const scratchBytes = kernels.convBytesScratch(plan);
      if (scratchBytes === 0) throw new RangeError("expected a convolution that suits bytes");
      const scratch = memory.allocate(scratchBytes);
      const packed = memory.write(bytes);
      const { height, width } = geometry.input;
      const written = mapStride(convWritten(geometry, end));
      const isPooled = end.isPooled ? 1 : 0;
      return (first, count) => {
        const images = examplesOf(x, first, count, height * width);
        requireRows(out, count, written);
        kernels.convBytes(plan, images, count, packed, out.address, out.stride, scratch, isPooled);
      };
    },
  };
}

function shapeOf({ filters, kernel, dilations }: ConvGeometry) {
  return [filters, ...kernel, dilations[1]] as const;
}

/** Floats that the kernel pads an image to, at most: it counts their bytes in 32 bits. */
const LARGEST_PLANE = 2 ** 24;

/** Floats of a padded image, and of as many more as a last window may reach over. */
function planeOf({ input, kernel, strides, padding, dilations }: ConvGeometry): number {
  const along = (size: number, axis: 0 | 1): number =>
    size +
    padding[axis] +
    padding[axis === 0 ? 2 : 3] +
    strides[axis] +
    kernel[axis] * dilations[axis];
  return along(input.height, 0) * along(input.width, 1);
}

/** For what a plan's size is asked alone. */
const UNBOUNDED = { lower: -Infinity, upper: Infinity };

/** The kernel that pools takes the largest of numbers: no sum of any image may be NaN. */
function isSumFinite({ weight, bias }: ConvWeights, divisor: number): boolean {
  const largest = (255 * weight.reduce((sum, value) => sum + Math.abs(value), 0)) / divisor;
  return bias.every((value) => Math.fround(largest + Math.abs(value)) < Infinity);
}
