import { SpecError } from "@evalpool/errors";
import { size, type Backend } from "@evalpool/tensor";
import { classCount, inferShapes } from "../infer-shapes.js";
import type { Model } from "../model.js";
import { dropFinalSoftmax } from "../passes/drop-final-softmax.js";
import { dropUnused } from "../passes/drop-unused.js";
import { scaleIntoPreprocess } from "../passes/scale-into-preprocess.js";
import { Emitter } from "./emitter.js";
import { lowerNode, readFloats } from "./lowering.js";
import { planMemory } from "./memory-plan.js";
import type { Program } from "./program.js";

/** What a graph goes through before it is lowered: each gives the same logits. */
const passes = [dropFinalSoftmax, dropUnused, scaleIntoPreprocess];

/** Bytes that the examples of one pass, and all that is computed of them, may take: 64 MiB. */
const PASS_BYTES = 2 ** 26;

/**
 * Makes a model ready for examples of bytes: the program of its logits, which are what it gives
 * before a final softmax, and its weights, packed as the backend's kernels read them.
 *
 * @param backend packs the weights; the program runs on backends of the same name
 * @param batchSize examples in one pass; fewer where they would take more than 64 MiB
 * @throws {SpecError} when the network does not give a value for each class
 */
export function compile(model: Model, backend: Backend, batchSize: number): Program {
  const graph = passes.reduce((before, pass) => pass(before), model.graph);
  const emitter = new Emitter(graph);
  const lowering = { model: { ...model, graph }, backend, emitter };
  const inferred = inferShapes(graph);
  for (const { node, inputs } of inferred) {
    const [shape] = inputs;
    if (shape === undefined) throw new SpecError(graph.id, [`${node.name} takes no input`]);
    lowerNode(node, shape, lowering);
  }
  const output = readFloats(graph.output, [classCount(graph)], lowering);
  const inputWidth = size(graph.input.shape);
  const { steps, slots } = emitter;
  const plan = (batch: number): ReturnType<typeof planMemory> =>
    planMemory(
      slots.map(({ stride, first, last }) => ({ bytes: 4 * stride * batch, first, last })),
    );
  const affordable = Math.floor(PASS_BYTES / (plan(1).bytes + inputWidth));
  const batch = Math.max(1, Math.min(batchSize, affordable));
  const { offsets, bytes } = plan(batch);
  return {
    inputWidth,
    classes: classCount(graph),
    batchSize: batch,
    steps,
    slots: slots.map(({ stride }, i) => ({ offset: offsets[i] ?? 0, stride })),
    bytes,
    output,
  };
}
