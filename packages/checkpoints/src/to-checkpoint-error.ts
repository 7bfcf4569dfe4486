import type { ToError } from "@evalpool/arrays";
import { CheckpointError } from "@evalpool/errors";

/** What the refusal of a checkpoint becomes. @param file name for error messages */
export function toCheckpointError(file: string): ToError {
  return (reason, options) => new CheckpointError(file, reason, options);
}
