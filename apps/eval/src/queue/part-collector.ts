import { shorten } from "@evalpool/errors";
import {
  createPartMerger,
  imagesIn,
  missingRanges,
  parsePart,
  runDifferences,
  type Part,
  type PartOrigin,
  type RunIdentity,
  type ShardRange,
} from "@evalpool/evaluate";
import type { Tally } from "@evalpool/metrics";
import { PartShares } from "../parts/part-shares.js";
import { unpackPart } from "./packed-part.js";

/** Characters of what is wrong with a part, of which there may be more than anybody reads. */
const LONGEST_REASON = 100;

/** What became of a result: counted; not counted, as its images are; or no part, and why. */
export type Collected =
  | { readonly is: "counted"; readonly made: PartOrigin }
  | { readonly is: "double" }
  | { readonly is: "refused"; readonly reason: string };

/** Counts what workers have stored, each image once. */
export class PartCollector {
  readonly #merger;
  readonly #run: RunIdentity;
  readonly parts = new PartShares();
  /** Images counted so far. */
  images = 0;
  /** Of them, those of each worker. */
  readonly shares = new Map<string, number>();

  constructor(run: RunIdentity) {
    this.#run = run;
    this.#merger = createPartMerger(run, "the run");
  }

  /**
   * @param range that the result is to be of
   * @param result as a worker, or anyone who can write to the queue, has stored it
   * @throws {DataError} when it counts images differently than a part that was counted
   */
  add(range: ShardRange, result: unknown): Collected {
    const part = this.#parse(range, result);
    if (typeof part === "string") return { is: "refused", reason: shorten(part) };
    const name = `the part of ${range.start} to ${range.end - 1}`;
    // Two coordinators at once may have cut the images differently.
    if (this.#merger.overlapping(part.ranges) !== undefined) return { is: "double" };
    if ("doubleOf" in this.#merger.add(name, part)) return { is: "double" };
    this.parts.add(part);
    const images = imagesIn(part.ranges);
    this.images += images;
    const { worker = "a worker" } = part.made;
    this.shares.set(worker, (this.shares.get(worker) ?? 0) + images);
    return { is: "counted", made: part.made };
  }

  #parse({ start, end }: ShardRange, result: unknown): Part | string {
    try {
      const part = parsePart(unpackPart(result));
      const differences = runDifferences(this.#run, part.run);
      if (differences !== undefined) return `of another run: ${differences}`;
      const [range, ...more] = part.ranges;
      const isThis = range?.start === start && range.end === end && more.length === 0;
      return isThis ? part : `expected images ${start} to ${end - 1}, got others`;
    } catch (error) {
      return shorten((error as Error).message, LONGEST_REASON);
    }
  }

  /** What is neither counted nor in the given ranges. */
  missing(handedOut: readonly ShardRange[]): ShardRange[] {
    const { total } = this.#run;
    const counted = missingRanges(total, this.#merger.missing());
    return missingRanges(total, [...counted, ...handedOut]);
  }

  tally(): Tally {
    return this.#merger.tally();
  }
}
