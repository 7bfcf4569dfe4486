import { lowerSpec } from "@evalpool/models";
import { afterEach, expect, test, vi } from "vitest";
import { jobOf } from "./job-of.js";
import type { Job } from "./job.js";
import { shareJob } from "./shared-memory.js";
import { smallSource } from "./testing/small-job.js";

const layers = [{ type: "flatten" }, { type: "dense", units: 4, weight: "w" }] as const;
const graph = lowerSpec({ id: "dense", input: [1, 1, 4], layers });
const weight = { data: Float32Array.from({ length: 16 }, (_, i) => i), shape: [4, 4] };
const model = { graph, parameters: new Map([["w", weight]]) };
const labels = Uint16Array.of(0, 9, 0, 1, 2).subarray(2);
const making = { kernels: undefined, batchSize: 1, isExact: false };
const { job } = jobOf(model, { ...smallSource(3), labels }, making);

/** All arrays of a job that are large. */
function arraysOf({ predictor, images: { handle }, labels }: Job): unknown[] {
  const steps = predictor.kind === "program" ? predictor.program.steps : [];
  const layers = steps.flatMap(({ kernel }) => ("layer" in kernel ? [kernel.layer.bytes] : []));
  return [handle, labels, ...layers];
}

afterEach(() => vi.unstubAllGlobals());

test("a shared job says the same, in memory that threads can share, and is not copied again", () => {
  const shared = shareJob(job);
  expect(shared).toEqual(job);
  expect(arraysOf(shared)).toHaveLength(3);
  for (const array of arraysOf(shared)) {
    expect(array).toHaveProperty("buffer", expect.any(SharedArrayBuffer));
  }
  for (const [i, array] of arraysOf(shareJob(shared)).entries()) {
    expect((array as Uint8Array).buffer).toBe((arraysOf(shared)[i] as Uint8Array).buffer);
  }
});

test("what is no array in memory stays as it is", () => {
  const handle = { kind: "file", path: "images.npy" } as unknown as Job["images"]["handle"];
  const predictor = { kind: "own" } as unknown as Job["predictor"];
  const shared = shareJob({ ...job, images: { handle }, predictor });
  expect(shared.images.handle).toBe(handle);
  expect(shared.predictor).toBe(predictor);
});

test("where there is no such memory, the job stays as it is", () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  expect(shareJob(job)).toBe(job);
});
