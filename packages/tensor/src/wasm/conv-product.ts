import type { ConvGeometry } from "../backend/conv.js";
import { requireLayout } from "../kernel-limits.js";
import type { WasmContext } from "./context.js";
import { packConv, prepareTable } from "./conv-layer.js";
import type { ConvFamily } from "./conv-family.js";

/** Any convolution, as `assembly/conv-product.ts` packs it. */
export function convProduct(context: WasmContext): ConvFamily {
  const { kernels, module } = context;
  const layout = module.wide ? "panels-16" : "panels-8";
  return {
    pack(weights, geometry) {
      const shape = shapeOf(geometry);
      const bytes = packConv(context, weights, kernels.convProductPacked(...shape), (...from) => {
        const [weight, bias, packed] = from;
        kernels.packConvProduct(weight, bias, ...shape, packed);
      });
      return { algorithm: "product", layout, geometry, divisor: 1, canPool: false, bytes };
    },
    prepare(layer, x, out, end, part) {
      requireLayout(layer, layout, kernels.convProductPacked(...shapeOf(layer.geometry)));
      return prepareTable(context, "convProduct", layer, x, out, end, part);
    },
  };
}

function shapeOf({ input, filters, groups, kernel }: ConvGeometry) {
  return [input.channels, filters, groups, ...kernel] as const;
}
