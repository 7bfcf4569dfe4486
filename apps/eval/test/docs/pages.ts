import { globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { yamlCommands } from "./yaml-commands.js";

/** A fenced piece of a page: "```language file" and what follows. */
export interface Block {
  readonly language: string;
  /** What the block is to be saved as, where its fence names a file. */
  readonly file?: string | undefined;
  readonly text: string;
  /** Of the fence, from 1. */
  readonly line: number;
}

/** A page of the documentation. */
export interface Page {
  /** From the repository's root. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export const root = fileURLToPath(new URL("../../../../", import.meta.url));

const names = [
  "README.md",
  ...readdirSync(root + "docs").map((name) => `docs/${name}`),
  ...globSync("{packages,apps}/*/README.md", { cwd: root }).sort(),
];

/** README.md, the pages in docs/ and the packages' own: what is in their blocks works. */
export const pages: readonly Page[] = names.filter((name) => name.endsWith(".md")).map(readPage);

/** For those who change evalpool: its commands are this repository's. */
export const contributing: Page = readPage("CONTRIBUTING.md");

function readPage(name: string): Page {
  const text = readFileSync(root + name, "utf8");
  return { name, text, blocks: blocksOf(text) };
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^ *```(\S*) *(\S*)\n(.*?)^ *```$/gms)].map((match) => {
    const [, language = "", file = "", content = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    return { language, file: file || undefined, text: content, line };
  });
}

/**
 * The shell commands of a block: those of a script, one a line, of a transcript, or of a CI's steps and
 * their like. A script that is saved is run by another block's commands.
 */
export function commandsOf({ language, text, file }: Block): string[] {
  if (file !== undefined) return [];
  const lines = text.split("\n").map((line) => line.trim());
  switch (language) {
    case "sh":
      return lines.filter((line) => line !== "" && !line.startsWith("#"));
    case "console":
      return lines.flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []));
    case "yaml":
      return yamlCommands(text);
    default:
      return [];
  }
}

/** A command without the remark behind it. */
export function withoutRemark(command: string): string {
  return command.replace(/\s+#.*$/, "");
}
