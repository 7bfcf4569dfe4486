import { readCheckpoint, readNetwork, readWeights, writeSafetensors } from "@evalpool/checkpoints";
import { loadGraph, loadModel, loadNetwork } from "@evalpool/checkpoints/node";
import { createCorrupter } from "@evalpool/corruptions";
import { findData, loadDataset, openDataset, readImageFile } from "@evalpool/data/node";
import { UsageError } from "@evalpool/errors";
import { createEvaluator, evaluate } from "@evalpool/eval";
import {
  computeFigures,
  createTally,
  matrixFigures,
  mcNemarTest,
  mergeTallies,
  updateTally,
  worstConfusions,
} from "@evalpool/metrics";
import { encodeIdx, parseIdx, synthesizeDigits } from "@evalpool/mnist";
import {
  downloadDataset,
  findSplit,
  loadMnist,
  loadMnistSplit,
  loadSplit,
  openIdx,
  openSplit,
  readIdx,
} from "@evalpool/mnist/node";
import { bind, compile, createPlan, forward, preprocess, trace, zoo } from "@evalpool/models";
import {
  drawNetwork,
  layOutSheet,
  networkToMermaid,
  plotActivations,
  sheetToPng,
  sheetToSvg,
} from "@evalpool/pictures";
import { renderComparison, renderReport, renderRobustness } from "@evalpool/report";
import { tensor } from "@evalpool/tensor";
import { train } from "@evalpool/training";
import { describe, expect, test } from "vitest";

const { images, labels } = synthesizeDigits({ count: 20 });
const graph = zoo.get("mlp")!.graph;
const model = { graph, parameters: new Map() };
const learnt = { graph, images, labels };
const comparison = { dataset: {}, a: {}, b: {}, difference: {} };
const dataset = { labels: new Uint8Array(1) };

