import { shorten, UsageError } from "@evalpool/errors";

/** In the order in which undici asks for them. */
const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
const protocols = ["http:", "https:", "socks5:", "socks:"];

/** @throws {UsageError} that names the variable which should hold the address of a proxy */
export function requireProxyAddresses(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of names) {
    const value = env[name];
    if (!value || isProxyAddress(value)) continue;
    const got = shorten(withoutUser(value), 80);
    throw new UsageError(`${name}: expected an address as http://host:port, got ${got}`);
  }
}

function isProxyAddress(value: string): boolean {
  try {
    const { protocol, username, password } = new URL(value);
    decodeURIComponent(username + password);
    return protocols.includes(protocol);
  } catch {
    return false;
  }
}

/** Passwords are not for messages, nor is any part of them. */
function withoutUser(value: string): string {
  return value.replace(/^([a-z\d+.-]*:\/\/)?.*@/is, "$1…@");
}
