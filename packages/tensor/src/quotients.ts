/** What each of the 256 bytes gives, divided in float64 and rounded to float32: for `mapBytes`. */
export function quotients(divisor: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => byte / divisor);
}
