/** What is used here of markdown-it, which VitePress brings. */
interface Token {
  type: string;
  readonly children: Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

interface State {
  readonly tokens: readonly Token[];
  /** The page's path in the repository. */
  readonly env: { readonly relativePath: string };
}

interface MarkdownIt {
  readonly core: { readonly ruler: { push(name: string, rule: (state: State) => void): void } };
}

/** Where the files of this commit are shown: known where GitHub Actions build the site. */
const source = sourceAddress(process.env);

function sourceAddress(environment: NodeJS.ProcessEnv): URL | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit } = environment;
  return server && name && commit ? new URL(`${name}/blob/${commit}/`, `${server}/`) : undefined;
}

/**
 * Links to files that are no pages lead to where the repository shows them, or, where that is not
 * known, are text.
 */
export function linksToSource(md: MarkdownIt): void {
  md.core.ruler.push("links-to-source", ({ tokens, env }) => {
    for (const { children } of tokens) rewrite(children ?? [], env.relativePath);
  });
}

function rewrite(tokens: readonly Token[], page: string): void {
  tokens.forEach((token, i) => {
    const href = token.attrGet("href");
    if (token.type !== "link_open" || href === null) return;
    if (isOfSite(href)) {
      // The README is the page that the site begins with.
      token.attrSet("href", href.replace("README.md", "index.md"));
      return;
    }
    if (source !== undefined) {
      token.attrSet("href", new URL(href, new URL(page, source)).href);
      return;
    }
    const close = tokens.slice(i).find(({ type }) => type === "link_close");
    for (const tag of [token, close]) if (tag !== undefined) tag.type = "text";
  });
}

const isOfSite = (href: string): boolean => /^(#|[a-z]+:)|\.(md|png)(#|$)/.test(href);
