import { DataError, EvalpoolError, UsageError } from "@evalpool/errors";

/** What is at fault, in a `DataError`, where it is what a machine has, is or may do. */
const THIS_MACHINE = "this machine";

/** That this machine is no use to a run: it has other data, kernels or another clock than the run. */
export function unfit(reason: string): DataError {
  return new DataError(THIS_MACHINE, reason);
}

/** Whether joining a run again would fail alike: what is away now, as a network, may be there later. */
export function isUnfit(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  return error instanceof DataError && error.file === THIS_MACHINE;
}

/** Whether evaluating again, here, would fail alike: a file of this machine may be damaged. */
export function isOfData(error: unknown): boolean {
  return error instanceof EvalpoolError && ["data", "model", "shape"].includes(error.kind);
}
