import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import { total, type Tally } from "@evalpool/metrics";
import { lowerSpec } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { createEvaluatorOn } from "./evaluator.js";
import { serialRunner as runner } from "./testing/serial-runner.js";
import { pixelModel, smallSource } from "./testing/small-job.js";

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
    const of = { model, dataset: floats, backend } as const;
    const probe = await (await createEvaluatorOn(runner(), of)).probe();
    const bytes = await (await usual()).probe();
    expect(probe.confusionMatrix).toEqual(bytes.confusionMatrix);
    const surprise = ({ negativeLogLikelihood: { whole, fraction } }: Tally) => whole + fraction;
    expect(surprise(probe)).toBeCloseTo(surprise(bytes), 3);
  });

  const usual = () => createEvaluatorOn(runner(), { model, dataset, backend });
});
