import { expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { requireProxyAddresses } from "./proxy-variables.js";

test.each([
  [
    "",
    "http://proxy:3128",
    "http://user:p%40ss@proxy",
    "https://[::1]:8080/",
    "socks5://proxy:1080",
  ],
])("%s is an address, or none", (...values) => {
  for (const value of values)
    expect(() => requireProxyAddresses({ HTTPS_PROXY: value })).not.toThrow();
});

test.each([
  ["HTTPS_PROXY", "proxy.example:3128", "proxy.example:3128"],
  ["http_proxy", "::", "::"],
  ["https_proxy", "ftp://proxy", "ftp://proxy"],
  ["HTTP_PROXY", "http://", "http://"],
  // decodeURIComponent: "URI malformed".
  ["HTTPS_PROXY", "http://me:50%@proxy:3128", "http://…@proxy:3128"],
  ["HTTPS_PROXY", "http://me:se@cret@proxy:99999", "http://…@proxy:99999"],
  ["HTTPS_PROXY", "me:secret@proxy", "…@proxy"],
])("%s=%s is the user's mistake, told without a password", (name, value, told) => {
  expect(() => requireProxyAddresses({ [name]: value })).toThrow(
    new UsageError(`${name}: expected an address as http://host:port, got ${told}`),
  );
});

test("a long one is told shortened", () => {
  expect(() => requireProxyAddresses({ HTTPS_PROXY: "x".repeat(5000) })).toThrow(
    /got x{80}… \(4920 characters more\)$/,
  );
});
