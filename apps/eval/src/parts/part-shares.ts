import { imagesIn, type MachineShare, type Part, type PartOrigin } from "@evalpool/evaluate";

/** What of a part the result tells, besides what all of them add up to. */
export type ToldPart = Pick<Part, "ranges" | "made">;

/** Who evaluated parts, and how much of them: of millions of parts it holds one entry for each machine. */
export class PartShares {
  readonly #machines = new Map<string, MachineShare>();
  #first: { readonly start: number; readonly made: PartOrigin } | undefined;

  /** @param parts none of them twice */
  constructor(parts: Iterable<ToldPart> = []) {
    for (const part of parts) this.add(part);
  }

  add({ ranges, made }: ToldPart): void {
    const { evaluateMs, ...who } = made;
    const key = JSON.stringify(who);
    const before = this.#machines.get(key) ?? { ...who, parts: 0, images: 0, evaluateMs: 0 };
    this.#machines.set(key, {
      ...before,
      parts: before.parts + 1,
      images: before.images + imagesIn(ranges),
      evaluateMs: before.evaluateMs + evaluateMs,
    });
    const start = ranges[0]?.start ?? Infinity;
    if (this.#first === undefined || start < this.#first.start) this.#first = { start, made };
  }

  /** Parts of one machine, with one configuration, together. */
  get machines(): MachineShare[] {
    return [...this.#machines.values()];
  }

  /** How the part of the first images came about. */
  get first(): PartOrigin | undefined {
    return this.#first?.made;
  }
}
