import { preprocessSchema, told } from "@evalpool/models";
import * as z from "zod/mini";
import { MOST_CLASSES } from "../most-classes.js";

/** What is said of a predictor of one's own, as far as types would tell it. */
export function predictorSchema(layout: "CHW" | "HWC" | undefined) {
  const axes =
    layout === "HWC" ? "[height, width, channels] with layout HWC" : "[channels, height, width]";
  const positive = z.int().check(z.positive());
  return z.object({
    id: z.optional(z.string().check(z.minLength(1))),
    classes: z.optional(positive.check(z.lte(MOST_CLASSES))),
    gives: z.enum(["logits", "probabilities"]),
    input: z.strictObject({
      shape: z.tuple([positive, positive, positive], {
        error: ({ input }) => `expected ${axes}, got ${told(input)}`,
      }),
      layout: z.optional(z.enum(["CHW", "HWC"])),
      element: z.optional(z.enum(["uint8", "float32"])),
      preprocess: z.optional(preprocessSchema()),
    }),
  });
}
