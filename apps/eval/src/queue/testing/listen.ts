import { afterEach, beforeEach, vi } from "vitest";

/**
 * Before each test of a file: takes what is told on stderr, and time goes by when the test says so.
 *
 * @returns the lines told in the test so far
 */
export function listen(): () => readonly string[] {
  let told: string[] = [];
  beforeEach(() => {
    told = [];
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return () => told;
}
