import { gunzipped } from "../../testing/gunzipped.js";

/*
 * A network in Keras 3.15.1:
 *
 *     x = keras.Input((6, 5, 1), name="pixels")
 *     y = L.Rescaling(1 / 255, name="scale")(x)
 *     y = L.Conv2D(3, 3, padding="same", activation="relu", name="block_conv")(y)
 *     z = L.DepthwiseConv2D(3, padding="same", use_bias=False, name="block_depth")(y)
 *     y = L.Add(name="sum")([y, z])
 *     y = keras.Sequential([L.BatchNormalization(name="norm"), L.MaxPooling2D(name="pool"),
 *                           L.Conv2D(2, 1, name="point")], name="inner")(y)
 *     y = L.Flatten(name="flat")(y)
 *     y = L.Dense(5, activation="hard_sigmoid", name="hidden")(y)
 *     y = L.Dense(4, activation="softmax", name="classes")(y)
 *
 * with weights of NumPy's default_rng(13), saved as `small.keras` and `small.h5`. `small-keras2.h5` is
 * the same in Keras 2's dialect, with names of layers that have a slash.
 */
export const small = (name: "small.keras" | "small.h5" | "small-keras2.h5"): Uint8Array =>
  gunzipped(new URL(`./${name}.gz`, import.meta.url));

/** Rows of pixels, 6 × 5. */
export const pixels = [
  ...[124, 157, 250, 121, 228, 92, 162, 242, 203, 208, 61, 39, 121, 0, 187],
  ...[66, 84, 108, 96, 41, 249, 86, 213, 174, 39, 189, 12, 209, 77, 208],
];

/** `model(pixels)`; and with `hard_sigmoid` as Keras 2 had it, `clip(0.2 x + 0.5, 0, 1)`. */
export const probabilities = {
  keras3: [0.02247286, 0.04655878, 0.3031088, 0.6278597],
  keras2: [0.02071077, 0.04411246, 0.3201512, 0.6150255],
};

/** `{ v.path: v.numpy() }` */
export const weights: Readonly<Record<string, readonly [shape: number[], data: number[]]>> = {
  "block_conv/kernel": [
    [3, 3, 1, 3],
    [
      1.28, -2.15, 0.67, 0.05, 0.92, 0.27, 1.28, 0.02, -0.36, 0.41, 0.3, -0.25, -0.17, 0.5, 0.49,
      -0.35, -0.26, -1.26, 1.18, -0.16, 0.94, 0.29, 1.36, 1.08, 0.22, 1.04, -0.67,
    ],
  ],
  "block_conv/bias": [[3], [0.88, -1.04, 0.24]],
  "block_depth/kernel": [
    [3, 3, 3, 1],
    [
      0.75, 0.16, -0.26, -0.56, -0.24, 0.74, 0.62, -0.18, -0.87, 0.47, -1.01, -0.37, -0.51, 0.52,
      0.17, 0.32, 0.19, -0.47, 0.37, 0.99, -0.03, 0.44, -0.09, 0.72, 0.47, 0.61, 0.24,
    ],
  ],
  "inner/norm/gamma": [[3], [1.15, -0.25, -0.23]],
  "inner/norm/beta": [[3], [-0.41, 0.43, -0.44]],
  "inner/norm/moving_mean": [[3], [-0.45, 0.51, 0.81]],
  "inner/norm/moving_variance": [[3], [0.6, 2.08, 0.87]],
  "inner/point/kernel": [
    [1, 1, 3, 2],
    [-0.75, -0.85, -0.29, 1.27, -0.22, -0.51],
  ],
  "inner/point/bias": [[2], [0.49, 0.05]],
  "hidden/kernel": [
    [12, 5],
    [
      0.08, -0.48, -0.0, 0.3, -1.34, -1.13, 0.76, 0.59, -0.35, -0.71, -0.13, -0.84, -0.24, 1.16,
      0.09, 0.82, -0.16, 0.26, 0.97, -0.94, -0.24, -0.11, 0.2, 1.09, 0.48, -1.05, -0.19, -0.63,
      -0.64, 1.42, -0.74, 0.17, -0.5, 0.6, 0.25, 0.09, -0.05, 0.8, -0.65, -0.51, -0.78, 0.93, -0.21,
      -0.73, -0.29, 1.75, -0.08, 0.6, 0.33, -0.01, -0.48, -0.23, -0.25, -1.55, 1.81, 0.65, 0.08,
      -0.14, -0.55, 0.66,
    ],
  ],
  "hidden/bias": [[5], [-0.13, 0.34, -0.97, 0.26, 1.4]],
  "classes/kernel": [
    [5, 4],
    [
      -0.2, 0.56, 0.02, 0.77, 0.75, 0.04, -0.39, 0.2, 0.03, -0.43, 0.32, 0.3, -0.62, -0.08, 2.04,
      0.57, 0.07, 1.76, -0.32, -1.73,
    ],
  ],
  "classes/bias": [[4], [-1.33, -1.06, 0.18, 0.68]],
};
