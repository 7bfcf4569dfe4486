import { UsageError } from "@evalpool/errors";
import { afterEach, expect, test, vi } from "vitest";
import { chooseKernels } from "./choose-kernels.js";

afterEach(() => vi.unstubAllGlobals());

test.each([false, true])("kernels are compiled, as wide as it is said: %s", (wide) => {
  const compiled = { wide, module: expect.anything() as unknown };
  expect(chooseKernels("auto", wide)).toMatchObject(compiled);
  expect(chooseKernels("wasm", wide)).toMatchObject(compiled);
});

test("the reference backend has none", () => {
  expect(chooseKernels("reference", false)).toBeUndefined();
});

// As with `node --jitless`.
test("an engine without WebAssembly runs without kernels, unless they are insisted on", () => {
  vi.stubGlobal("WebAssembly", undefined);
  expect(chooseKernels("auto", false)).toBeUndefined();
  expect(() => chooseKernels("wasm", false)).toThrow(
    new UsageError(
      "backend wasm: expected an engine with WebAssembly SIMD, which this one lacks or is told " +
        "not to use; auto or reference runs without",
    ),
  );
});
