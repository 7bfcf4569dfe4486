import type { EvaluationResult } from "@evalpool/eval";
import { beforeAll, describe, expect, test } from "vitest";
import { describeShared, golden } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";

// What docs/read-the-result.md says of the JSON: which parts of it two runs have in common, to the
// bit, and which they have not.

async function evaluateJson(flags: string[], nodeFlags: string[] = []): Promise<EvaluationResult> {
  const args = ["eval", ...mnist, ...weights, "--json", ...flags];
  const { code, stdout, stderr } = await runCli(args, {}, nodeFlags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as EvaluationResult;
}

/** All that is of the model, as text: the same bits are the same text. */
function figures({ throughput, timings, config, environment, ...rest }: EvaluationResult): string {
  expect([throughput, timings, config, environment]).not.toContain(undefined);
  return JSON.stringify(rest);
}

/** Ways to run, by flags of evalpool and of Node.js. */
const ways: Readonly<Record<string, [string[], string[]?]>> = {
  "as it comes": [[]],
  "without AVX2": [[], ["--no-enable-avx2"]],
  // As older processors.
  "without fused multiply-add": [[], ["--no-enable-fma3"]],
  "on the reference": [["--backend", "reference"]],
};

const isX64 = process.arch === "x64";

describeShared("two runs on the same files", () => {
  let usual: EvaluationResult;
  beforeAll(async () => {
    usual = await evaluateJson([]);
  });

  describe.each(Object.entries(ways))("%s", (_, [flags, nodeFlags]) => {
    test("have the same bits for any threads and batch size", async () => {
      const some = [...flags, "--limit", "3000"];
      const one = figures(await evaluateJson([...some, "--threads", "0"], nodeFlags));
      for (const [threads, batch] of Object.entries({ 1: "1", 2: "3000", 3: "7" })) {
        const args = [...some, "--threads", threads, "--batch-size", batch];
        expect(figures(await evaluateJson(args, nodeFlags))).toBe(one);
      }
    });

    // golden/mnist.json: NumPy's own confusion matrix of these weights.
    test("have the same counts as those of another way, and figures within 1e-6", async () => {
      const other = await evaluateJson(flags, nodeFlags);
      const numpy = golden("mnist") as { sample_weight: Record<string, unknown> };
      expect(other.confusionMatrix).toEqual(numpy.sample_weight["confusion[label][predicted]"]);
      expect(other.perClass).toEqual(usual.perClass);
      expect(other.topKAccuracy).toEqual(usual.topKAccuracy);
      for (const key of ["negativeLogLikelihood", "brierScore", "calibrationError"] as const) {
        expect(Math.abs(other[key] - usual[key])).toBeLessThan(1e-6);
      }
    });
  });

  test.runIf(isX64)("have the same bits with vectors paired and not", async () => {
    const narrow = await evaluateJson([], ["--no-enable-avx2"]);
    expect(narrow.config.backend).toBe("wasm-relaxed");
    expect(narrow.environment.v8Flags).not.toContain("--experimental-wasm-revectorize");
    expect(figures(narrow)).toBe(figures(usual));
  });
});

describeShared("an engine without WebAssembly SIMD", () => {
  // Few, for an engine without WebAssembly may be one without compiled code.
  const data = [...mnist, ...weights, "--limit", "100"];

  test.each(isX64 ? ["--jitless", "--no-enable-ssse3"] : ["--jitless"])(
    "%s: auto is the reference; to insist on wasm is a usage error",
    async (flag) => {
      const auto = await runCli([...data, "--json"], {}, [flag]);
      expect(auto).toMatchObject({ code: 0, stderr: "" });
      expect(JSON.parse(auto.stdout)).toMatchObject({ config: { backend: "reference" } });
      expect(await runCli([...data, "--backend", "wasm"], {}, [flag])).toEqual({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(
          /^evalpool: backend wasm: expected .* WebAssembly SIMD.*\n$/,
        ) as string,
      });
    },
  );
});
