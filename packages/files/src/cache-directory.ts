import { homedir } from "node:os";
import { join } from "node:path";

/** `$EVALPOOL_CACHE`, else `$XDG_CACHE_HOME/evalpool`, else `~/.cache/evalpool`. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env["EVALPOOL_CACHE"]) return env["EVALPOOL_CACHE"];
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "evalpool");
}
