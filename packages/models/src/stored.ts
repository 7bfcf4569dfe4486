/**
 * How a checkpoint's file holds a parameter: as a model does (dense weights `[inputs, units]`,
 * convolutions `[O, I / groups, kH, kW]`), or with its axes in another order: `transposed` as
 * PyTorch's `Linear`, `HWIO` as Keras' `Conv2D`.
 */
export type Stored = "canonical" | "transposed" | "HWIO";

/** For each axis of the stored parameter, the axis of the model's that it is. */
const storedAxes: Readonly<Record<Stored, readonly number[] | undefined>> = {
  canonical: undefined,
  transposed: [1, 0],
  HWIO: [2, 3, 1, 0],
};

/** How to get from a model's layout to that of the file; undefined where they are the same. */
export function axesToStored(stored: Stored): readonly number[] | undefined {
  return storedAxes[stored];
}

/** And back. */
export function axesFromStored(stored: Stored): readonly number[] | undefined {
  const axes = storedAxes[stored];
  return axes?.map((_, axis) => axes.indexOf(axis));
}
