import { requireRoom } from "../kernel-limits.js";
import type { Kernels } from "./kernels.js";
import type { WasmBlock, WasmInput, WasmMemory, WasmRows } from "./memory.js";
import type { KernelModule } from "./module.js";

/** What all families of kernels of one backend share. */
export interface WasmContext {
  readonly kernels: Kernels;
  readonly memory: WasmMemory;
  readonly module: KernelModule;
}

/** The memory of kernels. */
export interface WasmKinds {
  readonly block: WasmBlock;
  readonly rows: WasmRows;
  readonly input: WasmInput;
}

/** Where examples begin. @throws {RangeError} when there are fewer */
export function examplesOf(x: WasmInput, first: number, count: number, width: number): number {
  requireRoom("examples", first + count, Math.floor(x.length / width));
  return x.address + first * width;
}

/** @throws {RangeError} when there are fewer rows, or narrower ones */
export function requireRows(x: WasmRows, count: number, width: number): void {
  requireRoom("columns", width, x.stride);
  requireRoom("rows", count, x.count);
}
