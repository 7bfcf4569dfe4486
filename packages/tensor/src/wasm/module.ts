import { relaxed, simd } from "../kernels.generated.js";

/** The kernels' two builds: relaxed SIMD rounds a product and its sum once, plain SIMD twice. */
export type KernelBuild = "simd" | "relaxed";

/** A compiled build of the kernels, which worker threads can be handed. */
export interface KernelModule {
  readonly build: KernelBuild;
  /** Whether kernels are used that suit an engine that makes 256-bit operations of 128-bit ones. */
  readonly wide: boolean;
  /** A `WebAssembly.Module`; that type is a browser's, which Node.js alone has none of. */
  readonly module: object;
}

/** Compiles the given build, else the best one that this engine knows. */
export function compileKernels(build: KernelBuild = bestBuild(), wide = false): KernelModule {
  return { build, wide, module: new WebAssembly.Module(decode(build)) };
}

/** As results tell it: "wasm-relaxed", or "wasm-relaxed-wide". */
export function kernelsName({ build, wide }: KernelModule): string {
  return `wasm-${build}${wide ? "-wide" : ""}`;
}

/** Whether this engine can run that build. Not all have WebAssembly: `node --jitless` has none. */
export function supportsKernels(build: KernelBuild): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(decode(build));
}

function bestBuild(): KernelBuild {
  return supportsKernels("relaxed") ? "relaxed" : "simd";
}

const modules = new Map<KernelBuild, Uint8Array<ArrayBuffer>>();

/** The bytes of a build's module. */
function decode(build: KernelBuild): Uint8Array<ArrayBuffer> {
  const decoded = modules.get(build);
  if (decoded !== undefined) return decoded;
  const binary = atob({ simd, relaxed }[build]);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  modules.set(build, bytes);
  return bytes;
}
