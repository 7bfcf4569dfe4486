const { PACKAGE: name, FILES } = process.env;
const files = FILES?.split(",") ?? ["**/*.ts"];

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  mutate: [
    ...files.map((file) => `packages/${name}/src/${file}`),
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
  clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `mutation-${name}.json` },
};
