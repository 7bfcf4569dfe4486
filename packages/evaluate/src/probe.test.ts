import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import { total, type Tally } from "@evalpool/metrics";
import { lowerSpec } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { createEvaluatorOn } from "./evaluator.js";
import type { Job } from "./job.js";
import { probeOf } from "./probe.js";
import { serialRunner as runner } from "./testing/serial-runner.js";
import { pixelModel, smallJob, smallSource } from "./testing/small-job.js";

const model = pixelModel;
const dataset = smallSource(5000);
const backend = "reference";

test("a probe is the same for each batch size, and another for another network", async () => {
  const probeOf = async (other: object): Promise<Tally> => {
    await using evaluator = await createEvaluatorOn(runner(), {
      model,
      dataset,
      backend,
      ...other,
    });
    const whole = await evaluator.run();
    const probe = await evaluator.probe();
    // What is asked for afterwards is not disturbed by it.
    expect(await evaluator.run()).toEqual(whole);
    return probe;
  };
  const probe = await probeOf({});
  expect(total(probe)).toBe(4);
  expect(await probeOf({ batchSize: 1 })).toEqual(probe);
  const graph = { ...model.graph, preprocess: { ...model.graph.preprocess, invert: true } };
  expect(await probeOf({ model: { ...model, graph } })).not.toEqual(probe);
});

describe("a probe is of what the network takes", () => {
  const handle = { kind: "images of several sizes" } as unknown as IndexedSource["handle"];
  const { format, ...several } = { ...dataset, handle };
  const relu = { type: "activation", function: "relu" } as const;
  const flat = lowerSpec({ id: "flat", input: [4], layers: [relu] });

  test.each([
    ["where images have no size in common", model, several],
    ["where it does not say which images that is", { ...model, graph: flat }, several],
  ])("%s", async (_, model, dataset) => {
    const probe = await (await createEvaluatorOn(runner(), { model, dataset, backend })).probe();
    expect(probe).toEqual(await (await usual()).probe());
  });

  test("as floats from 0 to 1, which are what bytes up to 255 are", async () => {
    const floats = {
      ...dataset,
      handle: new Uint8Array(4 * dataset.labels.length * 4),
      format: { ...required(format, "format"), element: "float32", white: 1 } as const,
    };
    const graph = { ...model.graph, preprocess: { scale: 1 / 255 } };
    const of = { model: { ...model, graph }, backend } as const;
    const probe = await (await createEvaluatorOn(runner(), { ...of, dataset: floats })).probe();
    const bytes = await (await createEvaluatorOn(runner(), { ...of, dataset })).probe();
    expect(probe.confusionMatrix).toEqual(bytes.confusionMatrix);
    const surprise = ({ negativeLogLikelihood: { whole, fraction } }: Tally) => whole + fraction;
    expect(surprise(probe)).toBeCloseTo(surprise(bytes), 5);
  });

  test("the same noise everywhere, of four images", async () => {
    const jobs: Job[] = [];
    const only = runner({
      prepare:
        (job) =>
        (_, { withPredictions }) => {
          expect(withPredictions).toBe(false);
          jobs.push(job);
          return Promise.resolve([]);
        },
    });
    const rgb = { channels: 3, height: 2, width: 5, layout: "CHW", element: "uint8" } as const;
    const images = { format: rgb, handle: new Uint8Array(30) };
    const corruption = { name: "fog", severity: 1, seed: 0 } as const;
    const probing = probeOf(only, { ...smallJob(10, 2), images, corruption });
    await expect(probing).rejects.toThrow("images 0 to 3: never counted");
    const [
      {
        labels,
        corruption: done,
        images: { handle },
      },
    ] = jobs as [Job];
    expect([[...labels], done]).toEqual([[0, 1, 2, 3], undefined]);
    // s = 1; then 120 times: s = (s * 1664525 + 1013904223) % 2**32; s >> 24
    const noise = handle as Uint8Array;
    expect(noise).toHaveLength(4 * 30);
    expect([...noise.subarray(0, 6)]).toEqual([60, 94, 129, 180, 12, 94]);
    expect([...noise.subarray(-2)]).toEqual([160, 115]);
  });

  const usual = () => createEvaluatorOn(runner(), { model, dataset, backend });
});
