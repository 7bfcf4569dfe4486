import { chooseKernels } from "@evalpool/evaluate";
import { explain } from "@evalpool/models";
import { createWasmBackend, referenceBackend } from "@evalpool/tensor";
import { loadGraphShown } from "../loading.js";
import { describeNetwork } from "../terminal/network-table.js";
import { painter } from "../terminal/paint.js";
import { useWideVectors } from "../wide-vectors.js";

/** Where there is no terminal: wide enough for all columns of most networks. */
const WIDE = 120;

/** Prints a network as it would be run by `eval`. */
export async function inspectModel(model: string): Promise<void> {
  const graph = await loadGraphShown(model);
  const kernels = chooseKernels("auto", useWideVectors());
  const backend = kernels ? createWasmBackend(kernels) : referenceBackend;
  const run = { ...explain(graph, backend), backend: backend.name };
  const lines = describeNetwork(
    graph,
    run,
    process.stdout.columns || WIDE,
    painter(process.stdout),
  );
  process.stdout.write([...lines, ""].join("\n"));
}
