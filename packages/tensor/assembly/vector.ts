/** `a * b + c`, rounded once where the engine has fused multiply-add (relaxed SIMD). */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** Bytes of one vector of four floats. */
export const VECTOR: usize = 16;

/** Vectors that hold `width` floats. */
@inline
export function vectorsOf(width: i32): i32 {
  return (width + 3) >> 2;
}

/** `min(max(x, lower), upper)`: NaN stays NaN, and -0 what it is where 0 is a bound. */
@inline
export function cutTo(x: v128, lower: v128, upper: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, lower), upper);
}

/** Floats from one pixel of a map to the next, whose channels come last. */
@inline
export function channelStride(channels: i32): i32 {
  return vectorsOf(channels) << 2;
}
