import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test as plain, type TestContext } from "vitest";
import { describeRedis, startRedis } from "../../../../test/servers.js";
import { describeShared } from "../../../../test/shared.js";
import { environment, mnist, runCli, weights } from "../run-cli.js";
import { selfSigned } from "../self-signed.js";
import { expectRight } from "./figures.js";
import { runServedBy, startEval, startWorker, wait, type Running } from "./processes.js";
import { bullmqAt, stores } from "./stores.js";

/** Waiting is much of what they do: all at once. */
const test = (name: string, run: (context: TestContext) => Promise<void>): void =>
  plain.concurrent(name, { timeout: 120_000 }, run);

/** A secret that needs escapes in an address. */
const password = "geheim%/ 7";

/** What another user of the machine sees of a process. */
async function commandLine({ child }: Running): Promise<string> {
  return readFile(`/proc/${child.pid}/cmdline`, "utf8");
}

describeShared.each(stores)("on %s", (_, describeStore, startServer) => {
  describeStore("a queue", () => {
    test("gives what this machine alone finds, over TLS, and tells no secret", async (context) => {
      const directory = await mkdtemp(join(tmpdir(), "evalpool-queue-"));
      context.onTestFinished(() => rm(directory, { recursive: true }));
      const tls = selfSigned(["localhost"]);
      const trusted = join(directory, "trusted.pem");
      await writeFile(trusted, tls.cert);
      await using server = await startServer({ tls, password });
      const env = { NODE_EXTRA_CA_CERTS: trusted };
      const worker = startWorker(context, server.url, { env, slow: 50 });
      await worker.tells("is at");
      const evaluation = startEval(context, server.url, [], { env });
      await evaluation.tells("joined");
      for (const it of existsSync("/proc") ? [worker, evaluation] : []) {
        expect(await commandLine(it)).toMatch(/^evalpool (worker|eval)/);
      }
      const { machines } = await expectRight(evaluation);
      expect(machines?.map(({ images }) => images)).toEqual([10_000]);
      const { stdout, stderr } = await evaluation.ended;
      const all = stdout + stderr + worker.told();
      expect(all).not.toMatch(/geheim/);
      // Who does not know the certificate does not talk to it.
      const stranger = await startEval(context, server.url).ended;
      expect(stranger).toMatchObject({ code: 4, stdout: "" });
      expect(stranger.stderr).toMatch(/^evalpool: cannot reach the queue at \w+:\/\/localhost/);
      expect(stranger.stderr).not.toMatch(/geheim/);
    });

    test("shares a run among workers, of which one leaves, and gives back its range", async (context) => {
      await using server = await startServer();
      const [leaver, stayer] = [1, 2].map(() => startWorker(context, server.url, { slow: 300 }));
      const evaluation = startEval(context, server.url);
      await Promise.all([leaver!.tells("serves run-"), stayer!.tells("serves run-")]);
      const ranges = bullmqAt(server.url).queue(`${runServedBy(leaver!)}-ranges`);
      while ((await ranges.getActiveCount()) < 2) await wait(20);
      leaver!.child.kill("SIGTERM");
      expect(await leaver!.ended).toMatchObject({ code: 143, stdout: "" });
      // Its lock has not run out by then: what is active is the other's alone.
      expect(await ranges.getActiveCount()).toBeLessThan(2);
      await expectRight(evaluation);
      // Nothing is left of it.
      expect(Object.values(await ranges.getJobCounts()).every((count) => count === 0)).toBe(true);
      expect(await bullmqAt(server.url).queue("runs").count()).toBe(0);
      await ranges.close();
    });

    test("lets one go on of two that begin the same at the same moment", async (context) => {
      await using server = await startServer();
      startWorker(context, server.url, { slow: 200 });
      const both = [1, 2].map(() => startEval(context, server.url));
      const ended = await Promise.all(both.map(({ ended }) => ended));
      const stays = ended.findIndex(({ code }) => code === 0);
      await expectRight(both[stays]!);
      const { code, stdout, stderr } = ended[1 - stays]!;
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain("another evalpool eval evaluates the same there");
    });

    test("goes on where it was stopped", async (context) => {
      await using server = await startServer();
      const worker = startWorker(context, server.url, { slow: 150 });
      const first = startEval(context, server.url);
      await worker.tells("serves run-");
      const ranges = bullmqAt(server.url).queue(`${runServedBy(worker)}-ranges`);
      while ((await ranges.getCompletedCount()) < 3) await wait(20);
      await ranges.close();
      first.child.kill("SIGINT");
      expect(await first.ended).toMatchObject({ code: 130, stdout: "" });
      const second = startEval(context, server.url);
      await expectRight(second);
      expect(second.told()).toMatch(/goes on: [\d,]+ images are evaluated already/);
    });

    test("keeps two runs apart, and refuses to begin one twice at once", async (context) => {
      await using server = await startServer();
      // The first run is to last until the second one was refused.
      startWorker(context, server.url, { slow: 400 });
      startWorker(context, server.url, { slow: 400 });
      const first = startEval(context, server.url);
      const other = startEval(context, server.url, ["--limit", "3000"]);
      await first.tells("joined");
      const again = await startEval(context, server.url).ended;
      expect(again).toMatchObject({ code: 2, stdout: "" });
      expect(again.stderr).toContain("another evalpool eval evaluates the same there");
      await expectRight(first);
      const alone = await runCli([...mnist, ...weights, "--limit", "3000", "--json"]);
      const { code, stdout } = await other.ended;
      expect(code).toBe(0);
      const matrix = (json: string): unknown =>
        (JSON.parse(json) as { confusionMatrix: unknown }).confusionMatrix;
      expect(matrix(stdout)).toEqual(matrix(alone.stdout));
    });
  });
});

