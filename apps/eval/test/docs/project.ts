import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { publicPackages } from "../../../../public-packages.js";
import { pages, root, type Block, type Page } from "./pages.js";
import { hasDocsPeers, peers, peersDirectory } from "./peers.js";

/** The project that docs/use-from-code.md describes, with all TypeScript of the docs in it. */
export interface Project extends AsyncDisposable {
  readonly directory: string;
  /** Where a block lies. */
  file(page: Page, block: Block): string;
}

/** Beside a clone that is this one; what would be installed there is linked. */
export async function createProject(): Promise<Project> {
  const home = await mkdtemp(join(tmpdir(), "evalpool-mine-"));
  const directory = join(home, "mine");
  await mkdir(directory);
  await symlink(root, join(home, "evalpool"));
  const page = pages.find(({ name }) => name === "docs/use-from-code.md")!;
  for (const { file, text } of page.blocks) {
    if (file !== undefined) await writeFile(join(directory, file), text);
  }
  await linkDependencies(directory);
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

/** All packages that are packed, and what the clone has installed too. */
async function linkDependencies(directory: string): Promise<void> {
  const targets = [
    ...publicPackages.map(({ manifest, directory }) => [manifest.name, directory] as const),
    ...["typescript", "@types/node"].map(
      (name) => [name, join(root, "node_modules", name)] as const,
    ),
  ];
  for (const [name, target] of targets) await link(target, join(directory, "node_modules", name));
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}
