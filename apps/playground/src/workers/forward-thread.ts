import { fromPlain } from "@evalpool/errors";
import type { Model } from "@evalpool/models";
import { onFailedThread } from "./failed-thread.js";
import type { ForwardAnswer, ForwardRequest, ForwardValues } from "./forward-protocol.js";

/** What is needed of a Web Worker. */
export type ForwardWorker = Pick<
  Worker,
  "postMessage" | "terminate" | "onmessage" | "onerror" | "onmessageerror"
>;

/**
 * Runs an image, as bytes that are prepared for the network, on a thread of its own; one at a time.
 *
 * @throws {WorkerError} when the thread fails; another one is started for the next image
 * @throws {EvalpoolError} when the network cannot be evaluated
 */
export type RunForward = (bytes: Uint8Array, model: Model) => Promise<ForwardValues>;

/** Starts the thread at once. */
export function createForwardThread(create: () => ForwardWorker = startForwardWorker): RunForward {
  let worker: ForwardWorker | undefined;
  /** The network that the worker has. */
  let sent: Model | undefined;
  let asked: PromiseWithResolvers<ForwardValues> | undefined;

  const start = (): ForwardWorker => {
    const started = create();
    started.onmessage = ({ data }: MessageEvent<ForwardAnswer>) => {
      if ("pass" in data) {
        asked?.resolve(data.pass);
        return;
      }
      sent = undefined;
      asked?.reject(fromPlain(data.error));
    };
    onFailedThread(started, "the thread that runs the network", (error) => {
      if (worker !== started) return;
      started.terminate();
      worker = sent = undefined;
      asked?.reject(error);
    });
    return started;
  };
  worker = start();

  return async (bytes, model) => {
    worker ??= start();
    asked = Promise.withResolvers();
    const request: ForwardRequest = { bytes, ...(sent !== model && { model }) };
    worker.postMessage(request);
    sent = model;
    return asked.promise;
  };
}

function startForwardWorker(): Worker {
  return new Worker(new URL("./forward-worker.ts", import.meta.url), { type: "module" });
}
