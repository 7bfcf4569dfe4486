import { defineConfig } from "vitest/config";

/** Unit tests alone: what tests a package from outside does not tell which of its lines is wrong. */
export default defineConfig({
  test: {
    include: ["packages/{metrics,evaluate,checkpoints}/src/**/*.test.ts"],
    testTimeout: 60_000,
  },
});
