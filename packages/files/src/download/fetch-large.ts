import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { ContentError } from "../digest.js";
import { makeDirectory } from "../make-directory.js";
import { askInRounds, type FetchOptions } from "./ask-in-rounds.js";
import { createKept } from "./create-kept.js";

/** Which file is fetched, and what proves that it is the right one. */
export interface FetchLargeOptions extends FetchOptions {
  /** In hex, where it is published. */
  readonly sha256?: string | undefined;
  readonly md5?: string | undefined;
}

/**
 * As `fetchFile`, of a file of any size, which goes to the disk as it comes.
 *
 * @returns its SHA-256, in hex
 * @throws {DownloadError} also when its digests are others
 */
export async function fetchLarge(options: FetchLargeOptions): Promise<string> {
  const { destination, sha256, md5 } = options;
  let got = "";
  await makeDirectory(dirname(destination));
  await askInRounds(options, async (url, receive) => {
    using kept = createKept(destination);
    const hashes = { sha256: createHash("sha256"), md5: createHash("md5") };
    await receive(url, (chunk) => {
      kept.write(chunk);
      hashes.sha256.update(chunk);
      if (md5 !== undefined) hashes.md5.update(chunk);
    });
    got = hashes.sha256.digest("hex");
    if (sha256 !== undefined) requireSame("SHA-256", sha256, got);
    if (md5 !== undefined) requireSame("MD5", md5, hashes.md5.digest("hex"));
    await kept.keep();
  });
  return got;
}

function requireSame(kind: string, expected: string, got: string): void {
  if (got !== expected) throw new ContentError(`expected ${kind} ${expected}, got ${got}`);
}
