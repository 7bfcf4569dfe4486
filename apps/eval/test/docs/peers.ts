import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where what the docs run beside evalpool is installed; a package of its own. */
export const peersDirectory = fileURLToPath(new URL("../../../../docs/peers/", import.meta.url));

/** Names of what it needs. */
export const peers: readonly string[] = Object.keys(
  (JSON.parse(readFileSync(`${peersDirectory}package.json`, "utf8")) as { dependencies: object })
    .dependencies,
);

/** Whether all of it is installed; in CI it is. */
export const hasDocsPeers = peers.every((name) =>
  existsSync(`${peersDirectory}node_modules/${name}/package.json`),
);
