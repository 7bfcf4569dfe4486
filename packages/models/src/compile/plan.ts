import { objectWith, requireArgument, wholeNumber } from "@evalpool/errors";
import type { Backend, BackendMemory } from "@evalpool/tensor";
import { copyFloats } from "./copy-floats.js";
import type { Epilogue, Program, Step } from "./program.js";

/** A network in the memory of one thread. */
export interface Plan<M extends BackendMemory = BackendMemory> {
  /** Length of one row of logits. */
  readonly classes: number;
  /** Memory for examples, as bytes: to be filled before they are run. */
  readonly input: M["input"];
  /** The first rows are the logits of the last run. */
  readonly logits: M["rows"];
  /** Computes the logits of `count` examples from the `first` on. */
  readonly run: (first: number, count: number) => void;
}

/**
 * Makes a program ready to run in this thread, with all the memory that it needs: `run` allocates
 * nothing.
 *
 * @param examples how many the input has room for
 * @throws {EvalpoolError} when there is not memory enough
 * @throws {RangeError} when the program was compiled for other kernels
 */
export function createPlan<M extends BackendMemory>(
  program: Program,
  backend: Backend<M>,
  examples: number,
): Plan<M> {
  requireArgument("createPlan: program", objectWith("what compile gives", "steps"), program);
  requireArgument("createPlan: examples", wholeNumber(1), examples);
  const { classes, batchSize, inputWidth, steps, slots, bytes, output } = program;
  const input = backend.createInput(examples * inputWidth);
  const block = backend.allocate(bytes);
  const rows = slots.map(({ offset, stride }) => backend.rows(block, offset, stride, batchSize));
  const runs = steps.map((step) => prepare(step, backend, input, rows));
  return {
    classes,
    input,
    logits: at(rows, output),
    run(first, count) {
      for (const run of runs) run(first, count);
    },
  };
}

type Run = (first: number, count: number) => void;

function prepare<M extends BackendMemory>(
  { kernel, to, epilogue }: Step,
  backend: Backend<M>,
  input: M["input"],
  rows: readonly M["rows"][],
): Run {
  const out = at(rows, to);
  const run = prepareKernel(kernel, backend, input, rows, out);
  if (epilogue.length === 0) return run;
  const after = epilogue.map((one) => prepareEpilogue(one, backend, out));
  return (first, count) => {
    run(first, count);
    for (const apply of after) apply(count);
  };
}

function prepareKernel<M extends BackendMemory>(
  kernel: Step["kernel"],
  backend: Backend<M>,
  input: M["input"],
  rows: readonly M["rows"][],
  out: M["rows"],
): Run {
  switch (kernel.kind) {
    case "denseBytes":
      return backend.denseBytes(kernel.layer, input, out);
    case "mapBytes":
      return backend.mapBytes(kernel.table, kernel.width, input, out, kernel.maps);
    case "convBytes":
      return backend.convBytes(kernel.layer, input, out, kernel.end);
    case "copyFloats":
      return copyFloats(kernel, input, out);
    default: {
      const run = prepareOnRows(kernel, backend, rows, out);
      return (_, count) => run(count);
    }
  }
}

function prepareOnRows<M extends BackendMemory>(
  kernel: Exclude<Step["kernel"], { kind: "denseBytes" | "mapBytes" | "convBytes" | "copyFloats" }>,
  backend: Backend<M>,
  rows: readonly M["rows"][],
  out: M["rows"],
): (count: number) => void {
  switch (kernel.kind) {
    case "dense":
      return backend.dense(kernel.layer, at(rows, kernel.from), out);
    case "conv":
      return backend.conv(kernel.layer, at(rows, kernel.from), out, kernel.end, kernel.part);
    case "pool": {
      const { mode, geometry, from, part } = kernel;
      if (mode === "max") return backend.maxPool(geometry, at(rows, from), out, part);
      return backend.averagePool(geometry, mode === "meanWithPadding", at(rows, from), out, part);
    }
    case "combine": {
      const { combination, left, right, end } = kernel;
      return backend.combine(combination, at(rows, left), at(rows, right), kernel, out, end);
    }
    case "move": {
      const sources = kernel.sources.map(({ from, runs }) => ({ rows: at(rows, from), runs }));
      return backend.move(sources, out, kernel.fill);
    }
    case "localResponseNorm":
      return backend.localResponseNorm(kernel, kernel.maps, at(rows, kernel.from), out);
  }
}

function prepareEpilogue<M extends BackendMemory>(
  epilogue: Epilogue,
  backend: Backend<M>,
  rows: M["rows"],
): (count: number) => void {
  const { width } = epilogue;
  switch (epilogue.kind) {
    case "activate":
      return (count) => backend.activate(epilogue.f, rows, count, width);
    case "softmax":
      return (count) => backend.softmax(rows, count, width, epilogue.group, epilogue.isLog);
    case "prelu":
      return backend.prelu(epilogue.slopes, rows, width);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no slot ${index}`);
  return found;
}