/** Calls as JavaScript allows them, and what each is told. */
const calls: readonly (readonly [face: unknown, args: readonly unknown[], told: string])[] = [
  [evaluate, [], "evaluate: expected an object of options, got undefined"],
  [evaluate, [null], "evaluate: expected an object of options, got null"],
  [evaluate, [{}], "evaluate: model: expected a model as loadModel gives, or a promise of one"],
  [evaluate, [{ model, dataset, treads: 1 }], "there is no option treads. Did you mean threads?"],
  [evaluate, [{ model, dataset, threads: "2" }], "threads: expected a whole number from 0 to"],
  [evaluate, [{ model: "mlp", dataset }], "model: expected a model as loadModel gives, or a pro"],
  [createEvaluator, [{ model }], "createEvaluator: dataset: expected a data set as loadSplit"],

  [loadSplit, [], "loadSplit: split: expected test or train, got undefined"],
  [loadSplit, ["valid"], 'loadSplit: split: expected test or train, got "valid"'],
  [loadSplit, ["test", null], "loadSplit: expected an object of options, got null"],
  [loadSplit, ["test", { data: 5 }], "data: expected the path of a directory, got 5"],
  [loadSplit, ["test", { classes: "10" }], "classes: expected a whole number of at least 1"],
  [loadSplit, ["test", { offline: 1 }], "offline: expected true or false, got 1"],
  [loadSplit, ["test", { signal: {} }], "signal: expected an AbortSignal, got an object"],
  [openSplit, ["test", { memory: -1 }], "openSplit: memory: expected a whole number of at least"],
  [findSplit, ["test", { dta: "x" }], "findSplit: there is no option dta. Did you mean data?"],
  [loadMnist, [{ normalise: true }], "no option normalise. Did you mean normalize?"],
  [loadMnist, [{ flatten: 1 }], "loadMnist: flatten: expected true or false, got 1"],
  [loadMnistSplit, ["test", null], "loadMnistSplit: expected an object of options, got null"],
  [downloadDataset, ["mnist"], "downloadDataset: dataset: expected a data set, as findDataset"],
  [openIdx, [5], "openIdx: file: expected the path of a file, got 5"],
  [readIdx, [undefined], "readIdx: file: expected the path of a file, got undefined"],
  [synthesizeDigits, [{ cuont: 5 }], "there is no option cuont. Did you mean count?"],
  [synthesizeDigits, [{ count: "5" }], "synthesizeDigits: count: expected a whole number from 0"],
  [parseIdx, ["bytes"], 'parseIdx: bytes: expected a Uint8Array, got "bytes"'],
  [encodeIdx, [{}], "encodeIdx: expected an array { data, shape }, got an object"],

  [openDataset, [], "openDataset: dataset: expected the name of a data set, as mnist, got undef"],
  [openDataset, ["mnits", "test"], "there is no data set mnits. Did you mean mnist?"],
  [openDataset, ["mnist"], "openDataset: split: expected the name of a split, as test, got undef"],
  [openDataset, ["mnist", "tset"], 'openDataset: split: expected test or train, got "tset"'],
  [loadDataset, ["auto", "tset"], 'loadDataset: split: expected test or train, got "tset"'],
  [openDataset, ["auto", "test", { labelFrom: 1 }], "no option labelFrom. Did you mean labelsFr"],
  [openDataset, ["auto", "test", { shape: "28x28" }], "shape: expected an array [H, W] or"],
  [openDataset, ["auto", "test", null], "openDataset: expected an object of options, got null"],
  [loadDataset, [5, "test"], "loadDataset: dataset: expected the name of a data set, as mnist"],
  [findData, [], "findData: path: expected the path of a file, or its URL, got undefined"],
  [readImageFile, [null], "readImageFile: file: expected the path of a picture, got null"],

  [loadModel, [5], "loadModel: model: expected a name as text, got 5"],
  [loadModel, ["mlp", 5], "loadModel: weights: expected a name as text, got 5"],
  [loadModel, ["mlp", undefined, null], "loadModel: expected an object of options, got null"],
  [loadModel, ["mlp", undefined, { preproces: 1 }], "no option preproces. Did you mean preprocess"],
  [
    loadModel,
    ["mlp", undefined, { preprocess: { maen: 1 } }],
    "preprocess: there is no maen. Did you mean mean",
  ],
  [loadModel, ["mlp", undefined, { preprocess: { mean: "a" } }], "preprocess: mean: expected a n"],
  [loadGraph, [], "loadGraph: model: expected a name as text, got undefined"],
  [loadNetwork, ["mlp", { output: 5 }], "loadNetwork: output: expected the name of an output"],
  [readCheckpoint, ["abc", "x"], 'readCheckpoint: bytes: expected a Uint8Array, got "abc"'],
  [readNetwork, [new Uint8Array(1)], "readNetwork: file: expected a file's name, got undefined"],
  [readWeights, [new Uint8Array(1), "x"], "readWeights: network: expected a network with a graph"],
  [writeSafetensors, [{}], "writeSafetensors: expected a Map of tensors by name, got an object"],

  [
    forward,
    [null, tensor([1])],
    "forward: model: expected a model { graph, parameters }, got null",
  ],
  [forward, [model, [1, 2]], "forward: x: expected a tensor { data, shape }, got an array"],
  [trace, [{}, tensor([1])], "trace: model: expected a model { graph, parameters }, got an object"],
  [preprocess, [null], "preprocess: graph: expected a graph, as a model has, got null"],
  [compile, [], "compile: model: expected a model { graph, parameters }, got undefined"],
  [createPlan, [{}], "createPlan: program: expected what compile gives, got an object"],
  [bind, [graph, {}], "bind: given: expected a Map of tensors by name, got an object"],

  [train, [], "train: expected an object of options, got undefined"],
  [train, [{}], "train: graph: expected a graph, as a model has, got undefined"],
  [train, [{ ...learnt, epoch: 1 }], "train: there is no option epoch. Did you mean epochs?"],
  [train, [{ ...learnt, epochs: null }], "epochs: expected a whole number of at least 1, got null"],
  [train, [{ ...learnt, learningRate: "0.1" }], 'learningRate: expected a number above 0, got "0.'],
  [train, [{ ...learnt, images: [] }], "train: images: expected images { data, shape }, got an ar"],
  [train, [{ ...learnt, onEpoch: 1 }], "train: onEpoch: expected a function, got 1"],
  [train, [{ ...learnt, kernels: 1 }], "kernels: expected kernels that compileKernels gives, or n"],

  [createTally, [-1], "createTally: classes: expected a whole number from 1 to 65536, got -1"],
  [createTally, [], "createTally: classes: expected a whole number from 1 to 65536, got undefined"],
  [mergeTallies, [createTally(2), {}], "mergeTallies: b: expected a tally, as createTally gives"],
  [updateTally, [createTally(2), [0], {}], "updateTally: outputs: expected what a model gives"],
  [computeFigures, [null], "computeFigures: tally: expected a tally, as createTally gives, got nu"],
  [matrixFigures, ["x"], 'matrixFigures: confusionMatrix: expected an array of rows, got "x"'],
  [
    worstConfusions,
    [null],
    "worstConfusions: confusionMatrix: expected an array of rows, got null",
  ],
  [matrixFigures, [[["1"]]], "matrixFigures: confusionMatrix: row 0, column 0: expected a whole"],
  [updateTally, [], "updateTally: tally: expected a tally, as createTally gives, got undefined"],
  [mcNemarTest, [-1, 5], "mcNemarTest: onlyA: expected a whole number of at least 0, got -1"],

  [createCorrupter, [{ name: "fgo", severity: 3, seed: 0 }, [1, 28, 28]], "name: expected one of"],
  [createCorrupter, [{ name: "fog", severity: 3 }, [1, 28, 28]], "seed: expected a whole number"],
  [createCorrupter, [{ name: "fog", severity: 3, seed: 0 }, [28, 28]], "shape: expected a shape"],
  [plotActivations, [["stp"]], "plotActivations: names: expected an array of step, sigmoid, relu"],
  [drawNetwork, [{}], "drawNetwork: graph: expected a graph, as a model has, got an object"],
  [networkToMermaid, [null], "networkToMermaid: graph: expected a graph, as a model has, got null"],
  [layOutSheet, [], "layOutSheet: expected an array of images"],
  [sheetToPng, [[]], "sheetToPng: sheet: expected a sheet, as layOutSheet gives, got an array"],
  [sheetToSvg, [{ cells: [] }], "sheetToSvg: text: expected an object with a title, got undefined"],
  [renderReport, [{}], "renderReport: expected { result, collected, images }, got an object"],
  [renderRobustness, [null], "renderRobustness: expected { result, pictures }, got null"],
  [renderComparison, [], "renderComparison: expected { comparison }, got undefined"],
  [
    renderComparison,
    [{ comparison: {} }],
    "comparison: expected a comparison, as evalpool compare",
  ],
  [renderComparison, [{ comparison, images: [] }], "images: expected a function, got an array"],
];

describe("what types would have told is told to callers without them", () => {
  test.each(
    calls.map(([face, args, told]) => {
      const call = face as (...args: readonly unknown[]) => unknown;
      return { call, args, told, name: call.name };
    }),
  )("$name: $told", async ({ call, args, told }) => {
    // A rejection or an exception: the one of an async function, the other of those that are not.
    const error = await Promise.resolve()
      .then(() => call(...args))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(told);
    expect((error as UsageError).message).not.toContain("\n");
  });
});

test("x of another shape than a network takes is told with that", () => {
  expect(() => forward(model, tensor([1, 2]))).toThrow(
    "forward: expected shape (784,), or (N,784), got (2,)",
  );
});
