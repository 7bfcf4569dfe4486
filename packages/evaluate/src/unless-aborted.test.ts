import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { unlessAborted } from "./unless-aborted.js";

const never = new Promise<never>(() => undefined);

test.each([
  ["what was promised", () => Promise.resolve(7), 7],
  ["why it was not kept", () => Promise.reject(new Error("no")), undefined],
])("tells %s, and listens no longer to a signal that may outlive it", async (_, promise, value) => {
  const { signal } = new AbortController();
  const waiting = unlessAborted(promise(), signal);
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  if (value === undefined) await expect(waiting).rejects.toThrow("no");
  else expect(await waiting).toBe(value);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("ends in the signal's reason, whether it comes before or after", async () => {
  const stop = new AbortController();
  const waiting = unlessAborted(never, stop.signal);
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await expect(unlessAborted(never, stop.signal)).rejects.toThrow("enough");
});
