import type { RunIdentity } from "@evalpool/evaluate";

/** What some run over MNIST's test images is of. */
export const someIdentity: RunIdentity = {
  graph: "1".repeat(64),
  weights: "2".repeat(64),
  images: "3".repeat(64),
  labels: "4".repeat(64),
  format: "uint8 1x28x28",
  total: 10_000,
  classes: 10,
  corruption: "none",
  kernels: "reference",
  exact: false,
  rounding: "5".repeat(64),
};
