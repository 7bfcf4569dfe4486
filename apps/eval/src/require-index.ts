import type { IndexedSource } from "@evalpool/data";
import { UsageError } from "@evalpool/errors";

/**
 * @param asked what was asked for, in the user's words
 * @throws {UsageError} when a split has no image of that index
 */
export function requireIndex(
  { name, split, count }: Pick<IndexedSource, "name" | "split" | "count">,
  index: number,
  asked: string,
): void {
  if (index < count) return;
  throw new UsageError(`${asked}: ${name} ${split} has images 0 to ${count - 1}`);
}
