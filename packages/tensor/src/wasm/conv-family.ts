import type { ConvEnd, ConvGeometry, ConvWeights, PackedConv } from "../backend/conv.js";
import type { MapPart } from "../backend/maps.js";
import type { RunRows } from "../backend/memory.js";
import type { WasmRows } from "./memory.js";

/** The kernels of one algorithm for convolutions over feature maps. */
export interface ConvFamily {
  pack(weights: ConvWeights, geometry: ConvGeometry): PackedConv;
  prepare(layer: PackedConv, x: WasmRows, out: WasmRows, end: ConvEnd, part?: MapPart): RunRows;
}
