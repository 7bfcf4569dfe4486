import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pages, root, type Block, type Page } from "./pages.js";

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
  const file = ({ name }: Page, { line }: Block): string =>
    join(directory, `${name.replaceAll("/", "-")}-${line}.ts`);
  for (const page of pages) {
    for (const block of page.blocks) {
      if (block.language === "ts") await writeFile(file(page, block), block.text);
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
    const link = join(directory, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    const target = version.startsWith("link:")
      ? join(directory, version.slice("link:".length))
      : join(root, "node_modules", name);
    await symlink(target, link);
  }
}
