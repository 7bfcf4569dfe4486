import { required } from "@evalpool/errors";
import { assemble } from "../contestants.ts";
import { summarize, type Summary } from "../statistics.ts";
import { pause, type Absent, type Suite } from "../suite.ts";
import { integer, times, type Table } from "../table.ts";

interface BatchSizes {
  readonly images: number;
  readonly contestants: readonly string[];
  readonly measured: readonly Measured[];
  readonly absent: readonly Absent[];
}

interface Measured {
  readonly contestant: string;
  readonly batchSize: number;
  /** Milliseconds of one run over the images. */
  readonly ms: Summary;
}

const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

export const batchSizes: Suite<BatchSizes> = {
  name: "batch-sizes",
  async measure(context) {
    const { inputs, quick, log } = context;
    await using field = await assemble(context, 1);
    const images = inputs.labels.data.length;
    const sizes = quick ? [1, 100] : SIZES;
    const cases = sizes.flatMap((batchSize) =>
      field.contestants.map((contestant) => ({ batchSize, contestant, ms: [] as number[] })),
    );
    const rounds = quick ? 1 : 7;
    for (let round = 0; round < rounds; round++) {
      log(`batch-sizes: round ${round + 1} of ${rounds}`);
      for (const { batchSize, contestant, ms } of cases) {
        await pause(20);
        const [, ...timed] = await contestant.lap({ batchSize, images, runs: 3 });
        ms.push(...timed);
      }
    }
    return {
      images,
      contestants: field.contestants.map(({ name }) => name),
      measured: cases.map(({ batchSize, contestant: { name }, ms }) => ({
        contestant: name,
        batchSize,
        ms: summarize(ms),
      })),
      absent: field.absent,
    };
  },
  tabulate({ images, contestants, measured, absent }) {
    const speed = (batchSize: number, name: string): number => {
      const at = (one: Measured) => one.batchSize === batchSize && one.contestant === name;
      return (images / required(measured.find(at), `${name} in batches`).ms.median) * 1000;
    };
    const sizes = [...new Set(measured.map(({ batchSize }) => batchSize))];
    const gains = contestants.map((name) => {
      const best = Math.max(...sizes.map((size) => speed(size, name)));
      return times(best / speed(1, name));
    });
    const table: Table = {
      title: "images/s against batch size, 784-50-100-10, 1 thread (median)",
      columns: ["images in a batch", ...contestants],
      rows: [
        ...sizes.map((size) => [
          integer(size),
          ...contestants.map((name) => integer(speed(size, name))),
        ]),
        ["best ÷ one by one", ...gains],
      ],
      notes: absent.map(({ name, reason }) => `${name} is absent: ${reason}.`),
    };
    return [table];
  },
  async plot({ images, measured }) {
    const { plotLines } = await import("../plot.ts");
    return plotLines(
      measured.map(({ contestant, batchSize, ms }) => ({
        line: contestant,
        x: batchSize,
        y: (images / ms.median) * 1000,
      })),
      { x: "images in a batch", y: "images/s" },
    );
  },
};
