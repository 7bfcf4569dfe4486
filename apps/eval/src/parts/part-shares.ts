import { imagesIn, type MachineShare, type Part } from "@evalpool/evaluate";

/** What of a part the result tells, besides what all of them add up to. */
export type ToldPart = Pick<Part, "ranges" | "made">;

/** Who evaluated parts, and how much of them: of millions of parts it holds one entry for each machine. */
export class PartShares {
  readonly #machines = new Map<string, { readonly share: MachineShare; readonly start: number }>();

  /** @param parts none of them twice */
  constructor(parts: Iterable<ToldPart> = []) {
    for (const part of parts) this.add(part);
  }

  add({ ranges, made }: ToldPart): void {
    const { evaluateMs, ...who } = made;
    const key = JSON.stringify(who);
    const none = { share: { ...who, parts: 0, images: 0, evaluateMs: 0 }, start: Infinity };
    const { share, start } = this.#machines.get(key) ?? none;
    this.#machines.set(key, {
      share: {
        ...share,
        parts: share.parts + 1,
        images: share.images + imagesIn(ranges),
        evaluateMs: share.evaluateMs + evaluateMs,
      },
      start: Math.min(start, ranges[0]?.start ?? Infinity),
    });
  }

  /** Parts of one machine, with one configuration, together: who has the first images comes first. */
  get machines(): MachineShare[] {
    return [...this.#machines.values()].sort((a, b) => a.start - b.start).map(({ share }) => share);
  }
}
