import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { describeRedis, startRedis } from "../../../test/servers.js";
import { sharedFile } from "../../../test/shared.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { cli, environment, runCli } from "./run-cli.js";
import { root } from "./docs/pages.js";

interface Service {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

interface Compose {
  readonly services: Readonly<Record<"queue" | "worker" | "eval", Service>>;
}

/** Compose itself cannot run everywhere; what it has others run can. */
describeRedis("docs/compose.yaml", () => {
  const { services } = parse(readFileSync(join(root, "docs/compose.yaml"), "utf8"), {
    merge: true,
  }) as Compose;

  test("its worker and its run, on a queue with a password, give the result", async () => {
    const data = temporaryDirectory();
    symlinkSync(sharedFile("mnist"), join(data, "mnist"));
    symlinkSync(sharedFile("checkpoints/sample_weight.pkl"), join(data, "weights.npz"));
    await using server = await startRedis({ password: "secret" });
    const argumentsOf = ({ command }: Service): string[] =>
      command.map((word) => word.replace("/data/", `${data}/`));
    const { EVALPOOL_QUEUE = "" } = services.worker.environment;
    const address = EVALPOOL_QUEUE.replace("${QUEUE_PASSWORD:?set a password}", "secret");
    expect(address).toBe("redis://:secret@queue");
    const variables = { EVALPOOL_QUEUE: address.replace("queue", `localhost:${server.port}`) };
    const worker = spawn(process.execPath, [cli, ...argumentsOf(services.worker)], {
      env: { ...environment, ...variables },
      stdio: "ignore",
    });
    const ended = once(worker, "exit");
    try {
      const { code, stdout } = await runCli(argumentsOf(services.eval), variables);
      expect(stdout).toContain("9,352 of 10,000 correct");
      expect(code).toBe(0);
    } finally {
      worker.kill();
      await ended;
    }
  });

  test("its queue keeps what it is given", () => {
    const { command } = services.queue;
    for (const setting of ["noeviction", "--appendonly yes", "--requirepass"]) {
      expect(command.join(" ")).toContain(setting);
    }
  });
});
