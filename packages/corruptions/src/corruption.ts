/** The 15 corruptions of MNIST-C (N. Mu and J. Gilmer, 2019, arXiv:1906.02337), in its order. */
export const corruptions = [
  "shot_noise",
  "impulse_noise",
  "glass_blur",
  "motion_blur",
  "shear",
  "scale",
  "rotate",
  "brightness",
  "translate",
  "stripe",
  "fog",
  "spatter",
  "dotted_line",
  "zigzag",
  "canny_edges",
] as const;

/** One of them, or `identity`, which leaves images as they are. */
export type CorruptionName = (typeof corruptions)[number] | "identity";

/** From the mildest to the harshest; at 3 a corruption is MNIST-C's own. */
export const severities = [1, 2, 3, 4, 5] as const;

/** How strong a corruption is, as in ImageNet-C. */
export type Severity = (typeof severities)[number];

/** A corruption, and how strong it is. */
export interface CorruptionStrength {
  readonly name: CorruptionName;
  readonly severity: Severity;
}

/** What is done to the images of a data set: plain data, which a worker can be sent. */
export interface Corruption extends CorruptionStrength {
  /** Of the random numbers, an integer from 0 to 2^32 - 1. */
  readonly seed: number;
}
