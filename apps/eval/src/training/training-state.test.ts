import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EvalpoolError } from "@evalpool/errors";
import { zoo } from "@evalpool/models";
import type { TrainState } from "@evalpool/training";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTrainingState, writeTrainingState } from "./training-state.js";

const { graph } = zoo.get("three-layer")!;
const subject = { network: "0".repeat(64), seed: 1, optimizer: "adam" };

const state: TrainState = {
  history: [
    { epoch: 1, loss: 0.1, imagesPerSecond: 7, validation: { loss: Infinity, accuracy: 1 / 3 } },
    { epoch: 2, loss: 1e-300, imagesPerSecond: 8, validation: { loss: NaN, accuracy: 0 } },
  ],
  best: new Map([["W1", { data: Float32Array.of(1 / 3), shape: [1, 1] }]]),
  tensors: new Map([
    ["weights.W1", { data: Float32Array.of(-0), shape: [1] }],
    ["optimizer.mean.W1", { data: Float64Array.of(Math.PI), shape: [1] }],
  ]),
  random: [
    [1, -2, 3, -(2 ** 31)],
    [0, 0, 0, 1],
  ],
};

let directory: string;
let file: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "evalpool-state-"));
  file = join(directory, "state.safetensors");
});
afterAll(() => rmSync(directory, { recursive: true }));

test("what is written is what is read, to the bit", async () => {
  await writeTrainingState(file, state, subject);
  expect(await readTrainingState(file, graph, subject)).toEqual(state);
});

test("without images held out there is no figure of them", async () => {
  const history = [{ epoch: 1, loss: 0.5, imagesPerSecond: 7 }];
  await writeTrainingState(file, { ...state, history }, subject);
  expect((await readTrainingState(file, graph, subject))?.history).toEqual(history);
});

test("nothing is kept where there is no file yet", async () => {
  const none = join(directory, "none.safetensors");
  expect(await readTrainingState(none, graph, subject)).toBeUndefined();
});

test("what differs is told, and what one of the two lacks", async () => {
  await writeTrainingState(file, state, subject);
  const asked = { network: "1".repeat(64), seed: 2, optimizer: "adam", epochs: 3 };
  await expect(readTrainingState(file, graph, asked)).rejects.toThrow(
    "the state of another training: network 000000000000 there, 111111111111 asked for; " +
      "seed 1 there, 2 asked for; epochs none there, 3 asked for; give another file",
  );
});

test("a file that is cut off or changed anywhere is refused in words, or read", async () => {
  await writeTrainingState(file, state, subject);
  const whole = readFileSync(file);
  const changed = join(directory, "changed.safetensors");
  const place = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(place, fc.nat(255), fc.boolean(), async (at, byte, isCut) => {
      const bytes = isCut ? whole.subarray(0, at) : Buffer.from(whole);
      if (!isCut) bytes[at] = byte;
      writeFileSync(changed, bytes);
      try {
        await readTrainingState(changed, graph, subject);
      } catch (error) {
        expect(error).toBeInstanceOf(EvalpoolError);
      }
    }),
    { numRuns: 300 },
  );
});
