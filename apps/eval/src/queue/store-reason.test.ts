import { expect, test } from "vitest";
import { parseQueueUrl } from "./queue-url.js";
import { isRefusal, reasonFor } from "./store-reason.js";

test.each([
  ["WRONGPASS invalid username-password pair", true],
  ["ERR DB index is out of range", true],
  ["self-signed certificate in certificate chain", true],
  ["connect ECONNREFUSED 127.0.0.1:6379", false],
  ["", false],
])("%s: asking again leads nowhere: %s", (message, expected) => {
  expect(isRefusal(message)).toBe(expected);
});

test.each([
  ["redis://h", 'Unknown RESP type 60 "<". Please report this.', "what answers there is no Redis"],
  ["redis://h/99", "ERR DB index is out of range", "it has no database of that number"],
  ["redis://h", "", "it does not answer"],
  ["rediss://h", "", "it does not answer; does it speak TLS there? redis:// goes without"],
  ["redis://:geheim@h", "no geheim", "no ***"],
])("%s, %j: %s", (url, message, reason) => {
  expect(reasonFor(parseQueueUrl(url), message)).toBe(reason);
});
