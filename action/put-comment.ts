/** A comment on a pull request: one for each title. */
export interface Comment {
  /** Address of the repository's issues in GitHub's REST API. */
  readonly issues: string;
  /** The pull request's number. */
  readonly number: number;
  readonly token: string;
  readonly title: string;
  /** Markdown, with a heading. */
  readonly table: string;
}

interface Written {
  readonly id: number;
  readonly body?: string | null;
}

const PAGE = 100;

/**
 * Writes a comment, over the one that has the same title where there is one.
 *
 * @throws {Error} with the API's own words when it cannot be written
 */
export async function putComment({ issues, number, token, title, table }: Comment): Promise<void> {
  // Seen by nobody, it tells the comment from those of people.
  const mark = `<!-- evalpool: ${title.replaceAll("--", "- -")} -->`;
  const comments = `${issues}/${number}/comments`;
  const body = JSON.stringify({ body: `${mark}\n${table}` });
  const earlier = await findComment(comments, token, mark);
  await (earlier === undefined
    ? ask(comments, token, { method: "POST", body })
    : ask(`${issues}/comments/${earlier.id}`, token, { method: "PATCH", body }));
}

async function findComment(
  comments: string,
  token: string,
  mark: string,
): Promise<Written | undefined> {
  for (let page = 1; ; page += 1) {
    const answer = await ask(`${comments}?per_page=${PAGE}&page=${page}`, token, {});
    const written = (await answer.json()) as readonly Written[];
    const found = written.find(({ body }) => body?.startsWith(mark));
    if (found !== undefined || written.length < PAGE) return found;
  }
}

async function ask(url: string, token: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, {
    ...init,
    headers: {
      Accept: "application/vnd.github+json",
      Authorization: `Bearer ${token}`,
      "X-GitHub-Api-Version": "2022-11-28",
    },
  });
  if (answer.ok) return answer;
  const { message } = (await answer.json().catch(() => ({}))) as { readonly message?: string };
  throw new Error(`${answer.status} ${message ?? answer.statusText}`);
}
