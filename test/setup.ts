import { existsSync } from "node:fs";
import { sharedDirectory } from "./shared.js";

/** Before all tests: says once what the tests on real data are missing; in CI that is an error. */
export default function setup(): void {
  if (existsSync(sharedDirectory)) return;
  const message = `no real test data in ${sharedDirectory} (EVALPOOL_TEST_SHARED names another place)`;
  if (process.env["CI"]) throw new Error(message);
  console.error(`Tests on real MNIST are skipped: ${message}`);
}
