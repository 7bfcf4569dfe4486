import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["api/", "**/dist/", "**/.turbo/", "**/assembly/", "**/*.generated.ts"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // Indexing a typed array inside its bounds is not a question worth asking in a numeric loop.
      "@typescript-eslint/no-non-null-assertion": "off",
      // An environment variable that is empty is not set: there `||` is meant.
      "@typescript-eslint/prefer-nullish-coalescing": "off",
      // Typed arrays are walked by index, often several at once.
      "@typescript-eslint/prefer-for-of": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
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
