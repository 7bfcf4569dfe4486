import type { ConvGeometry } from "../backend/conv.js";
import { requireLayout } from "../kernel-limits.js";
import type { WasmContext } from "./context.js";
import type { ConvFamily } from "./conv-family.js";
import { packConv, prepareTable } from "./conv-layer.js";

/** Whether each channel has a filter of its own. */
export function isDepthwise({ input, filters, groups }: ConvGeometry): boolean {
  return groups === input.channels && groups === filters;
}

/** Convolutions channel by channel, as `assembly/conv-depthwise.ts` packs them. */
export function convDepthwise(context: WasmContext): ConvFamily {
  const { kernels, module } = context;
  const layout = module.wide ? "panels-16" : "panels-8";
  return {
    pack(weights, geometry) {
      const shape = shapeOf(geometry);
      const bytes = packConv(context, weights, kernels.convDepthwisePacked(...shape), (...from) => {
        const [weight, bias, packed] = from;
        kernels.packConvDepthwise(weight, bias, ...shape, packed);
      });
      return { algorithm: "depthwise", layout, geometry, divisor: 1, canPool: false, bytes };
    },
    prepare(layer, x, out, end, part) {
      requireLayout(layer, layout, kernels.convDepthwisePacked(...shapeOf(layer.geometry)));
      return prepareTable(context, "convDepthwise", layer, x, out, end, part);
    },
  };
}

function shapeOf({ input, kernel }: ConvGeometry) {
  return [input.channels, ...kernel] as const;
}
