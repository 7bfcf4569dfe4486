import type { ScoredResult } from "@evalpool/evaluate";
import { jsonLine } from "./json-line.js";

/** How a result is printed: all of it for programs, its accuracy alone, or for people. */
export type ResultForm = "json" | "accuracy" | "summary";

/** Prints a result: on stdout, or on stderr where samples take that. */
export async function printResult(
  result: ScoredResult,
  form: ResultForm,
  samples: string | undefined,
): Promise<void> {
  const stream = samples === STDOUT ? process.stderr : process.stdout;
  stream.write(await formatResult(result, form, stream));
}

/** What stdout is called where a file could be. */
export const STDOUT = "-";

async function formatResult(
  result: ScoredResult,
  form: ResultForm,
  stream: NodeJS.WriteStream,
): Promise<string> {
  if (form === "json") return jsonLine(result);
  if (form === "accuracy") {
    const { formatAccuracy } = await import("./numbers.js");
    return `${formatAccuracy(result.accuracy)}\n`;
  }
  const { summarize } = await import("./summary.js");
  const { painter } = await import("./paint.js");
  // Some terminals do not know theirs, and say 0.
  return summarize(result, { columns: stream.columns || 80, paint: painter(stream) });
}
