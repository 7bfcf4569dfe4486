import type { ScoredResult } from "@evalpool/evaluate";
import { jsonLine } from "./json-line.js";

/** How a result is printed: all of it for programs, its accuracy alone, or for people. */
export type ResultForm = "json" | "accuracy" | "summary";

/** A result as it goes to stdout. */
export async function formatResult(result: ScoredResult, form: ResultForm): Promise<string> {
  if (form === "json") return jsonLine(result);
  const { summarize } = await import("./summary.js");
  const { painter } = await import("./paint.js");
  // Some terminals do not know theirs, and say 0.
  const columns = process.stdout.columns || 80;
  return summarize(result, { columns, paint: painter(process.stdout), quiet: form === "accuracy" });
}
