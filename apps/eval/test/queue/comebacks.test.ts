import { once } from "node:events";
import { mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as plain, type TestContext } from "vitest";
import { describeRedis, startRedis } from "../../../../test/servers.js";
import { describeShared } from "../../../../test/shared.js";
import { mnist, runCli, weights } from "../run-cli.js";
import { copyOfMnist, IMAGES } from "./copy-of-mnist.js";
import { expectRight } from "./figures.js";
import { startEval, startWorker } from "./processes.js";
import { bullmqAt, stores } from "./stores.js";

/** Waiting is much of what they do: all at once. */
const test = (name: string, run: (context: TestContext) => Promise<void>): void =>
  plain.concurrent(name, { timeout: 120_000 }, run);

/** An address that gives the network of these tests once it is told to, and 404 before. */
async function startFileServer({ onTestFinished }: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), "evalpool-queue-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, "network.safetensors");
  const converted = await runCli(["convert", "mlp", file, ...weights]);
  expect(converted.code, converted.stderr).toBe(0);
  let body: Buffer | undefined;
  const server = createServer((_, response) => {
    response.statusCode = body ? 200 : 404;
    response.end(body);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const publish = async (): Promise<void> => void (body = await readFile(file));
  return { directory, root: `http://127.0.0.1:${port}/`, publish };
}

describeShared.each(stores)("on %s", (_, describeStore, startServer) => {
  describeStore("a run ends in the right number", () => {
    test("though the images of one worker are damaged: it leaves", async (context) => {
      const directory = await copyOfMnist(context);
      await using server = await startServer();
      const [ill, well] = [
        startWorker(context, server.url, { slow: 200 }, ["--data", directory]),
        startWorker(context, server.url, { slow: 200 }),
      ];
      const evaluation = startEval(context, server.url);
      await Promise.all([ill.tells("serves run-"), well.tells("serves run-")]);
      await truncate(join(directory, IMAGES), 5000);
      await ill.tells(`cannot serve run-`);
      await expectRight(evaluation);
      expect(ill.told().match(/serves run-/g)).toHaveLength(1);
      expect(ill.told()).toMatch(/cannot serve run-\w+: t10k-images-idx3-ubyte: /);
      expect(evaluation.told()).toMatch(/cannot serve this run: t10k-images-idx3-ubyte: /);
    });

    test("though more jobs than are looked at were left there before", async (context) => {
      await using server = await startServer();
      const worker = startWorker(context, server.url);
      await worker.tells("is at");
      const runs = bullmqAt(server.url).queue("runs");
      const left = Array.from({ length: 150 }, (_, i) => `run-${String(i).padStart(32, "0")}`);
      await runs.addBulk(left.map((jobId) => ({ name: "run", data: {}, opts: { jobId } })));
      await runs.close();
      await expectRight(startEval(context, server.url));
    });
  });
});

describeShared("a worker", () => {
  describeRedis("on Redis", () => {
    test("joins when the network is there that was not, and tells once that it waits", async (context) => {
      const { directory, root, publish } = await startFileServer(context);
      await using server = await startRedis();
      const worker = startWorker(context, server.url, { env: { EVALPOOL_CACHE: directory } }, [
        ...mnist,
        ...["--allow-url", root],
      ]);
      const evaluation = startEval(context, server.url, ["--network-url", `${root}n.safetensors`]);
      await evaluation.tells("cannot serve this run yet: ");
      await publish();
      await expectRight(evaluation);
      expect(worker.told().match(/cannot serve/g)).toHaveLength(1);
    });

    test("with --once waits where the coordinator is gone, until the run is over", async (context) => {
      await using server = await startRedis();
      const worker = startWorker(context, server.url, { slow: 100 }, [...mnist, "--once"]);
      const first = startEval(context, server.url);
      await worker.tells("serves run-");
      first.child.kill("SIGKILL");
      await worker.tells("its coordinator is not heard of");
      await worker.tells("leaves run-");
      const second = startEval(context, server.url);
      await expectRight(second);
      expect(await worker.ended).toMatchObject({ code: 0, stdout: "" });
    });
  });
});
