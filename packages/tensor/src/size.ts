/** Number of elements that a shape holds. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
