import type { QueueUrl } from "./queue-url.js";

/** What stores and their drivers say where asking again leads nowhere. */
const REFUSALS = [
  ...["WRONGPASS", "NOAUTH", "NOPERM", "authentication", "permission denied", "does not exist"],
  ...["certificate", "self-signed", "SSL", "DB index", "Unknown RESP type"],
];

/** Whether asking again leads nowhere. */
export function isRefusal(message: string): boolean {
  const told = message.toLowerCase();
  return REFUSALS.some((refusal) => told.includes(refusal.toLowerCase()));
}

/** Why a store cannot be reached, without what is secret. @param message the driver's, which may be none */
export function reasonFor(url: QueueUrl, message: string): string {
  if (message.includes("Unknown RESP type")) return "what answers there is no Redis";
  if (message.includes("DB index")) return "it has no database of that number";
  if (message !== "") return url.hide(message);
  const isTls = url.shown.startsWith("rediss:");
  return `it does not answer${isTls ? "; does it speak TLS there? redis:// goes without" : ""}`;
}
