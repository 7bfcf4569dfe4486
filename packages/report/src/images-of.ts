import { corruptionText, type Comparison } from "@evalpool/evaluate";

/** What was evaluated on. */
export function imagesOf({
  name,
  split,
  corruption,
}: Pick<Comparison["dataset"], "name" | "split" | "corruption">): string {
  return `${name} ${split}${corruption ? `, ${corruptionText(corruption)}` : ""}`;
}
