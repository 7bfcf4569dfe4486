import { preprocessSchema } from "@evalpool/models";
import * as z from "zod/mini";

/** What is said of a predictor of one's own, as far as types would tell it. */
export function predictorSchema() {
  const positive = z.int().check(z.positive());
  return z.object({
    id: z.optional(z.string().check(z.minLength(1))),
    classes: z.optional(positive),
    gives: z.enum(["logits", "probabilities"]),
    input: z.strictObject({
      shape: z.tuple([positive, positive, positive]),
      layout: z.optional(z.enum(["CHW", "HWC"])),
      element: z.optional(z.enum(["uint8", "float32"])),
      preprocess: z.optional(preprocessSchema()),
    }),
  });
}
