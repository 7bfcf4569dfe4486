import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A file that is kept small among the tests. @param url of its `.gz` */
export function gunzipped(url: URL): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(url)));
}
