import { join } from "node:path";
import { createEvaluator, useWideVectors, type Evaluator } from "@evalpool/eval";
import { correct } from "@evalpool/metrics";
import { loadSplit, readIdx, type Split } from "@evalpool/mnist/node";
import { loadInputModel } from "../inputs.ts";
import { serve, type Start } from "./serve.ts";

/** evalpool as its users run it: the whole pipeline, pool, tallies and merge included. */
await serve(async ({ directory, network, threads }: Start) => {
  useWideVectors();
  const model = await loadInputModel(directory, network);
  const split = await loadSplit("test", { data: directory });
  const evaluators = new Map<string, Evaluator>();
  const evaluator = async (batchSize: number, limit?: number): Promise<Evaluator> => {
    const key = `${batchSize} ${limit}`;
    const made =
      evaluators.get(key) ??
      (await createEvaluator({ model, dataset: split, batchSize, threads, limit }));
    evaluators.set(key, made);
    return made;
  };
  const count = async (dataset: Split, batchSize: number): Promise<number> => {
    await using evaluator = await createEvaluator({ model, dataset, batchSize, threads });
    return correct(await evaluator.run());
  };
  const { config } = await evaluator(100);

  return {
    introduction: {
      version: "",
      threads: Math.max(1, config.threads),
      backend: config.backend,
    },
    async check(batchSize) {
      const { data, shape } = await readIdx(join(directory, "predictions-idx1-ubyte"));
      const labels = { data: data as Uint8Array, shape: shape as unknown as readonly [number] };
      return {
        correct: await count(split, batchSize),
        // With the reference's predictions for labels, each that is the same counts as correct.
        agreeing: await count({ ...split, labels }, batchSize),
      };
    },
    async run(batchSize, images) {
      const ready = await evaluator(batchSize, images);
      const start = performance.now();
      await ready.run();
      return performance.now() - start;
    },
  };
});
