import type { ConvKernels } from "../backend/conv.js";
import type { WasmContext, WasmKinds } from "./context.js";
import { convBytesKernels } from "./conv-bytes.js";
import { convDepthwise, isDepthwise } from "./conv-depthwise.js";
import { requirePooling } from "./conv-layer.js";
import { convProduct } from "./conv-product.js";

export function convKernels(context: WasmContext): ConvKernels<WasmKinds> {
  const families = { product: convProduct(context), depthwise: convDepthwise(context) };
  return {
    packConv(weights, geometry) {
      return families[isDepthwise(geometry) ? "depthwise" : "product"].pack(weights, geometry);
    },
    conv(layer, x, out, end) {
      const { algorithm } = layer;
      requirePooling(layer, end);
      if (algorithm !== "product" && algorithm !== "depthwise") {
        throw new RangeError(`expected a convolution over feature maps, got one by ${algorithm}`);
      }
      return families[algorithm].prepare(layer, x, out, end);
    },
    ...convBytesKernels(context),
  };
}
