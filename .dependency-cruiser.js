import { mayImport, mayImportTypes } from "./may-import.ts";

const tests = "\\.test\\.ts$|/testing/";

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const arrows = Object.entries(mayImport).flatMap(([name, allowed]) => {
  const types = mayImportTypes[name] ?? [];
  const from = { path: `^packages/${name}/`, pathNot: tests };
  const known = [name, ...allowed, ...types].join("|");
  return [
    {
      name: `arrows-of-${name}`,
      severity: "error",
      from,
      to: { path: "^packages/", pathNot: `^packages/(${known})/` },
    },
    ...types.map((type) => ({
      name: `${name}-takes-types-alone-from-${type}`,
      severity: "error",
      from,
      to: { path: `^packages/${type}/`, dependencyTypesNot: ["type-only"] },
    })),
  ];
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...arrows,
    {
      name: "package-without-arrows",
      severity: "error",
      from: { path: "^packages/", pathNot: `^packages/(${Object.keys(mayImport).join("|")})/` },
      to: {},
    },
    {
      name: "package-imports-app",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      // By its name, which stands for its `exports`, and by no path.
      name: "deep-import",
      severity: "error",
      from: { path: "^((packages|apps)/[^/]+)/" },
      to: { path: "^(packages|apps)/", pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    {
      name: "circle",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    { name: "not-found", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // Imports of types count.
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["/node_modules/", "/dist/"] },
    // Peers install what they need when they are measured.
    exclude: { path: ["/assembly/", "^apps/bench/peers/", "^docs/site/.vitepress/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
