import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** As much of a package.json as says what is packed. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that others can take. */
export interface PublicPackage {
  /** Absolute path. */
  readonly directory: string;
  readonly manifest: Manifest;
  /** Its entries that are code, as an `import` names them. */
  readonly entries: readonly string[];
}

const root = fileURLToPath(new URL(".", import.meta.url));

/** All packages of the workspace that are not private. */
export const publicPackages: readonly PublicPackage[] = globSync("{packages,apps}/*/package.json", {
  cwd: root,
})
  .sort()
  .flatMap((file) => {
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest & {
      readonly private?: boolean;
    };
    if (manifest.private) return [];
    const entries = Object.keys(manifest.exports)
      .filter((entry) => !/\*|\.json$/.test(entry))
      .map((entry) => manifest.name + entry.slice(1));
    return [{ directory: join(root, dirname(file)), manifest, entries }];
  });

/** Whether an entry runs where there is no Node.js: those of packages/ that do not say `node`. */
export function isForBrowsers(entry: string): boolean {
  return isOfPackages(entry) && !/\/(node|reading)$/.test(entry);
}

function isOfPackages(entry: string): boolean {
  const found = publicPackages.find(({ entries }) => entries.includes(entry));
  return found !== undefined && dirname(found.directory) === join(root, "packages");
}

/** What pnpm is to do to write each of them, as it would be published, into a directory. */
export function packArguments(destination: string): readonly string[] {
  const filters = publicPackages.map(({ manifest }) => `--filter=${manifest.name}`);
  return ["--recursive", ...filters, "pack", "--pack-destination", destination];
}
