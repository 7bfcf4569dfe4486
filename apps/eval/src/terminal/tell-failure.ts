import { tell } from "./tell.js";

/**
 * Tells on stderr what is to turn a job red: on GitHub Actions in its own words, by which it shows
 * among the annotations of the run.
 */
export function tellFailure(message: string, env: NodeJS.ProcessEnv = process.env): void {
  tell([env["GITHUB_ACTIONS"] === "true" ? workflowCommand(message) : `evalpool: ${message}`]);
}

/** GitHub's workflow command for an error; its `toolkit` escapes the same (command.ts). */
function workflowCommand(message: string): string {
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `::error title=evalpool::${escaped}`;
}
