import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a server that can be cut: then nothing comes through, and nobody is told. */
export interface CuttableProxy extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  /** New connections come through; those that were cut break. */
  restore(): void;
}

export async function startProxy(to: number): Promise<CuttableProxy> {
  let isCut = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  };
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy());
  const server = createServer((client) => {
    keep(client);
    if (isCut) return;
    const upstream = keep(connect(to, "127.0.0.1"));
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (bytes) => {
        if (!isCut) into.write(bytes);
      });
      from.on("close", () => {
        if (!isCut) into.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
    },
    restore() {
      isCut = false;
      breakAll();
    },
    async [Symbol.asyncDispose]() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
