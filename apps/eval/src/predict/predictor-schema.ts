import * as z from "zod/mini";

/** What is said of a predictor of one's own, as far as types would tell it. */
export function predictorSchema() {
  const positive = z.int().check(z.positive());
  const finite = z.number().check(z.refine(Number.isFinite, { error: "expected a finite number" }));
  const nonZero = finite.check(z.refine((value) => value !== 0, { error: "expected not 0" }));
  const preprocess = z.strictObject({
    transpose: z.optional(z.literal(true)),
    invert: z.optional(z.literal(true)),
    channels: z.optional(z.enum(["gray", "rgb"])),
    resize: z.optional(
      z.strictObject({ height: positive, width: positive, crop: z.optional(z.literal(true)) }),
    ),
    scale: z.optional(nonZero),
    mean: z.optional(z.array(finite).check(z.minLength(1))),
    std: z.optional(z.array(nonZero).check(z.minLength(1))),
  });
  return z.object({
    id: z.optional(z.string().check(z.minLength(1))),
    classes: z.optional(positive),
    gives: z.enum(["logits", "probabilities"]),
    input: z.strictObject({
      shape: z.tuple([positive, positive, positive]),
      layout: z.optional(z.enum(["CHW", "HWC"])),
      element: z.optional(z.enum(["uint8", "float32"])),
      preprocess: z.optional(preprocess),
    }),
  });
}