describeShared("without", () => {
  describeRedis("a worker", () => {
    test("a run says so, and gives up when told to", async (context) => {
      await using server = await startRedis();
      const { code, stdout, stderr } = await startEval(context, server.url, ["--wait", "2"]).ended;
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
      expect(stderr).toMatch(/no worker at redis:\/\/localhost:\d+ for 1\d s: start some/);
    });

    test("a store there is one line, within a few seconds, that tells no secret", async (context) => {
      const server = await startRedis();
      await server[Symbol.asyncDispose]();
      const url = server.url.replace("//", "//:geheim7@");
      const { code, stdout, stderr } = await startEval(context, url).ended;
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
      expect(stderr).toMatch(/^evalpool: cannot reach the queue at redis:\/\/localhost:\d+: .*\n$/);
      expect(stderr).not.toContain("geheim7");
    });
  });

  plain.each([
    [["--queue"], "expected an address"],
    [["--queue", "amqp://u:geheim7@h"], "got amqp://"],
    [["--queue", "redis://h", "--threads", "2"], "cannot be used with"],
    [["--queue", "redis://h", "--report", "r.html"], "cannot be used with"],
    [["--wait", "5"], "give it with --queue"],
  ])("what it takes, %j is a usage error", async (flags, message) => {
    const { code, stdout, stderr } = await runCli(["eval", ...mnist, ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("geheim7");
  });

  plain("the packages, it is said what to install", async () => {
    // As it is where nobody has installed its optional peers.
    const directory = await mkdtemp(join(tmpdir(), "evalpool-alone-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    await cp(new URL("../../dist", import.meta.url), join(directory, "dist"), { recursive: true });
    await writeFile(join(directory, "package.json"), `{ "type": "module" }`);
    const args = [join(directory, "dist/cli.js"), "worker", "--queue", "redis://localhost"];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: directory,
      env: environment,
    });
    expect(status).toBe(2);
    expect(String(stderr)).toBe(
      "evalpool: --queue: expected the packages bullmq and ioredis, which are not installed; " +
        "npm install bullmq@6 ioredis\n",
    );
  });
});
