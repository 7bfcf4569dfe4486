import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { expect, test as plain, type TestContext } from "vitest";
import { describeShared } from "../../../../test/shared.js";
import { copyOfMnist, IMAGES, LABELS } from "./copy-of-mnist.js";
import { expectRight } from "./figures.js";
import { runServedBy, startEval, startWorker, wait } from "./processes.js";
import { bullmqAt, stores } from "./stores.js";

/** Waiting is much of what they do: all at once. */
const test = (name: string, run: (context: TestContext) => Promise<void>): void =>
  plain.concurrent(name, { timeout: 120_000 }, run);

const HOUR = 3_600_000;

describeShared.each(stores)("on %s", (store, describeStore, startServer) => {
  describeStore("told, once, and the others' number is right:", () => {
    test("a worker with other data", async (context) => {
      const directory = await copyOfMnist(context);
      const labels = join(directory, LABELS);
      const bytes = await readFile(labels);
      bytes[5000] = (bytes[5000]! + 1) % 10;
      await writeFile(labels, bytes);
      await using server = await startServer();
      const other = startWorker(context, server.url, {}, ["--data", directory]);
      const evaluation = startEval(context, server.url);
      await evaluation.tells("cannot serve this run");
      startWorker(context, server.url);
      await expectRight(evaluation);
      const reason = /labels: expected [0-9a-f]{12}, got [0-9a-f]{12}/;
      // It may first have had to wait for the network.
      expect(other.told().match(/cannot serve run-\w+: /g)).toHaveLength(1);
      expect(other.told()).toMatch(reason);
      expect((await evaluation.ended).stderr).toMatch(reason);
    });

    test("a worker without data, and one whose engine lacks the run's kernels", async (context) => {
      await using server = await startServer();
      const bare = startWorker(context, server.url, {}, ["--offline"]);
      const slow = startWorker(context, server.url, { nodeFlags: ["--jitless"] });
      const evaluation = startEval(context, server.url);
      await Promise.all([bare.tells("cannot serve"), slow.tells("cannot serve")]);
      startWorker(context, server.url);
      await expectRight(evaluation);
      expect(slow.told()).toMatch(
        /cannot serve .*: backend wasm: expected an engine with WebAssembly/,
      );
    });

    test("what is no run, no range, no part, or far too large", async (context) => {
      await using server = await startServer();
      const forger = bullmqAt(server.url);
      // Slow enough to be still at it when all this is there.
      const worker = startWorker(context, server.url, { slow: 1000 });
      await worker.tells("is at");
      const runs = forger.queue("runs");
      const junk = "x".repeat(2 ** 24);
      await runs.add("run", { path: "/etc/passwd" }, { jobId: "../../run" });
      await runs.add("run", { junk }, { jobId: `run-${"0".repeat(32)}` });
      const evaluation = startEval(context, server.url);
      await worker.tells("serves run-");
      const id = runServedBy(worker);
      const ranges = forger.queue(`${id}-ranges`);
      await ranges.add("range", { junk }, { jobId: `${id}-5-3` });
      await ranges.add("range", {}, { jobId: `${id}-0-99999999999` });
      await ranges.add("range", { file: "/etc/passwd" }, { jobId: "elsewhere" });
      await runs.addJobLog(
        id,
        `{"worker":"\u001b[31m","says":"refused","reason":"${"y".repeat(5000)}"}`,
      );
      // A worker that makes up what it gives, as if it had counted.
      const packed = deflateRawSync(JSON.stringify({ evalpoolPart: 1 })).toString("base64");
      const lies = [packed, { evalpoolPart: 1 }, "9999 of 10000", { junk }, 17];
      let told = 0;
      const liar = forger.worker(`${id}-ranges`, () => Promise.resolve(lies[told++ % lies.length]));
      await evaluation.tells("refuses what");
      await liar.close();
      startWorker(context, server.url);
      await expectRight(evaluation);
      expect(told).toBeGreaterThan(0);
      expect(worker.told().match(/ignores/g)).toHaveLength(2);
      expect(worker.told() + evaluation.told()).not.toContain("\u001b");
      await Promise.all([runs.close(), ranges.close()]);
    });

    test("a worker whose threads die, again and again", async (context) => {
      await using server = await startServer();
      const ill = startWorker(context, server.url, { isDying: true });
      const evaluation = startEval(context, server.url);
      await ill.tells(/cannot serve .*: images \d+ to \d+: /);
      expect(ill.told().match(/begins run-\w+ anew/g)).toHaveLength(2);
      startWorker(context, server.url);
      await expectRight(evaluation);
    });

    test("a range that the store lost", async (context) => {
      await using server = await startServer();
      const worker = startWorker(context, server.url, { slow: 1000 });
      const evaluation = startEval(context, server.url);
      await worker.tells("serves run-");
      const ranges = bullmqAt(server.url).queue(`${runServedBy(worker)}-ranges`);
      for (let lost = 0; lost === 0; await wait(20)) {
        const [job] = await ranges.getWaiting(0, 0);
        if (job) lost = await ranges.remove(job.id!);
      }
      await ranges.close();
      await evaluation.tells(/does not have images \d+ to \d+: they are handed out again/);
      startWorker(context, server.url);
      await expectRight(evaluation);
    });

    test("a network that is not what the run says", async (context) => {
      await using server = await startServer();
      const first = startWorker(context, server.url, { slow: 600 });
      const evaluation = startEval(context, server.url);
      await first.tells("serves run-");
      const networks = bullmqAt(server.url).queue(`${runServedBy(first)}-network`);
      const [job] = await networks.getJobs(["waiting"]);
      const { base64 } = job!.data as { base64: string };
      await job!.updateData({ base64: `${base64.slice(0, 400)}AAAA${base64.slice(404)}` });
      await networks.close();
      const second = startWorker(context, server.url);
      await second.tells(/cannot serve .*: the network in the queue: expected SHA-256/);
      await expectRight(evaluation);
    });

    test("a clock an hour off", async (context) => {
      await using server = await startServer();
      const off = startWorker(context, server.url, { ahead: HOUR, slow: 500 });
      const evaluation = startEval(context, server.url);
      if (store === "PostgreSQL") {
        await off.tells(
          /cannot serve .*: this machine: its clock is 3,60\d s ahead of the coordinator's/,
        );
      } else {
        await off.tells("serves run-");
      }
      startWorker(context, server.url, { slow: 100 });
      const { machines } = await expectRight(evaluation);
      // Redis has a clock of its own: there both work.
      expect(machines).toHaveLength(store === "PostgreSQL" ? 1 : 2);
    });

    test("images that cannot be read end the run, with the reason", async (context) => {
      const directory = await copyOfMnist(context);
      await using server = await startServer();
      const worker = startWorker(context, server.url, { slow: 200 }, ["--data", directory]);
      const evaluation = startEval(context, server.url);
      await worker.tells("serves run-");
      await wait(1500);
      await truncate(join(directory, IMAGES), 5000);
      const { code, stdout, stderr } = await evaluation.ended;
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
      expect(stderr).toMatch(/evalpool: images \d+ to \d+: .*: t10k-images-idx3-ubyte: /);
      // Whose directories a worker has is nobody's concern.
      expect(stderr).not.toContain(directory);
    });
  });
});
