import { defineConfig } from "vitest/config";

const browsers = [
  "apps/playground/test/**/*.test.ts",
  "apps/eval/test/{compare-report,report,report-*,pictures-in-browser}.test.ts",
];
const servers = ["apps/eval/test/queue/**/*.test.ts"];
const docs = [
  "apps/eval/test/{action,compose,data-sets,docs}.test.ts",
  "apps/vitest/test/to-evaluate.test.ts",
  "packages/*/src/**/documented.test.ts",
  "test/*.test.ts",
];

// Suites by what they need: what a change cannot touch, `.ci/run` need not run again (turbo.json).
export default defineConfig({
  test: {
    globalSetup: "test/setup.ts",
    // Commands that inherit the environment tell errors as they do on everyone's machine.
    env: { GITHUB_ACTIONS: "" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, as it is by default, is less than a busy machine may take.
    expect: { poll: { timeout: 15_000 } },
    // Vitest would leave one core idle, of two.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: ["packages/*/src/**/*.test.ts"],
          exclude: docs,
          // They leave nothing behind, and need no process for each file.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // The built command, with threads of its own.
        test: {
          name: "command",
          include: ["apps/*/{src,test}/**/*.test.ts"],
          exclude: [...browsers, ...servers, ...docs],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // What is written: pages of the docs, two at a time, READMEs, how the code is built up.
        test: { name: "docs", include: docs, maxConcurrency: 2, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        // Pages in Chromium and Firefox.
        test: { name: "browsers", include: browsers, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        // Redis and PostgreSQL, in a group of their own: in each file, tests run at once.
        test: { name: "servers", include: servers, sequence: { groupOrder: 2 } },
      },
      {
        extends: true,
        // Packages as they would be published, in projects of others.
        test: {
          name: "foreign",
          include: ["test/foreign/*.test.ts"],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
