import { correct, total } from "@evalpool/metrics";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ShardRange } from "../plan-shards.js";
import { idOf, ModelCoordinator, ModelQueue } from "../testing/queue-model.js";
import { correctOf } from "../testing/small-job.js";
import { smallPart, smallRun } from "../testing/small-part.js";
import type { Part } from "./part.js";

const IMAGES = 60;
const BATCH_SIZE = 4;
const WORKERS = 3;

const made = new Map<string, Promise<Part>>();

/** What evaluating a range gives, on any worker. */
function evaluate(range: ShardRange): Promise<Part> {
  const part = made.get(idOf(range)) ?? smallPart(IMAGES, [range]);
  made.set(idOf(range), part);
  return part;
}

const worker = fc.nat(WORKERS - 1);
const place = fc.nat(9);
const ofKind = <Kind extends string, Fields>(kind: Kind, fields?: fc.Arbitrary<Fields>) =>
  (fields ?? fc.constant({} as Fields)).map((it) => ({ kind, ...it }));

/** What befalls a run, in any order; all of it often enough for one to meet another. */
const faults = [
  ofKind("take", fc.record({ worker })),
  // As fast as it likes: a range may then be as long as all that is left.
  ofKind("answer", fc.record({ worker, ms: fc.constantFrom(1, 1000, 4000), again: fc.boolean() })),
  ofKind("die", fc.record({ worker })),
  ofKind("expire", fc.record({ place })),
  ofKind("hear", fc.record({ place, times: fc.nat(2) })),
  ofKind("sweep"),
  ofKind("hand out", fc.record({ workers: fc.nat(WORKERS) })),
  ofKind("restart coordinator"),
  ofKind("lose data"),
  ofKind("forge", fc.record({ place, as: fc.constantFrom("other run", "wider", "no part") })),
  ofKind("stray", fc.record({ start: fc.nat(IMAGES - 1), images: fc.integer({ min: 1, max: 9 }) })),
] as const;
type Fault = (typeof faults)[number] extends infer A
  ? A extends fc.Arbitrary<infer T>
    ? T
    : never
  : never;

class Model {
  queue = new ModelQueue();
  coordinator = this.#startCoordinator();
  /** What each worker has in work. */
  readonly #working: (ShardRange | undefined)[] = [];
  /** Ranges of which something was told. */
  readonly #told: string[] = [];

  async step(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case "take":
        this.#working[fault.worker] ??= this.queue.take()?.range;
        return;
      case "answer":
        return this.#answer(fault.worker, fault.ms, fault.again);
      case "die":
        this.#working[fault.worker] = undefined;
        return;
      case "expire":
        return this.queue.expire((i) => i === fault.place);
      case "hear":
        for (let i = 0; i < fault.times; i++) {
          this.coordinator.hear(this.#told[fault.place % this.#told.length] ?? "nothing");
        }
        return;
      case "sweep":
        return this.coordinator.sweep();
      case "hand out":
        return this.coordinator.handOut(fault.workers);
      case "restart coordinator":
        this.coordinator = this.#startCoordinator();
        return;
      case "lose data":
        return this.queue.jobs.clear();
      case "forge":
        return this.#forge(fault.place, fault.as);
      case "stray": {
        const range = { start: fault.start, end: Math.min(fault.start + fault.images, IMAGES) };
        this.#told.push(idOf(range));
        return this.queue.answer(range, await evaluate(range));
      }
    }
  }

  /** From here on workers live, locks of others run out, and all that is stored is looked at. */
  async endFairly(): Promise<void> {
    for (let turn = 0; !this.coordinator.isDone; turn++) {
      if (turn > 2 * IMAGES) throw new Error("does not end");
      this.coordinator.handOut(1);
      this.queue.expire();
      await this.step({ kind: "take", worker: WORKERS });
      await this.#answer(WORKERS, 10, false);
      this.coordinator.sweep();
    }
  }

  async #answer(worker: number, ms: number, again: boolean): Promise<void> {
    const range = this.#working[worker];
    if (!range) return;
    // Who answers again was stopped between the two: what it had may be another's by now.
    if (!again) this.#working[worker] = undefined;
    const part = await evaluate(range);
    const origin = { ...part.made, worker: `worker ${worker}`, evaluateMs: ms };
    this.queue.answer(range, { ...part, made: origin });
    this.#told.push(idOf(range));
  }

  async #forge(place: number, as: "other run" | "wider" | "no part"): Promise<void> {
    const jobs = [...this.queue.jobs.values()];
    const range = jobs[place % jobs.length]?.range;
    if (!range) return;
    const part = await evaluate(range);
    const wider = await evaluate({ start: 0, end: IMAGES });
    const forged = {
      "other run": { ...part, run: { ...part.run, weights: "f".repeat(64) } },
      wider,
      "no part": { evalpoolPart: 1 },
    };
    this.queue.answer(range, as === "wider" && idOf(range) === `0-${IMAGES}` ? {} : forged[as]);
  }

  #startCoordinator(): ModelCoordinator {
    return new ModelCoordinator(smallRun(IMAGES), this.queue, BATCH_SIZE);
  }
}

test("over a queue that hands out twice, forgets, and stores what anybody answers, a run ends with the right number", async () => {
  const whole = await evaluate({ start: 0, end: IMAGES });
  const steps = fc.array(fc.oneof(...faults), { maxLength: 60, size: "max" });
  const property = fc.asyncProperty(steps, async (faults) => {
    const model = new Model();
    for (const fault of faults) {
      await model.step(fault);
      // Whatever is counted, each image is once.
      const { merger, images } = model.coordinator;
      expect(total(merger.tally())).toBe(images);
    }
    await model.endFairly();
    const tally = model.coordinator.merger.tally();
    expect(correct(tally)).toBe(correctOf(IMAGES));
    expect(tally).toEqual(whole.tally);
  });
  await fc.assert(property, { numRuns: 500 });
});
