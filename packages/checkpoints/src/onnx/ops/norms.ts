import type { Constant } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered } from "../signals.js";
import type { Flow } from "../values.js";
import { affine } from "./affine.js";
import { toMaps } from "./windows.js";

const ROLES = ["scale", "bias", "mean", "variance"] as const;

/** `BatchNormalization` with the statistics that training left. */
export function lowerBatchNorm(node: NodeLowering): Flow {
  const { attributes } = node;
  attributes.ignore("momentum", "is_test");
  if (!attributes.flag("spatial", true)) throw new NotCovered("spatial 0");
  if (attributes.flag("training_mode", false)) throw new NotCovered("training_mode 1");
  node.requireOutputs(1);
  const epsilon = attributes.float("epsilon", 1e-5);
  const x = node.flow(0);
  const channels = x.shape[1 - node.batch];
  if (channels === undefined) throw new Malformed("expected an axis of channels, got none");
  const constants = ROLES.map((_, i) => node.constant(i + 1)) as [
    Constant,
    Constant,
    Constant,
    Constant,
  ];
  const odd = constants.find(({ shape }) => shape.join() !== String(channels));
  if (odd) throw new Malformed(`expected ${channels} values, got (${odd.shape.join(",")})`);
  if (node.batch === 1) {
    const parameters = constants.map((constant, i) => [
      ROLES[i],
      node.parameter(constant, [channels]),
    ]);
    return node.emit("batchNorm", [x], { epsilon }, Object.fromEntries(parameters));
  }
  const [scale, bias, mean, variance] = constants.map(({ data }) => Float64Array.from(data)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const factor = scale.map((value, c) => value / Math.sqrt((variance[c] ?? 0) + epsilon));
  const offset = bias.map((value, c) => value - (mean[c] ?? 0) * (factor[c] ?? 0));
  const inner = x.shape.slice(2).map(() => 1);
  return affine(node, x, { factor, offset }, [channels, ...inner]);
}

/** `LRN`: over neighbouring channels. */
export function lowerLrn(node: NodeLowering): Flow {
  const { attributes } = node;
  const { maps, back } = toMaps(node, node.flow(0));
  const size = attributes.int("size", 0);
  if (size < 1) throw new Malformed("expected a size above 0");
  const alpha = attributes.float("alpha", 1e-4);
  const beta = attributes.float("beta", 0.75);
  const bias = attributes.float("bias", 1);
  return back(node.emit("localResponseNorm", [maps], { size, alpha, beta, bias }));
}
