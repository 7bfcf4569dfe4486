import type { LoadModelOptions } from "@evalpool/checkpoints/node";
import { chooseKernels } from "@evalpool/evaluate";
import { explain } from "@evalpool/models";
import { createWasmBackend, referenceBackend } from "@evalpool/tensor";
import { loadModelShown, loadNetworkShown } from "../loading.js";
import { describeNetwork } from "../terminal/network-table.js";
import { painter } from "../terminal/paint.js";
import { useWideVectors } from "../wide-vectors.js";

/** Where there is no terminal: wide enough for all columns of most networks. */
const WIDE = 120;

/** Prints a network as it would be run by `eval`. */
export async function inspectModel(
  model: string,
  weights: string | undefined,
  options: LoadModelOptions,
): Promise<void> {
  const network =
    weights === undefined
      ? await loadNetworkShown(model, options)
      : await loadModelShown(model, weights, options);
  const kernels = chooseKernels("auto", useWideVectors());
  const backend = kernels ? createWasmBackend(kernels) : referenceBackend;
  const { preprocessSource } = network;
  const run = { ...explain(network.graph, backend), backend: backend.name, preprocessSource };
  const lines = describeNetwork(
    network.graph,
    run,
    process.stdout.columns || WIDE,
    painter(process.stdout),
  );
  process.stdout.write([...lines, ""].join("\n"));
}
