import { size } from "@evalpool/tensor";
import { Malformed, NotCovered } from "../signals.js";
import type { NodeLowering } from "../node-lowering.js";
import type { Flow } from "../values.js";
import { toMaps, windowOf } from "./windows.js";

/** `MaxPool`, without where each value came from. */
export function lowerMaxPool(node: NodeLowering): Flow {
  const order = node.attributes.int("storage_order", 0);
  if (order !== 0) throw new NotCovered(`storage_order ${order}`);
  const { maps, spatial, back } = toMaps(node, node.flow(0));
  const window = windowOf(node, kernelOf(node), maps.shape, spatial);
  const ceilMode = node.attributes.flag("ceil_mode", false);
  return back(node.emit("maxPool2d", [maps], { ...window, ceilMode }));
}

export function lowerAveragePool(node: NodeLowering): Flow {
  const { maps, spatial, back } = toMaps(node, node.flow(0));
  const window = windowOf(node, kernelOf(node), maps.shape, spatial);
  const ceilMode = node.attributes.flag("ceil_mode", false);
  const countsPadding = node.attributes.flag("count_include_pad", false);
  return back(node.emit("averagePool2d", [maps], { ...window, ceilMode, countsPadding }));
}

/** `GlobalAveragePool` and `GlobalMaxPool`, over any number of axes of pixels. */
export const lowerGlobalAveragePool = (node: NodeLowering): Flow => lowerGlobal(node, meanOfRows);
export const lowerGlobalMaxPool = (node: NodeLowering): Flow => lowerGlobal(node, maxOfRows);

function lowerGlobal(node: NodeLowering, ofRows: typeof meanOfRows): Flow {
  const flow = node.flow(0);
  const channelAxis = 1 - node.batch;
  const pixels = flow.shape.slice(channelAxis + 1);
  const outer = flow.shape.slice(0, channelAxis + 1);
  if (pixels.length === 0)
    throw new Malformed(`expected axes of pixels, got ${node.rank(flow)} axes`);
  if (node.batch === 1 && pixels.length === 2) return ofRows(node, flow);
  const rows = node.reshape(flow, [size(outer), 1, size(pixels)]);
  return node.reshape(ofRows(node, rows), [...outer, ...pixels.map(() => 1)]);
}

/** The mean of each channel: `[C, H, W] → [C, 1, 1]`. */
export function meanOfRows(node: NodeLowering, maps: Flow): Flow {
  return node.emit("globalAveragePool2d", [maps], {});
}

/** The largest of each channel: `[C, H, W] → [C, 1, 1]`. */
export function maxOfRows(node: NodeLowering, maps: Flow): Flow {
  const [, height = 1, width = 1] = maps.shape;
  return node.emit("maxPool2d", [maps], {
    kernel: [height, width],
    strides: [1, 1],
    padding: [0, 0, 0, 0],
    dilations: [1, 1],
    ceilMode: false,
  });
}

function kernelOf({ attributes }: NodeLowering): readonly number[] {
  const kernel = attributes.ints("kernel_shape");
  if (kernel === undefined) throw new Malformed("expected kernel_shape, got none");
  return kernel;
}
