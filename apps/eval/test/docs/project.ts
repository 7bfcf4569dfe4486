import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pages, root, type Block, type Page } from "./pages.js";
import { hasDocsPeers, peers, peersDirectory } from "./peers.js";

/** The project that docs/use-from-code.md describes, with all TypeScript of the docs in it. */
export interface Project extends AsyncDisposable {
  readonly directory: string;
  /** Where a block lies. */
  file(page: Page, block: Block): string;
}

/** Beside a clone that is this one; what `pnpm install` links there is linked. */
export async function createProject(): Promise<Project> {
  const home = await mkdtemp(join(tmpdir(), "evalpool-mine-"));
  const directory = join(home, "mine");
  await mkdir(directory);
  await symlink(root, join(home, "evalpool"));
  const page = pages.find(({ name }) => name === "docs/use-from-code.md")!;
  for (const { file, text } of page.blocks) {
    if (file !== undefined) await writeFile(join(directory, file), text);
  }
  const { text } = page.blocks.find(({ file }) => file === "package.json")!;
  await linkDependencies(directory, text);
  if (hasDocsPeers) {
    const from = join(peersDirectory, "node_modules");
    await Promise.all(
      peers.map((name) => link(join(from, name), join(directory, "node_modules", name))),
    );
  }
  const file = ({ name }: Page, { file, language, line }: Block): string =>
    join(directory, file ?? `${name.replaceAll("/", "-")}-${line}.${language}`);
  for (const page of pages) {
    for (const block of page.blocks) {
      if (block.language === "ts" || block.language === "js")
        await writeFile(file(page, block), block.text);
    }
  }
  return { directory, file, [Symbol.asyncDispose]: () => rm(home, { recursive: true }) };
}

/** What is not beside the project, the clone has installed too. */
async function linkDependencies(directory: string, packageJson: string): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(packageJson) as Record<
    "dependencies" | "devDependencies",
    Readonly<Record<string, string>>
  >;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    const target = version.startsWith("link:")
      ? join(directory, version.slice("link:".length))
      : join(root, "node_modules", name);
    await link(target, join(directory, "node_modules", name));
  }
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}
