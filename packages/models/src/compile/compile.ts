import { required, requireArgument, wholeNumber } from "@evalpool/errors";
import { size, type Backend } from "@evalpool/tensor";
import { classCount, inferShapes } from "../infer-shapes.js";
import type { FloatTensor, Model } from "../model.js";
import { dropFinalSoftmax } from "../passes/drop-final-softmax.js";
import { dropIdentities } from "../passes/drop-identities.js";
import { dropUnused } from "../passes/drop-unused.js";
import { foldScales } from "../passes/fold-scales.js";
import { meanIntoLayer } from "../passes/mean-into-layer.js";
import { scaleIntoPreprocess } from "../passes/scale-into-preprocess.js";
import type { Pass } from "../passes/pass.js";
import { requireModel } from "../require-model.js";
import { Emitter } from "./emitter.js";
import { fuse } from "./fuse.js";
import { lowerNode } from "./lower-node.js";
import { planMemory, type Lifetime } from "./memory-plan.js";
import { slotsRead, type Fate, type Program, type Slot, type Step } from "./program.js";
import { writeParts } from "./write-parts.js";

/** What a network goes through before it is lowered: each gives the same logits. */
const passes: readonly Pass[] = [
  dropFinalSoftmax,
  dropUnused,
  dropIdentities,
  scaleIntoPreprocess,
  meanIntoLayer,
  foldScales,
];

/** Those that change what becomes of pixels: of floats that is done before. */
const ofPixels: readonly Pass[] = [scaleIntoPreprocess, meanIntoLayer];

/** Bytes that the examples of one pass, and all that is computed of them, may take: 64 MiB. */
const PASS_BYTES = 2 ** 26;
/** The same where feature maps are among them, which are best kept in a core's own cache. */
const MAPS_BYTES = 2 ** 20;

/** How a network is compiled. */
export interface CompileOptions {
  /** Leaves out algorithms that round more than sums of products do (Winograd's convolutions). */
  readonly isExact?: boolean;
  /** What examples are (default `uint8`): floats are its input as they are, preprocessed already. */
  readonly element?: "uint8" | "float32";
}

/**
 * Makes a model ready for examples of bytes, or of floats: the program of its logits, which are what it gives
 * before a final softmax, and its weights, packed as the backend's kernels read them.
 *
 * @param backend packs the weights; the program runs on backends of the same name
 * @param batchSize examples in one pass; fewer where they would take more memory than is good
 * @throws {SpecError} when the network does not give a value for each class
 */
export function compile(
  model: Model,
  backend: Backend,
  batchSize: number,
  { isExact = false, element = "uint8" }: CompileOptions = {},
): Program {
  requireModel("compile", model);
  requireArgument("compile: batchSize", wholeNumber(1), batchSize);
  const fates: Fate[] = [];
  const isFloats = element === "float32";
  const passed = (isFloats ? passes.filter((pass) => !ofPixels.includes(pass)) : passes).reduce(
    (before, pass) => pass(before, (fate) => fates.push(fate)),
    asFloat32(model),
  );
  const { graph } = passed;
  const emitter = new Emitter(graph, element);
  for (const inferred of inferShapes(graph)) {
    lowerNode(inferred, { model: passed, backend, isExact, element }, emitter);
  }
  const classes = classCount(graph);
  const output = emitter.findRow(graph.output, [classes]);
  const { slots } = emitter;
  const hasMaps = emitter.steps.some(({ kernel }) => kernel.kind.startsWith("conv"));
  const fused = writeParts(fuse(emitter.steps, output), output, (node) =>
    fates.push({ node, became: "free" }),
  );
  const program = withNumbers(fused, slots, output);
  const inputWidth = size(graph.input.shape) * (isFloats ? 4 : 1);
  const plan = (batch: number) => planMemory(lifetimes(program, batch));
  const most = hasMaps ? MAPS_BYTES : PASS_BYTES;
  const affordable = Math.floor(most / (plan(1).bytes + inputWidth));
  const batch = Math.max(1, Math.min(batchSize, affordable));
  const { offsets, bytes } = plan(batch);
  return {
    inputWidth,
    classes,
    batchSize: batch,
    steps: program.steps,
    slots: program.strides.map((stride, i): Slot => ({ offset: offsets[i] ?? 0, stride })),
    bytes,
    output: program.output,
    fates: [...fates, ...emitter.fates],
  };
}

/** With parameters of float32, so that what is folded depends on what the model's digest is of. */
function asFloat32({ graph, parameters }: Model): Model {
  const rounded = [...parameters].map(([name, { data, shape }]): [string, FloatTensor] => [
    name,
    { data: data instanceof Float32Array ? data : new Float32Array(data), shape },
  ]);
  return { graph, parameters: new Map(rounded) };
}

/** Steps, and how long the rows of each slot are. */
interface Unplanned {
  readonly steps: readonly Step[];
  readonly strides: readonly number[];
  readonly output: number;
}

/** Numbers the slots in the order in which they are written. */
function withNumbers(
  steps: readonly Step[],
  slots: readonly { readonly stride: number }[],
  output: number,
): Unplanned {
  const written = [...new Set(steps.map(({ to }) => to))];
  const numbers = new Map(written.map((slot, index) => [slot, index]));
  const number = (slot: number): number => required(numbers.get(slot), `step that writes ${slot}`);
  return {
    steps: steps.map((step) => ({
      ...step,
      kernel: renumbered(step.kernel, number),
      to: number(step.to),
    })),
    strides: written.map((slot) => slots[slot]?.stride ?? 0),
    output: number(output),
  };
}

function renumbered(kernel: Step["kernel"], number: (slot: number) => number): Step["kernel"] {
  switch (kernel.kind) {
    case "denseBytes":
    case "mapBytes":
    case "convBytes":
    case "copyFloats":
      return kernel;
    case "combine":
      return { ...kernel, left: number(kernel.left), right: number(kernel.right) };
    case "move": {
      const sources = kernel.sources.map((source) => ({ ...source, from: number(source.from) }));
      return { ...kernel, sources };
    }
    default:
      return { ...kernel, from: number(kernel.from) };
  }
}

/** From the first step that writes a slot to the last that reads it; the output's to the end. */
function lifetimes({ steps, strides, output }: Unplanned, batch: number): Lifetime[] {
  const first: number[] = [];
  const last: number[] = [];
  for (const [index, { kernel, to }] of steps.entries()) {
    first[to] ??= index;
    for (const slot of [...slotsRead(kernel), to]) last[slot] = index;
  }
  last[output] = steps.length;
  return strides.map((stride, slot) => ({
    bytes: 4 * stride * batch,
    first: required(first[slot], "step that writes a slot"),
    last: required(last[slot], "step that writes a slot"),
  }));
}
