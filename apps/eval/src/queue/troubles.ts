import { tell } from "../terminal/tell.js";
import { NO_WORKER } from "./timing.js";

/** Tells what goes wrong with a store: the same again only after a while. */
export function tellTroubles(shown: string): (reason: string) => void {
  const told = new Map<string, number>();
  return (reason) => {
    const text = wordsFor(reason);
    const last = told.get(text);
    if (last !== undefined && performance.now() - last < NO_WORKER) return;
    // Of many kinds, as where each names another job, none is worth remembering.
    if (told.size >= 100) told.clear();
    told.set(text, performance.now());
    tell([`evalpool: queue ${shown}: ${text}`]);
  };
}

/** What BullMQ says of a job that it has taken back, in words that say what became of it. */
function wordsFor(reason: string): string {
  return /lock/i.test(reason)
    ? "a range was not heard of for too long, and is taken to be another worker's"
    : reason || "the connection broke; it is made anew";
}
