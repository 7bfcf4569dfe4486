import type { Split } from "@evalpool/mnist/node";

/** The first images of a split, or all of them where there are fewer. */
export function firstOf(split: Split, limit: number | undefined): Split {
  const { images, labels } = split;
  const [count, height, width] = images.shape;
  if (limit === undefined || limit >= count) return split;
  return {
    ...split,
    images: {
      data: images.data.subarray(0, limit * height * width),
      shape: [limit, height, width],
    },
    labels: { data: labels.data.subarray(0, limit), shape: [limit] },
  };
}
