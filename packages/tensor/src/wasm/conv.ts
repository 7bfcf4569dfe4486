import type { ConvKernels } from "../backend/conv.js";
import { convKernels as plain } from "../reference/conv.js";
import type { WasmKinds } from "./context.js";

export function convKernels(): ConvKernels<WasmKinds> {
  return plain as unknown as ConvKernels<WasmKinds>;
}
