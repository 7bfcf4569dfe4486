import { existsSync } from "node:fs";
import { hasPeers, installFrom, installPeers } from "../apps/bench/src/install-peers.js";
import { hasDocsPeers, peersDirectory } from "../apps/eval/test/docs/peers.js";
import {
  firefoxDirectory,
  firefoxPath,
  hasFirefoxDriver,
} from "../apps/playground/test/firefox.js";
import { chromiumPath } from "./chromium.js";
import { missingServers } from "./servers.js";
import { sharedDirectory } from "./shared.js";

/** Before all tests: says once what some of them are missing; in CI that is an error, or installed. */
export default async function setup(): Promise<void> {
  if (!existsSync(sharedDirectory)) {
    miss(
      "Tests on real MNIST",
      `no real test data in ${sharedDirectory} (EVALPOOL_TEST_SHARED names another place)`,
    );
  }
  if (chromiumPath === undefined) {
    miss("Tests in a browser", "no chromium on PATH (CHROME_PATH names another place)");
  }
  if (firefoxPath === undefined) {
    miss("Tests in Firefox", "no /usr/bin/firefox-esr (FIREFOX_PATH names another place)");
  }
  if (missingServers !== undefined) {
    miss("Tests of the queue", `${missingServers} not found on PATH`);
  }
  if (!hasFirefoxDriver) {
    if (process.env["CI"]) await installFrom(firefoxDirectory, []);
    else
      miss("Tests in Firefox", "`npm ci` in apps/playground/test/firefox installs what drives it");
  }
  if (!hasPeers("onnxruntime-node")) {
    if (process.env["CI"]) await installPeers("onnxruntime-node");
    else
      miss("Tests against onnxruntime", "it is not installed (CI=true, or pnpm bench, does that)");
  }
  if (!hasDocsPeers) {
    if (process.env["CI"]) await installFrom(peersDirectory, []);
    else miss("JavaScript in the docs", "`npm ci` in docs/peers installs what it runs (550 MB)");
  }
  if (!process.env["CI"]) miss("Packages in projects of others", "CI=true installs them (1 GB)");
}

function miss(tests: string, message: string): void {
  if (process.env["CI"]) throw new Error(message);
  console.error(`${tests} are skipped: ${message}`);
}
