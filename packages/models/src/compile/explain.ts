import { size, type Backend } from "@evalpool/tensor";
import type { Graph } from "../graph.js";
import { parametersOf } from "../infer-shapes.js";
import type { Parameters } from "../model.js";
import { compile } from "./compile.js";
import type { Epilogue, Fate, Kernel, Program, Step } from "./program.js";

/** How a program runs a node, or does without. */
export interface Execution {
  /** The kernels of its own, in their order: a convolution's by its algorithm. */
  readonly kernels: readonly string[];
  /**
   * What it is instead: `fused` with another's kernel, done `in place` to what another wrote, or what
   * became of it (`Fate`).
   */
  readonly as?: "fused" | "in place" | Fate["became"];
  /** The value whose maker it is part of. */
  readonly into?: string;
  /** Of its value in memory, for one example; 0 where that is never there by itself. */
  readonly bytes: number;
}

/** How a network is run. */
export interface Explanation {
  /** By the values that nodes make; that of the input is among them where a step changes it. */
  readonly executions: ReadonlyMap<string, Execution>;
  /** Of all values for one example, which share memory where they do not live at once. */
  readonly bytes: number;
}

/**
 * How a network is run on a backend, for whoever wants to know: it takes no weights, and keeps none.
 *
 * @throws {SpecError} when the network does not give a value for each class
 */
export function explain(graph: Graph, backend: Backend): Explanation {
  const program = compile({ graph, parameters: blank(graph) }, forgetful(backend), 1);
  return { executions: executionsOf(program), bytes: program.bytes };
}

/** Parameters of the right shapes, which share memory. */
function blank(graph: Graph): Parameters {
  const all = parametersOf(graph);
  const longest = all.reduce((most, { shape }) => Math.max(most, size(shape)), 0);
  const zeros = new Float32Array(longest);
  return new Map(
    all.map(({ name, shape, initial = 0 }) => {
      const length = size(shape);
      const data = initial ? new Float32Array(length).fill(initial) : zeros.subarray(0, length);
      return [name, { data, shape }];
    }),
  );
}

/** A backend that packs layers as it does, and keeps but what there is to know of them. */
function forgetful(backend: Backend): Backend {
  const bytes = new Uint8Array();
  return {
    ...backend,
    packDense: (...args) => ({ ...backend.packDense(...args), bytes }),
    packDenseBytes: (...args) => ({ ...backend.packDenseBytes(...args), bytes }),
    packConv: (...args) => ({ ...backend.packConv(...args), bytes }),
    packConvBytes: (...args) => ({ ...backend.packConvBytes(...args), bytes }),
  };
}

const NOTHING: Execution = { kernels: [], bytes: 0 };

/** What became of each node. */
export function executionsOf({ steps, slots, fates }: Program): Map<string, Execution> {
  const all = new Map<string, Execution>();
  for (const { node, became, ...into } of fates) {
    all.set(node, { kernels: [], as: became, bytes: 0, ...into });
  }
  for (const step of steps) {
    const [first = ""] = step.nodes;
    const inPlace = new Set(step.epilogue.map(({ node }) => node));
    for (const node of step.nodes) {
      const { kernels, bytes, as, ...into } = all.get(node) ?? NOTHING;
      const isLast = node === step.nodes.at(-1);
      all.set(node, {
        kernels: node === first ? [...kernels, ...namesOf(step)] : kernels,
        // What has to be put into another order is no longer free.
        ...(as && as !== "free" && { as, ...into }),
        ...(node !== first && { as: inPlace.has(node) ? "in place" : "fused", into: first }),
        bytes: bytes + (isLast ? 4 * (slots[step.to]?.stride ?? 0) * shareOf(step.kernel) : 0),
      });
    }
  }
  return all;
}

/** How much of the row that it writes to is its own. */
function shareOf(kernel: Kernel): number {
  switch (kernel.kind) {
    case "conv":
      return kernel.part ? kernel.layer.geometry.filters / kernel.part.of : 1;
    case "pool":
      return kernel.part ? kernel.geometry.input.channels / kernel.part.of : 1;
    default:
      return 1;
  }
}

/** Of the kernel and of what its own node does to what it wrote. */
function namesOf({ kernel, epilogue, nodes }: Step): string[] {
  const own = epilogue.filter(({ node }) => node === nodes[0]);
  return [nameOf(kernel), ...own.map(functionOf)];
}

function nameOf(kernel: Kernel): string {
  switch (kernel.kind) {
    case "conv":
    case "convBytes":
      return kernel.layer.algorithm;
    case "denseBytes":
      return "dense bytes";
    case "mapBytes":
      return "table";
    case "copyFloats":
      return "copy";
    case "combine":
      return kernel.combination;
    case "localResponseNorm":
      return "response norm";
    default:
      return kernel.kind;
  }
}

function functionOf(epilogue: Epilogue): string {
  return epilogue.kind === "activate" ? epilogue.f.name : epilogue.kind;
}
