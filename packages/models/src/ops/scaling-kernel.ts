import type { ConvGeometry, MapShape } from "@evalpool/tensor";
import type { Lowering } from "../compile/lowering.js";
import { UNBOUNDED, type Kernel } from "../compile/program.js";

/**
 * `x · factor + offset` on each channel of maps: a convolution of one pixel, channel by channel.
 *
 * @param from the slot that holds the maps
 */
export function scalingKernel(
  { backend, isExact }: Pick<Lowering<object>, "backend" | "isExact">,
  input: MapShape,
  from: number,
  factors: Float32Array,
  offsets: Float32Array,
): Kernel {
  const { channels } = input;
  const geometry: ConvGeometry = {
    input,
    filters: channels,
    groups: channels,
    kernel: [1, 1],
    strides: [1, 1],
    padding: [0, 0, 0, 0],
    dilations: [1, 1],
  };
  const layer = backend.packConv({ weight: factors, bias: offsets }, geometry, isExact);
  return { kind: "conv", layer, from, end: { ...UNBOUNDED, isPooled: false } };
}
