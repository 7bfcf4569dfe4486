import type { ShardRange } from "@evalpool/evaluate";
import { tell } from "../terminal/tell.js";
import { TOO_LONG } from "./timing.js";

/** Says of ranges that are with one worker for so long that it may hang, though it lives. */
export class SlowRanges {
  readonly #since = new Map<number, { readonly at: string; time: number }>();

  see({ start, end }: ShardRange, { at }: { readonly at: string | undefined }): void {
    const seen = this.#since.get(start);
    if (at === undefined || seen?.at !== at) {
      if (at === undefined) this.#since.delete(start);
      else this.#since.set(start, { at, time: performance.now() });
      return;
    }
    if (performance.now() - seen.time < TOO_LONG) return;
    seen.time = performance.now();
    const minutes = TOO_LONG / 60_000;
    tell([
      `evalpool: images ${start} to ${end - 1} have not come back from worker ${at} for ` +
        `${minutes} minutes: if it hangs, end it, and another takes them`,
    ]);
  }

  /** Of one that has come back. */
  end({ start }: ShardRange): void {
    this.#since.delete(start);
  }
}
