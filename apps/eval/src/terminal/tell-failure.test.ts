import { afterEach, expect, test, vi } from "vitest";
import { tellFailure } from "./tell-failure.js";

afterEach(() => vi.restoreAllMocks());

function told(message: string, env: NodeJS.ProcessEnv): string {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  tellFailure(message, env);
  return String(write.mock.calls.at(-1)?.[0]);
}

test("a failure is a line of evalpool's, and on GitHub Actions an annotation", () => {
  expect(told("gate missed: a", {})).toBe("evalpool: gate missed: a\n");
  expect(told("gate missed: a", { GITHUB_ACTIONS: "true" })).toBe(
    "::error title=evalpool::gate missed: a\n",
  );
});

// What GitHub's toolkit makes of "50%\r\n::warning::" in escapeData.
test("nothing in it is a command or a code of its own", () => {
  expect(told("50%\r\n::warning::\u001b[2J", { GITHUB_ACTIONS: "true" })).toBe(
    "::error title=evalpool::50%25%0D%0A::warning::\\x1b[2J\n",
  );
});
