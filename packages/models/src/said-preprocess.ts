import * as z from "zod/mini";
import type { Preprocess, Resize } from "./preprocess.js";
import { told } from "./told.js";

/** What people say of preprocessing: one number for all channels may stand alone. */
export interface SaidPreprocess {
  readonly transpose?: boolean | undefined;
  readonly invert?: boolean | undefined;
  readonly channels?: "gray" | "rgb" | undefined;
  readonly resize?: SaidResize | undefined;
  readonly scale?: number | undefined;
  readonly mean?: number | readonly number[] | undefined;
  readonly std?: number | readonly number[] | undefined;
}

interface SaidResize extends Omit<Resize, "crop"> {
  readonly crop?: boolean | undefined;
}

/** Of height and width that images are brought to. */
const LARGEST_SIDE = 4096;

/** Made when there is something to check: that takes Zod longer than a small run. */
export function preprocessSchema() {
  const side = z.int().check(z.positive(), z.lte(LARGEST_SIDE));
  return z.strictObject({
    transpose: z.optional(z.boolean()),
    invert: z.optional(z.boolean()),
    channels: z.optional(z.enum(["gray", "rgb"])),
    resize: z.optional(
      z.strictObject({ height: side, width: side, crop: z.optional(z.boolean()) }),
    ),
    scale: z.optional(factor()),
    mean: z.optional(perChannel(z.number())),
    std: z.optional(perChannel(factor())),
  });
}

/** What is multiplied or divided by: such that pixels stay numbers. */
function factor() {
  return z.number().check(z.gte(1e-30), z.lte(1e30));
}

function perChannel<T extends z.ZodMiniType<number>>(value: T) {
  const many = z.array(value).check(z.minLength(1), z.maxLength(4));
  return z.union([value, many], {
    error: ({ input }) => `expected a number, or one for each channel, got ${told(input)}`,
  });
}

/** Preprocessing from what people say of it. */
export function completePreprocess(said: SaidPreprocess): Preprocess {
  const { transpose, invert, channels, resize, scale, mean, std } = said;
  return {
    ...(transpose && { transpose }),
    ...(invert && { invert }),
    ...(channels && { channels }),
    ...(resize && { resize: completeResize(resize) }),
    ...(scale !== undefined && { scale }),
    ...(mean !== undefined && { mean: listOf(mean) }),
    ...(std !== undefined && { std: listOf(std) }),
  };
}

function completeResize({ height, width, crop }: SaidResize): Resize {
  return { height, width, ...(crop && { crop }) };
}

function listOf(values: number | readonly number[]): readonly number[] {
  return typeof values === "number" ? [values] : values;
}
