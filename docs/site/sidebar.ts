import { readdirSync, readFileSync } from "node:fs";

interface Item {
  readonly text: string;
  readonly link: string;
}

interface Group {
  readonly text: string;
  readonly items: readonly Item[];
}

const docs = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, docs), "utf8");
const item = (text: string, page: string): Item => ({ text, link: `/docs/${page}` });

/** The README's list of guides, in its order and words: `- [text](docs/page.md)`. */
const guides = Array.from(
  read("../README.md").matchAll(/^- \[([^\]]+)\]\(docs\/([\w-]+\.md)\)/gm),
  ([, text = "", page = ""]) => item(text, page),
);

/** Every other page, by its title. */
const others = readdirSync(docs)
  .filter((page) => page.endsWith(".md"))
  .map((page) => item(/^# (.+)$/m.exec(read(page))?.[1] ?? page, page))
  .filter(({ link }) => !guides.some((guide) => guide.link === link));

/** All pages of the docs, as VitePress takes them: no list of its own to keep. */
export const sidebar: readonly (Item | Group)[] = [
  { text: "evalpool", link: "/" },
  { text: "Guides", items: guides },
  { text: "More", items: [...others, { text: "Contributing", link: "/CONTRIBUTING.md" }] },
];
