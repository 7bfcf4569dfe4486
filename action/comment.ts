// A step of action.yml: the table as a comment on the pull request, in place of the one that an
// earlier run wrote. Where it may not, as on a pull request from a fork, it warns.
import { readFileSync } from "node:fs";
import { putComment } from "./put-comment.ts";

const { TABLE = "", TITLE = "", TOKEN = "", GITHUB_EVENT_PATH = "" } = process.env;
const { GITHUB_API_URL = "", GITHUB_REPOSITORY = "" } = process.env;
const event = JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8")) as {
  readonly pull_request: { readonly number: number };
};
const comments = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`;
try {
  await putComment({
    issues: comments,
    number: event.pull_request.number,
    token: TOKEN,
    title: TITLE,
    table: readFileSync(TABLE, "utf8"),
  });
} catch (error) {
  console.log(`::warning title=evalpool::no comment: ${(error as Error).message}`);
}
