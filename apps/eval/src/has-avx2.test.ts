import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { hasAvx2 } from "./has-avx2.js";

/** What V8 says that it found, with flags of its own: "… AVX=1 AVX2=1 AVX_VNNI=0 …". */
function v8Says(flags: readonly string[]): boolean {
  const told = execFileSync(process.execPath, [...flags, "--v8-options"], { encoding: "utf8" });
  return told.includes(" AVX2=1 ");
}

test
  .skipIf(process.arch !== "x64" || process.platform !== "linux")
  .each([
    [[]],
    [["--no-enable-avx2"]],
    [["-noenable_avx2"]],
    [["--no_enable_avx"]],
    [["--no-enable-sse4-2"]],
    [["--no-enable-ssse3"]],
    [["--no-enable-avx2", "--enable-avx2"]],
    [["--enable-avx2", "--no-enable-avx2"]],
    [["--no-enable-fma3", "--no-enable-avx-vnni"]],
  ])("with %j it is what V8 finds", (flags) => {
  expect(hasAvx2(flags)).toBe(v8Says(flags));
});
