import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { defaultThreads } from "./defaults.js";

test("there is a worker for each core that this process may use", () => {
  expect(defaultThreads()).toBe(availableParallelism());
});
