import { expect, test as plain, type TestContext } from "vitest";
import { describeShared } from "../../../../test/shared.js";
import { startProxy } from "./cuttable-proxy.js";
import { expectRight } from "./figures.js";
import { runServedBy, startEval, startWorker, wait, type Running } from "./processes.js";
import { bullmqAt, stores } from "./stores.js";

/** Waiting is most of what they do: all at once. */
const test = (name: string, run: (context: TestContext) => Promise<void>): void =>
  plain.concurrent(name, { timeout: 240_000 }, run);

/** A lock has run out by then, and the range is another worker's. */
const LOCK_IS_OVER = 22_000;

/** One worker alone takes some 25 s then: time enough for what goes wrong. */
const slow = { slow: 400 };

/** Until some ranges are done, and each worker has another in work. */
async function inWork(url: string, ...workers: Running[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.tells("serves run-")));
  const ranges = bullmqAt(url).queue(`${runServedBy(workers[0]!)}-ranges`);
  for (;;) {
    const { active = 0, completed = 0 } = await ranges.getJobCounts("active", "completed");
    if (active >= workers.length && completed >= 2) break;
    await wait(50);
  }
  await ranges.close();
  // Into the middle of them.
  await wait(500);
}

/** Images that a worker told to have evaluated, when it left. */
function imagesOf(worker: Running): number {
  const told = [...worker.told().matchAll(/leaves run-.*, ([\d,]+) images/g)];
  return told.reduce((sum, [, images = ""]) => sum + Number(images.replaceAll(",", "")), 0);
}

describeShared.each(stores)("on %s", (_, describeStore, startServer) => {
  describeStore("a run ends in the right number", () => {
    test("though a worker is killed in the middle of a range", async (context) => {
      await using server = await startServer();
      const workers = [1, 2].map(() => startWorker(context, server.url, slow));
      const evaluation = startEval(context, server.url);
      await inWork(server.url, ...workers);
      workers[0]!.child.kill("SIGKILL");
      await expectRight(evaluation);
    });

    test("though all are killed, and new ones come", async (context) => {
      await using server = await startServer();
      const workers = [1, 2].map(() => startWorker(context, server.url, slow));
      const evaluation = startEval(context, server.url);
      await inWork(server.url, ...workers);
      for (const { child } of workers) child.kill("SIGKILL");
      await wait(1000);
      startWorker(context, server.url);
      await expectRight(evaluation);
    });

    test("though a worker sleeps, another takes its range, and it wakes up: both answer", async (context) => {
      await using server = await startServer();
      const [sleeper, other] = [1, 2].map(() => startWorker(context, server.url, { slow: 1000 }));
      const evaluation = startEval(context, server.url);
      await inWork(server.url, sleeper!, other!);
      sleeper!.child.kill("SIGSTOP");
      await wait(LOCK_IS_OVER);
      sleeper!.child.kill("SIGCONT");
      await expectRight(evaluation);
      // Else nothing was taken from it, and the test shows nothing.
      expect(sleeper!.told()).toContain("is taken to be another worker's");
    });

    test("though the store is started again with its data", async (context) => {
      await using server = await startServer();
      const worker = startWorker(context, server.url, slow);
      const evaluation = startEval(context, server.url);
      await inWork(server.url, worker);
      await server.restart({ keepsData: true });
      await expectRight(evaluation);
    });

    test("or in an error that says so, where the store lost its data", async (context) => {
      await using server = await startServer();
      const worker = startWorker(context, server.url, slow);
      const evaluation = startEval(context, server.url);
      await inWork(server.url, worker);
      await server.restart({ keepsData: false, isKilled: true });
      const { code, stdout, stderr } = await evaluation.ended;
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
      expect(stderr).toContain("the queue lost its data");
      // The worker is there for the next.
      await expectRight(startEval(context, server.url));
    });

    test("though a worker's network is cut and restored", async (context) => {
      await using server = await startServer();
      await using proxy = await startProxy(server.port);
      const far = startWorker(
        context,
        server.url.replace(`:${server.port}`, `:${proxy.port}`),
        slow,
      );
      const near = startWorker(context, server.url, slow);
      const evaluation = startEval(context, server.url);
      await inWork(server.url, far, near);
      proxy.cut();
      await wait(12_000);
      proxy.restore();
      await expectRight(evaluation);
    });

    test("though the coordinator is killed and run again: what is finished is not evaluated again", async (context) => {
      await using server = await startServer();
      const workers = [1, 2].map(() => startWorker(context, server.url, slow));
      const first = startEval(context, server.url);
      await inWork(server.url, ...workers);
      await wait(3000);
      first.child.kill("SIGKILL");
      await wait(1000);
      const second = startEval(context, server.url);
      await second.tells(/goes on: [\d,]+ images are evaluated already/);
      await expectRight(second);
      for (const { child } of workers) child.kill("SIGTERM");
      await Promise.all(workers.map(({ ended }) => ended));
      expect(imagesOf(workers[0]!) + imagesOf(workers[1]!)).toBe(10_000);
    });
  });
});
