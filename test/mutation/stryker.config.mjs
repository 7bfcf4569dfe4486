const { PACKAGE: name } = process.env;

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "test/mutation/vitest.config.ts" },
  mutate: [
    `packages/${name}/src/**/*.ts`,
    "!**/*.test.ts",
    "!**/testing/**",
    "!**/*.generated.ts",
    // It cannot place a change around `super.slice(…)`.
    "!packages/checkpoints/src/hdf5/metered-buffer.ts",
  ],
  coverageAnalysis: "perTest",
  dryRunTimeoutMinutes: 15,
  cleanTempDir: "always",
  reporters: ["clear-text", "json", "progress"],
  clearTextReporter: { allowEmojis: false, logTests: false },
  jsonReporter: { fileName: `mutation-${name}.json` },
};
