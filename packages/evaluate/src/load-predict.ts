import { EvalpoolError, shorten, UsageError, WorkerError } from "@evalpool/errors";
import type { Predict } from "./own-predictor.js";

/**
 * The function that a module's default export makes.
 *
 * @param url of the module
 * @throws {UsageError} when it has no such export, or that makes something else
 * @throws {WorkerError} when it cannot be loaded, or fails
 */
export async function loadPredict(url: string, data: unknown): Promise<Predict> {
  const name = shorten(url.slice(url.lastIndexOf("/") + 1), 60);
  try {
    const { default: create } = (await import(/* @vite-ignore */ url)) as { default?: unknown };
    const makes = "async function (workerData) that returns a function (batch, count)";
    requireFunction(create, `workerModule ${name}: expected a default export, ${makes}`);
    const predict: unknown = await create(data);
    requireFunction(
      predict,
      `workerModule ${name}: expected its default export to return a function`,
    );
    return predict as Predict;
  } catch (cause) {
    if (cause instanceof EvalpoolError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorkerError(`workerModule ${name}: ${reason}`, { cause });
  }
}

function requireFunction(
  value: unknown,
  expected: string,
): asserts value is (...args: unknown[]) => unknown {
  if (typeof value === "function") return;
  throw new UsageError(`${expected}, got ${value === null ? "null" : typeof value}`);
}
