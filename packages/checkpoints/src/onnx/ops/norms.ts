import type { Constant } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered } from "../signals.js";
import type { Flow } from "../values.js";
import { affine } from "./affine.js";
import { toMaps } from "./windows.js";

/** `BatchNormalization` with the statistics that training left. */
export function lowerBatchNorm(node: NodeLowering): Flow {
  const { attributes } = node;
  attributes.ignore("momentum", "is_test");
  if (!attributes.flag("spatial", true)) throw new NotCovered("spatial 0");
  if (attributes.flag("training_mode", false)) throw new NotCovered("training_mode 1");
  const epsilon = attributes.float("epsilon", 1e-5);
  const x = node.flow(0);
  const channels = x.shape[1 - node.batch];
  if (channels === undefined) throw new Malformed("expected an axis of channels, got none");
  const constants = [1, 2, 3, 4].map((i) => node.constant(i)) as [
    Constant,
    Constant,
    Constant,
    Constant,
  ];
  const odd = constants.find(({ shape }) => shape.join() !== String(channels));
  if (odd) throw new Malformed(`expected ${channels} values, got (${odd.shape.join(",")})`);
  const [scale, bias, mean, variance] = constants;
  if (node.batch === 1) {
    const parameterOf = (constant: Constant) => node.parameter(constant, [channels]);
    const parameters = {
      scale: parameterOf(scale),
      bias: parameterOf(bias),
      mean: parameterOf(mean),
      variance: parameterOf(variance),
    };
    return node.emit("batchNorm", [x], { epsilon }, parameters);
  }
  const factor = Float64Array.from(
    scale.data,
    (value, c) => value / Math.sqrt((variance.data[c] ?? 0) + epsilon),
  );
  const offset = Float64Array.from(
    bias.data,
    (value, c) => value - (mean.data[c] ?? 0) * (factor[c] ?? 0),
  );
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
