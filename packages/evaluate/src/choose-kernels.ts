import { UsageError } from "@evalpool/errors";
import { compileKernels, supportsKernels, type KernelModule } from "@evalpool/tensor";

/** What a forward pass can be asked to run on. */
export const backendChoices = ["auto", "wasm", "reference"] as const;

/** `auto` is `wasm` where the engine can, else `reference`: plain TypeScript, written to be read. */
export type BackendChoice = (typeof backendChoices)[number];

/**
 * The kernels to run on; none are the reference backend.
 *
 * @param wide whether the engine makes 256-bit operations of 128-bit ones
 * @throws {UsageError} when kernels are insisted on and the engine cannot run them
 */
export function chooseKernels(choice: BackendChoice, wide: boolean): KernelModule | undefined {
  if (choice === "reference") return undefined;
  if (supportsKernels("simd")) return compileKernels(undefined, wide);
  if (choice === "auto") return undefined;
  throw new UsageError(
    "backend wasm: expected an engine with WebAssembly SIMD, which this one lacks or is told not to" +
      " use; auto or reference runs without",
  );
}
