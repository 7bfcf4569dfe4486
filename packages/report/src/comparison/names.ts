import type { ComparedResult } from "@evalpool/evaluate";

/** What one of the two is called, so that two models of one id are told apart. */
export function nameOf({ file, model }: ComparedResult): string {
  const { id, checkpoint, runtime } = model;
  const of = file === id ? "" : `${file}: `;
  const isOwn = runtime === undefined || runtime.name === "own";
  // Of two runs files may be of one name as well.
  const weights = isOwn && checkpoint && checkpoint.file !== file && `, weights ${checkpoint.file}`;
  return `${of}${id}${weights || ""}`;
}
