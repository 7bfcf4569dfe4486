import type { ConvAlgorithm, ConvGeometry, ConvKernels } from "../backend/conv.js";
import type { WasmContext, WasmKinds } from "./context.js";
import { convBytesKernels } from "./conv-bytes.js";
import { convDepthwise, isDepthwise } from "./conv-depthwise.js";
import { requirePooling } from "./conv-layer.js";
import { convProduct } from "./conv-product.js";
import { convWinograd, suitsWinograd } from "./conv-winograd.js";

export function convKernels(context: WasmContext): ConvKernels<WasmKinds> {
  const families = {
    product: convProduct(context),
    depthwise: convDepthwise(context),
    winograd: convWinograd(context),
  };
  return {
    packConv: (weights, geometry, isExact) =>
      families[chooseAlgorithm(geometry, isExact)].pack(weights, geometry),
    conv(layer, x, out, end, part) {
      const { algorithm } = layer;
      requirePooling(layer, end);
      if (algorithm === "bytes") {
        throw new RangeError("expected a convolution over feature maps, got one over bytes");
      }
      return families[algorithm].prepare(layer, x, out, end, part);
    },
    ...convBytesKernels(context),
  };
}

/** How a convolution over feature maps is computed: a matter of its geometry alone. */
function chooseAlgorithm(
  geometry: ConvGeometry,
  isExact: boolean,
): Exclude<ConvAlgorithm, "bytes"> {
  if (isDepthwise(geometry)) return "depthwise";
  return !isExact && suitsWinograd(geometry) ? "winograd" : "product";
}
