/** A comment on a pull request: one for each title. */
export interface Comment {
  /** Address of the repository's issues in GitHub's REST API. */
  readonly issues: string;
  /** The pull request's number. */
  readonly number: number;
  readonly token: string;
  readonly title: string;
  /** Markdown. */
  readonly table: string;
}

interface Written {
  readonly id: number;
  readonly body?: string | null;
}

/** Comments that the API gives at once. */
const PAGE = 100;
/** Characters of a comment: GitHub takes 65,536, our mark among them. */
const LONGEST = 65_000;

/**
 * Writes a comment, over the one that has the same title where there is one.
 *
 * @throws {Error} with the API's own words when it cannot be written
 */
export async function putComment({ issues, number, token, title, table }: Comment): Promise<void> {
  // Seen by nobody, it tells the comment from those of people.
  const mark = `<!-- evalpool: ${title.replaceAll("--", "- -")} -->`;
  const comments = `${issues}/${number}/comments`;
  const body = JSON.stringify({ body: `${mark}\n${shorten(table)}` });
  for (const { id } of await findComments(comments, token, mark)) {
    const answer = await ask(`${issues}/comments/${id}`, token, { method: "PATCH", body });
    if (answer.ok) return;
    // Somebody else's, who copied it.
    if (answer.status !== 403) await refuse(answer);
  }
  await requireOk(await ask(comments, token, { method: "POST", body }));
}

/** Whole lines, as many as fit. */
function shorten(table: string): string {
  if (table.length <= LONGEST) return table;
  const kept = table.slice(0, table.lastIndexOf("\n", LONGEST));
  return `${kept}\n\n… and more, which the job's summary has`;
}

async function findComments(comments: string, token: string, mark: string): Promise<Written[]> {
  const found: Written[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await ask(`${comments}?per_page=${PAGE}&page=${page}`, token, {});
    await requireOk(answer);
    const written = (await answer.json()) as readonly Written[];
    found.push(...written.filter(({ body }) => body?.startsWith(mark)));
    if (written.length < PAGE) return found;
  }
}

function ask(url: string, token: string, init: RequestInit): Promise<Response> {
  return fetch(url, {
    ...init,
    headers: {
      Accept: "application/vnd.github+json",
      Authorization: `Bearer ${token}`,
      "X-GitHub-Api-Version": "2022-11-28",
    },
  });
}

async function requireOk(answer: Response): Promise<void> {
  if (!answer.ok) await refuse(answer);
}

async function refuse(answer: Response): Promise<never> {
  const { message } = (await answer.json().catch(() => ({}))) as { readonly message?: string };
  throw new Error(`${answer.status} ${message ?? answer.statusText}`);
}
