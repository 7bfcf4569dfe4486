import { DamagedError, DataError, DownloadError, NotFoundError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { fallbackNotice } from "./fallback-notice.js";

function missing(cause: Error): Error {
  return new NotFoundError("mnist test", "not found", { cause });
}

function failed(a: "connection" | "answer" | "content", b: typeof a): DownloadError {
  const reason = "HTTP 503";
  return new DownloadError("f", [
    { url: "https://a.example/x", kind: a, reason },
    { url: "https://b.example/x", kind: b, reason },
  ]);
}

test.each([
  [
    missing(failed("connection", "connection")),
    "is not on this machine, and its mirrors cannot be reached:",
  ],
  [missing(failed("content", "content")), "and its mirrors gave wrong content:"],
  [missing(failed("answer", "answer")), "and its mirrors answered HTTP 503:"],
  [
    missing(failed("connection", "content")),
    "and a.example cannot be reached, b.example gave wrong content:",
  ],
  [missing(new DataError("/x", "cannot be made")), "cannot be kept (/x: cannot be made):"],
  [new DOMException("late", "TimeoutError"), "and downloading it takes too long:"],
  [
    new DamagedError("f", "damaged", { cause: failed("connection", "connection") }),
    "MNIST in the cache is damaged, and its mirrors cannot be reached:",
  ],
])("the notice names why in a few words: %s", (why, words) => {
  expect(fallbackNotice(why).join("\n")).toContain(words);
  expect(fallbackNotice(why).join("\n")).toContain("SYNTHETIC");
});

test("offline that is why, whatever is missing", () => {
  expect(fallbackNotice(new DamagedError("f", "damaged"), true).join("\n")).toContain(
    "MNIST in the cache is damaged, and --offline forbids a download:",
  );
});

test("the notice fits a narrow terminal", () => {
  const why = missing(failed("connection", "connection"));
  for (const line of fallbackNotice(why, false, 40)) expect(line.length).toBeLessThanOrEqual(40);
});
