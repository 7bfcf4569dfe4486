import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Few: with a program for each package, as editors have it, it takes 1.4 times as long. */
const programs = [
  "tsconfig.json",
  "packages/tensor/tsconfig.json",
  "packages/report/src/page/tsconfig.json",
  "apps/bench/tsconfig.json",
  "apps/playground/tsconfig.json",
  "apps/playground/service-worker/tsconfig.json",
];

export default defineConfig(
  globalIgnores([
    "api/",
    "**/dist/",
    "**/.turbo/",
    "**/assembly/",
    "**/*.generated.ts",
    "**/*_pb.ts",
  ]),
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { project: programs } },
    rules: {
      // Node's modules, then packages, then files.
      "import-x/order": [
        "error",
        { groups: ["builtin", ["external", "internal"], ["parent", "sibling", "index"]] },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        // A `default` says that the others are alike.
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-non-null-assertion": "error",
      // What is taken out of an object, to have the rest.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // An environment variable that is empty is not set: there `||` is meant.
      "@typescript-eslint/prefer-nullish-coalescing": "off",
      // Typed arrays are walked by index, often several at once.
      "@typescript-eslint/prefer-for-of": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // Indexing an array inside its bounds is not a question worth asking in a numeric loop; in a
    // test, what is not there fails it.
    files: [
      "packages/{corruptions,metrics,random,tensor,training}/src/**",
      "packages/mnist/src/{idx,load-mnist}.ts",
      "packages/mnist/src/synthetic/**",
      "packages/models/src/model.ts",
      "packages/data/src/{pixels-of-numbers,labels}.ts",
      "packages/data/src/{images,reading}/**",
      "packages/data/src/formats/csv/read-plain.ts",
      "packages/models/src/compile/{copy-floats,memory-plan,plan}.ts",
      "packages/models/src/{ops,pixels}/**",
      "packages/evaluate/src/{batch-of,scale-floats,spread}.ts",
      "packages/pictures/src/{raster,shrink}.ts",
      "packages/report/src/{collect-samples,colors}.ts",
      "apps/bench/src/statistics.ts",
      "**/*.test.ts",
      "**/{test,testing}/**",
    ],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        performance: "readonly",
        URL: "readonly",
      },
    },
  },
);
