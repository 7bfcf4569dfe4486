import type { Preprocess } from "@evalpool/models";

/** What becomes of stored pixels: `inverted, resized to 28×28, (v/255 − 0.5)/0.5`; "" for nothing. */
export function preprocessText(preprocess: Preprocess): string {
  const { transpose, invert, channels, resize } = preprocess;
  const steps = [
    transpose && "rows and columns swapped",
    invert && "inverted",
    channels && `made ${channels}`,
    resize && `resized to ${resize.height}×${resize.width}${resize.crop ? ", cropped" : ""}`,
    numberText(preprocess),
  ];
  return steps.filter((step) => step !== undefined && step !== "v").join(", ");
}

/** What becomes of a pixel v. */
function numberText({ scale = 1, mean = [0], std = [1] }: Preprocess): string {
  const divisor = 1 / scale;
  const isDivided = Number.isInteger(Number(divisor.toPrecision(12)));
  const scaled = scale === 1 ? "v" : isDivided ? `v/${round(divisor)}` : `v·${round(scale)}`;
  const isShifted = mean.some((value) => value !== 0);
  const shifted = isShifted ? `${scaled} − ${listed(mean)}` : scaled;
  if (std.every((value) => value === 1)) return shifted;
  return `${isShifted ? `(${shifted})` : shifted}/${listed(std)}`;
}

function listed(values: readonly number[]): string {
  return values.length === 1 ? round(values[0] ?? 0) : `[${values.map(round).join(", ")}]`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(6)));
}
