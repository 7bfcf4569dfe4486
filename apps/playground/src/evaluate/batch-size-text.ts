import { integer } from "../components/numbers.js";

interface BatchSizes {
  /** Images in one forward pass, as chosen and as it was. */
  readonly asked: number;
  readonly used: number;
  /** Images for each thread. */
  readonly share: number;
}

/** `batches of 100`; of fewer images than were asked for it is told why. */
export function batchSizeText({ asked, used, share }: BatchSizes): string {
  const text = `batches of ${integer(used)}`;
  if (used >= asked) return text;
  const reason =
    used >= share
      ? "a thread's share of the images"
      : `${integer(asked)} would take more memory than is fast`;
  return `${text} (${reason})`;
}
