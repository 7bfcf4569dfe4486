import { defineConfig } from "vitest/config";

/**
 * The package's unit tests alone: what tests it from outside does not tell which of its lines is
 * wrong. Their files share modules, which changes no verdict and takes a quarter less.
 */
export default defineConfig({
  test: {
    include: [`packages/${process.env["PACKAGE"]}/src/**/*.test.ts`],
    isolate: false,
    testTimeout: 60_000,
  },
});
