import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  describePostgres,
  describeRedis,
  startPostgres,
  startRedis,
} from "../../../../test/servers.js";
import { getBlob, nameBlob, putBlob } from "./blob.js";
import { openStore, type Store } from "./open-store.js";
import { parseQueueUrl } from "./queue-url.js";

const never = new AbortController().signal;

async function open(url: string, told: string[] = []): Promise<Store> {
  const store = await openStore(parseQueueUrl(url), {
    onTrouble: (reason) => told.push(reason),
    signal: never,
  });
  onTestFinished(() => store[Symbol.asyncDispose]());
  return store;
}

/** Some bytes, of more than two chunks, that no compression makes fewer. */
const content = Uint8Array.from({ length: 9_000_001 }, (_, i) => (i * 2_654_435_761) >>> 13);

const stores = [
  ["Redis", describeRedis, startRedis],
  ["PostgreSQL", describePostgres, startPostgres],
] as const;

for (const [name, describeStore, start] of stores) {
  describeStore(name, () => {
    test("gives back the bytes that were put, and what a restart keeps", async () => {
      await using server = await start({ password: "p@ss word%" });
      const store = await open(server.url);
      await putBlob(store, "some", content);
      expect(Buffer.from(await getBlob(store, "some", nameBlob(content))).equals(content)).toBe(
        true,
      );
      await server.restart({ keepsData: true });
      const again = await open(server.url);
      expect((await getBlob(again, "some", nameBlob(content))).length).toBe(content.length);
      await server.restart({ keepsData: false });
      const empty = await open(server.url);
      await expect(getBlob(empty, "some", nameBlob(content))).rejects.toThrow("a chunk is missing");
    });

    test("takes the place of other bytes that were put there first", async () => {
      await using server = await start();
      const store = await open(server.url);
      await putBlob(store, "some", content);
      const queue = store.queue("some");
      const [job] = await queue.getJobs(["waiting"]);
      await job!.updateData({ base64: "AAAA" });
      await expect(getBlob(store, "some", nameBlob(content))).rejects.toThrow("expected");
      await putBlob(store, "some", content);
      expect((await getBlob(store, "some", nameBlob(content))).length).toBe(content.length);
    });

    test("a wrong password is refused at once, and not told", async () => {
      await using server = await start({ password: "right-secret" });
      const url = server.url.replace("right-secret", "wrong-secret");
      const error = await open(url).catch((error: unknown) => error as Error);
      expect(error).toMatchObject({ kind: "worker" });
      expect(String((error as Error).stack)).not.toContain("wrong-secret");
      expect((error as Error).message).toContain(`localhost:${server.port}`);
    });
  });
}

describeRedis("a Redis that throws away what it has", () => {
  test("is told once, however many queues are opened", async () => {
    await using server = await startRedis();
    const socket = connect(server.port, "127.0.0.1");
    socket.write("CONFIG SET maxmemory-policy allkeys-lru\r\n");
    await once(socket, "data");
    socket.destroy();
    const told: string[] = [];
    const write = vi.spyOn(process.stderr, "write");
    write.mockImplementation((text) => told.push(String(text)) > 0);
    const warn = vi.spyOn(console, "warn");
    const store = await open(server.url);
    for (const name of ["one", "two", "three"]) await store.queue(name).count();
    write.mockRestore();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^evalpool: queue redis:.* its maxmemory-policy is allkeys-lru: /);
    expect(warn).not.toHaveBeenCalled();
  });
});
