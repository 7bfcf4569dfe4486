import { size, type Tensor } from "@evalpool/tensor";

/** Images of any batch, one after the other. */
export interface Images {
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Tensor["data"];
  /** The axes before those of one image. */
  readonly batch: readonly number[];
}

/** A tensor `[…, C, H, W]` as images. */
export function imagesOf({ data, shape }: Tensor): Images {
  const [channels, height, width] = shape.slice(-3) as [number, number, number];
  const batch = shape.slice(0, -3);
  return { count: size(batch), channels, height, width, data, batch };
}

/** Floats as eager results are kept: float32 where the input is, else float64. */
export function floatsLike({ data }: Tensor, length: number): Float32Array | Float64Array {
  return data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
