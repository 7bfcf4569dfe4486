import { Malformed } from "../signals.js";
import type { NodeLowering } from "../node-lowering.js";
import type { Flow } from "../values.js";
import { toMaps, windowOf } from "./windows.js";

/** `Conv` of one or two axes of pixels, by constant weights. */
export function lowerConv(node: NodeLowering): Flow {
  const weight = node.constant(1);
  const bias = node.optionalConstant(2);
  const { maps, spatial, back } = toMaps(node, node.flow(0));
  const [filters = 0, channels = 0, ...kernel] = weight.shape;
  if (kernel.length !== spatial) {
    throw new Malformed(`expected weights of ${spatial + 2} axes, got ${weight.shape.length}`);
  }
  const said = node.attributes.ints("kernel_shape") ?? kernel;
  if (said.join() !== kernel.join()) {
    throw new Malformed(
      `kernel_shape ${said.join(",")} is not that of its weights, ${kernel.join(",")}`,
    );
  }
  const groups = node.attributes.int("group", 1);
  if (channels * groups !== maps.shape[0]) {
    const got = `${channels} in ${groups} groups`;
    throw new Malformed(`expected weights for ${maps.shape[0]} channels, got ${got}`);
  }
  const window = windowOf(node, kernel, maps.shape, spatial);
  const shape = [filters, channels, ...window.kernel];
  const parameters = {
    weight: node.parameter(weight, shape),
    ...(bias && { bias: node.parameter(bias, [filters]) }),
  };
  return back(node.emit("conv2d", [maps], { filters, ...window, groups }, parameters));
}
