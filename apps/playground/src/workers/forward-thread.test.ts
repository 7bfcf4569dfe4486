import { ShapeError, toPlain, WorkerError } from "@evalpool/errors";
import { expect, test, vi } from "vitest";
import { tinyLayers, tinyModel } from "../watch/testing/tiny-pass.js";
import type { ForwardAnswer, ForwardRequest, ForwardValues } from "./forward-protocol.js";
import { createForwardRunner, type ForwardRunner } from "./forward-runner.js";
import { createForwardThread, type ForwardWorker } from "./forward-thread.js";

/** A thread in name alone. What it does with a request is up to the test. */
class FakeWorker implements ForwardWorker {
  onmessage: ForwardWorker["onmessage"] = null;
  onerror: ForwardWorker["onerror"] = null;
  onmessageerror: ForwardWorker["onmessageerror"] = null;
  readonly terminate = vi.fn();
  readonly requests: ForwardRequest[] = [];
  #runner: ForwardRunner | undefined;

  postMessage(request: ForwardRequest): void {
    this.requests.push(request);
  }

  answer(): void {
    const { bytes, model } = this.requests.at(-1)!;
    if (model) this.#runner = createForwardRunner(model);
    this.say({ pass: this.#runner!(bytes) });
  }

  say(data: ForwardAnswer): void {
    this.onmessage?.call(this as unknown as Worker, { data } as MessageEvent);
  }

  die(message: string): void {
    this.onerror?.call(this as unknown as Worker, { message } as ErrorEvent);
  }

  garble(): void {
    this.onmessageerror?.call(this as unknown as Worker, {} as MessageEvent);
  }
}

const model = tinyModel(tinyLayers);
const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);

function start() {
  const workers: FakeWorker[] = [];
  const run = createForwardThread(() => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  });
  const runOn = (by = model): Promise<ForwardValues> => run(bytes, by);
  return { workers, run: runOn };
}

test("a network is sent once, with its first image, to a thread that was started before", async () => {
  const { workers, run } = start();
  expect(workers).toHaveLength(1);
  for (const other of [model, model, tinyModel(tinyLayers)]) {
    const values = run(other);
    workers[0]!.answer();
    expect((await values).logits).toEqual(createForwardRunner(model)(bytes).logits);
  }
  expect(workers[0]!.requests.map((request) => "model" in request)).toEqual([true, false, true]);
  expect(workers).toHaveLength(1);
});

test.each([
  { how: "dies", fail: (worker: FakeWorker) => worker.die("out of memory"), says: "out of memory" },
  { how: "is not loaded", fail: (worker: FakeWorker) => worker.die(""), says: "not be loaded" },
  { how: "is not understood", fail: (worker: FakeWorker) => worker.garble(), says: "not be read" },
])("a thread that $how is told, and the next image has another", async ({ fail, says }) => {
  const { workers, run } = start();
  const failure = run();
  fail(workers[0]!);
  await expect(failure).rejects.toThrow(WorkerError);
  await expect(failure).rejects.toThrow(says);
  expect(workers[0]!.terminate).toHaveBeenCalledTimes(1);
  const values = run();
  expect(workers).toHaveLength(2);
  // What is heard of the first one late is not of the second.
  workers[0]!.die("late");
  workers[1]!.answer();
  expect((await values).logits).toHaveLength(2);
  expect(workers[1]!.requests[0]).toHaveProperty("model");
});

test("a thread that dies before there is an image is replaced when there is one", async () => {
  const { workers, run } = start();
  workers[0]!.die("");
  const values = run();
  workers[1]!.answer();
  await expect(values).resolves.toHaveProperty("logits");
});

test("a network that cannot be evaluated is told by its own error, and sent anew", async () => {
  const { workers, run } = start();
  const failure = run();
  workers[0]!.say({ error: toPlain(new ShapeError("conv2d", [[1], [2]], "channels differ")) });
  await expect(failure).rejects.toThrow(ShapeError);
  const values = run();
  workers[0]!.answer();
  await values;
  expect(workers).toHaveLength(1);
  expect(workers[0]!.requests[1]).toHaveProperty("model");
});
