import { closeSync, openSync, readSync } from "node:fs";

/** V8 uses AVX2 only if it may use all of these, each of which it can be told not to. */
const needed = ["sse3", "ssse3", "sse4-1", "sse4-2", "avx", "avx2"];

/** More than the kernel tells of one processor. */
const ONE_PROCESSOR = 8192;

/**
 * Whether V8 has AVX2 to use: whether the processor has, and Node was not started with a flag
 * against it. Only Linux tells of the processor at no cost; elsewhere the answer is no.
 */
export function hasAvx2(args: readonly string[] = process.execArgv): boolean {
  if (process.arch !== "x64" || process.platform !== "linux") return false;
  return needed.every((feature) => isAllowed(feature, args)) && processorFlags().includes("avx2");
}

/** V8 takes `-` and `_` for the same, one dash or two, and of several flags the last. */
function isAllowed(feature: string, args: readonly string[]): boolean {
  const flag = new RegExp(`^--?(no-?)?enable-${feature}$`);
  const last = args.map((arg) => flag.exec(arg.replaceAll("_", "-"))).findLast(Boolean);
  return last?.[1] === undefined;
}

function processorFlags(): readonly string[] {
  const text = Buffer.alloc(ONE_PROCESSOR);
  let length: number;
  try {
    const descriptor = openSync("/proc/cpuinfo", "r");
    length = readSync(descriptor, text);
    closeSync(descriptor);
  } catch {
    // No such file system here.
    return [];
  }
  const flags = /^flags\s*:(.*)$/m.exec(text.toString("latin1", 0, length));
  return flags?.[1]?.split(" ") ?? [];
}
