import { existsSync } from "node:fs";
import { chromiumPath } from "./chromium.js";
import { sharedDirectory } from "./shared.js";

/** Before all tests: says once what some of them are missing; in CI that is an error. */
export default function setup(): void {
  if (!existsSync(sharedDirectory)) {
    miss(
      "Tests on real MNIST",
      `no real test data in ${sharedDirectory} (EVALPOOL_TEST_SHARED names another place)`,
    );
  }
  if (chromiumPath === undefined) {
    miss("Tests in a browser", "no chromium on PATH (CHROME_PATH names another place)");
  }
}

function miss(tests: string, message: string): void {
  if (process.env["CI"]) throw new Error(message);
  console.error(`${tests} are skipped: ${message}`);
}
