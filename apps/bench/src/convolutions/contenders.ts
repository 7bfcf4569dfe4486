import {
  channelStride,
  convOutput,
  mapStride,
  size,
  type Backend,
  type ConvGeometry,
  type ConvWeights,
  type MapShape,
  type Rows,
} from "@evalpool/tensor";
import { lowerSpec } from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import { prepareOnnx } from "../onnx/onnxruntime-node.ts";
import { toOnnx } from "../onnx/to-onnx.ts";

/** Of the largest value: rounding, Winograd's too. */
export const TOLERANCE = 1e-3;

/** Ours, on maps in a backend's memory. */
export function prepareOurs(
  backend: Backend,
  geometry: ConvGeometry,
  weights: ConvWeights,
  x: Float32Array,
  images: number,
) {
  const layer = backend.packConv(weights, geometry, false);
  const output = convOutput(geometry);
  const newRows = (maps: MapShape): Rows =>
    backend.rows(backend.allocate(4 * mapStride(maps) * images), 0, mapStride(maps), images);
  const [rows, out] = [newRows(geometry.input), newRows(output)];
  const run = backend.conv(layer, rows, out, {
    lower: -Infinity,
    upper: Infinity,
    isPooled: false,
  });
  walkMaps(geometry.input, images, (inRows, inOrder) => (rows.data[inRows] = x[inOrder] ?? 0));
  return {
    algorithm: layer.algorithm,
    run: () => run(images),
    /** `[N, C, H, W]` */
    read(): Float32Array {
      run(images);
      const y = new Float32Array(images * size(shapeOf(output)));
      walkMaps(output, images, (inRows, inOrder) => (y[inOrder] = out.data[inRows] ?? 0));
      return y;
    },
  };
}

/** Where each value lies in rows of maps, channels last, and in `[N, C, H, W]`. */
function walkMaps(
  maps: MapShape,
  images: number,
  visit: (inRows: number, inOrder: number) => void,
): void {
  const { channels, height, width } = maps;
  const pixels = height * width;
  for (let image = 0; image < images; image++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const from = image * mapStride(maps) + pixel * channelStride(channels);
      for (let c = 0; c < channels; c++) visit(from + c, (image * channels + c) * pixels + pixel);
    }
  }
}

/** onnxruntime-node. */
export async function preparePeer(
  geometry: ConvGeometry,
  { weight, bias }: ConvWeights,
  data: Float32Array,
  images: number,
): Promise<() => Promise<Float32Array>> {
  const { input, filters, groups, kernel, strides, padding } = geometry;
  const said = { filters, groups, kernel, strides, padding } as const;
  const graph = lowerSpec({
    id: "convolution",
    input: shapeOf(input),
    layers: [{ type: "conv2d", ...said, weight: "W", bias: "b" }],
  });
  const parameters = new Map([
    ["W", { data: weight, shape: [filters, input.channels / groups, ...kernel] }],
    ["b", { data: bias, shape: [filters] }],
  ]);
  const run = await prepareOnnx(toOnnx({ graph, parameters }), true);
  const x = { data, shape: [images, ...shapeOf(input)] };
  const shape = [images, ...shapeOf(convOutput(geometry))];
  // Kept, so that no time goes to memory that a caller need not have.
  const y = { data: new Float32Array(size(shape)), shape };
  return () => run(x, y);
}

/** @throws {Error} when outputs differ by more than rounding explains */
export function requireAlike(shape: string, got: Float32Array, expected: Float32Array): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isOff = (value: number, i: number): boolean =>
    !(Math.abs((got[i] ?? NaN) - value) <= TOLERANCE * largest);
  const at = expected.findIndex(isOff);
  if (at === -1 && got.length === expected.length) return;
  throw new Error(`${shape}: ${got[at]} at ${at}, onnxruntime-node has ${expected[at]}`);
}

/** The same each time. */
export function someWeights({ input, filters, groups, kernel }: ConvGeometry): ConvWeights {
  const length = filters * (input.channels / groups) * kernel[0] * kernel[1];
  return { weight: someValues(length, 1), bias: someValues(filters, 2) };
}

/** From -1 to 1, the same each time. */
function someValues(length: number, stream: number): Float32Array {
  const random = createRandom(1, stream);
  return Float32Array.from({ length }, () => random.uniform(-1, 1));
}

function shapeOf({ channels, height, width }: MapShape): [number, number, number] {
  return [channels, height, width];
}

/** Images `[N, C, H, W]`. */
export function someImages({ input }: ConvGeometry, images: number): Float32Array {
  return someValues(images * size(shapeOf(input)), 3);
}
