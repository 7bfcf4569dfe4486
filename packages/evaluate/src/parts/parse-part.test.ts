import { createTally } from "@evalpool/metrics";
import { expect, test } from "vitest";
import { smallPart } from "../testing/small-part.js";
import { parsePart } from "./parse-part.js";

const part = await smallPart(100, [
  { start: 0, end: 20 },
  { start: 30, end: 40 },
]);

const sha256 = "0".repeat(64);
const height = (height: unknown) => ({ source: "caller", resize: { height, width: 4 } });
const asked = { shard: "2/40", flags: ["--limit", "100"] };

test("a part is the same after it was JSON, with all that it may say", () => {
  const { made, model, dataset } = part;
  const preprocess = {
    source: "caller",
    channels: "gray",
    resize: { height: 1, width: 4, crop: true },
    scale: 1 / 255,
    mean: 0.5,
    std: [0.5, 0.25],
    invert: true,
    transpose: false,
  };
  const checkpoint = { file: "w.npz", sha256 };
  const corruption = { name: "fog", severity: 3, seed: 0 };
  const full = {
    ...part,
    made: { ...made, worker: "one", config: { ...made.config, exact: true } },
    model: { ...model, preprocess, parameters: 40, digest: sha256, checkpoint },
    dataset: { ...dataset, kind: "npz", classNames: ["a", "b", "c", "d"], corruption },
    samples: { file: "a.jsonl", sha256 },
    asked,
  };
  expect(parsePart(JSON.parse(JSON.stringify(full)))).toEqual(full);
});

test.each(["own", "onnxruntime", "predict", "predictions"])("%s may have made it", (name) => {
  const runtime = { name, version: "1.2", reason: "it was asked for" };
  const made = { ...part, model: { ...part.model, runtime } };
  expect(parsePart(made).model).toEqual(made.model);
});

test.each(["1/2", "12/34", "123456789/123456789"])("it may be %s of several", (shard) => {
  expect(parsePart({ ...part, asked: { ...asked, shard } }).asked).toEqual({ ...asked, shard });
});

test.each([
  [null, "not a part"],
  [{}, "evalpoolPart"],
  [{ ...part, evalpoolPart: 2 }, "evalpoolPart"],
  [{ ...part, more: 1 }, "more"],
  [{ ...part, run: { ...part.run, graph: "../../x" } }, "run.graph: expected a SHA-256 in hex"],
  [{ ...part, run: { ...part.run, kernels: "x".repeat(2000) } }, "run.kernels"],
  [{ ...part, ranges: [{ start: 0, end: Infinity }] }, "ranges.0.end"],
  [{ ...part, ranges: [{ start: 5, end: 5 }] }, "ranges: expected some of 0 to 100, got 5 to 5"],
  [{ ...part, ranges: [{ start: 90, end: 120 }] }, "got 90 to 120"],
  [{ ...part, ranges: [part.ranges[0], part.ranges[0]] }, "ranges: 0 to 20 is there twice"],
  [{ ...part, ranges: [{ start: 0, end: 31 }] }, "tally: expected 31 images"],
  [{ ...part, tally: { ...part.tally, labelRanks: [1] } }, "not a tally"],
  [{ ...part, ranges: [], tally: createTally(3) }, "tally: expected 4 classes, as its run has"],
  [{ ...part, made: { ...part.made, evaluateMs: -1 } }, "made.evaluateMs"],
  [{ ...part, dataset: { ...part.dataset, images: 99 } }, "dataset.images: expected at least 100"],
  [{ ...part, model: { id: 1 } }, "model.id"],
  [{ ...part, model: { ...part.model, runtime: { name: "other" } } }, "model.runtime.name"],
  [
    { ...part, made: { ...part.made, config: { ...part.made.config, exact: false } } },
    "made.config.exact",
  ],
  [{ ...part, model: { ...part.model, preprocess: height(-1) } }, "preprocess.resize.height"],
  [{ ...part, samples: { file: "a.jsonl", sha256: "00" } }, "samples.sha256: expected a SHA-256"],
  ...["2", "0/4", "2/0", "-2/4", "2/4 ", "1x/4", "2/4x"].map((shard): [unknown, string] => [
    { ...part, asked: { ...asked, shard } },
    "asked.shard: expected two numbers, as 2/4",
  ]),
])("refuses what is none: %#", (value, message) => {
  expect(() => parsePart(value)).toThrow(RangeError);
  expect(() => parsePart(value)).toThrow(message);
});
