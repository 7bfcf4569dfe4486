import { createRequire } from "node:module";
import { join } from "node:path";
import { UsageError } from "@evalpool/errors";
import type { QueueUrl } from "./queue-url.js";

type Bullmq = typeof import("bullmq");

/** What BullMQ reaches each store by. */
const drivers = { redis: "ioredis", postgres: "pg" } as const;

/**
 * BullMQ and its driver for a store, from beside evalpool, else from the working directory up. Who
 * needs no queue needs neither.
 *
 * @throws {UsageError} that says what to install
 */
export function loadBullmq(store: QueueUrl["store"]): Bullmq {
  const driver = drivers[store];
  for (const place of [import.meta.url, join(process.cwd(), "/")]) {
    const require = createRequire(place);
    const entry = resolve(require, "bullmq");
    // BullMQ loads the driver itself, from where it lies.
    if (entry === undefined || resolve(createRequire(entry), driver) === undefined) continue;
    const { version } = require("bullmq/package.json") as { version: string };
    if (!version.startsWith("6.")) {
      throw new UsageError(`--queue: expected bullmq 6, got ${version}; npm install bullmq@6`);
    }
    return require(entry) as Bullmq;
  }
  throw new UsageError(
    `--queue: expected the packages bullmq and ${driver}, which are not installed; ` +
      `npm install bullmq@6 ${driver}`,
  );
}

function resolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
