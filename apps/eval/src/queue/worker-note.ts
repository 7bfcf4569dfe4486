import { check, shorten } from "@evalpool/errors";
import * as z from "zod/mini";

/** What a worker says of itself to a run, in the log of the run's job. */
export interface WorkerNote {
  readonly worker: string;
  /** It is there, or why it is not: it will not be, or tries again. */
  readonly says: "joined" | "refused" | "waits";
  readonly reason?: string | undefined;
}

/** Characters of a name and of a reason. */
const LONGEST = 300;

export function formatNote({ worker, says, reason }: WorkerNote): string {
  const told = reason === undefined ? {} : { reason: shorten(reason, LONGEST - 50) };
  return JSON.stringify({ worker, says, ...told });
}

/** Undefined for a row that is none: anyone may have written it. */
export function parseNote(row: string): WorkerNote | undefined {
  if (row.length > 4 * LONGEST) return undefined;
  const text = z.string().check(z.maxLength(LONGEST));
  const schema = z.strictObject({
    worker: text,
    says: z.enum(["joined", "refused", "waits"]),
    reason: z.optional(text),
  });
  try {
    const checked = check(schema, JSON.parse(row));
    return "value" in checked ? checked.value : undefined;
  } catch {
    return undefined;
  }
}
