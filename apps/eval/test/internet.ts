import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { connect, createServer as createProxy, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { selfSigned } from "./self-signed.js";

/** A stand-in for the internet: a proxy behind which one server is every host. */
export interface Internet extends AsyncDisposable {
  /** What makes the command go there. */
  readonly env: Readonly<Record<string, string>>;
  /** Addresses that were asked for, in order. */
  readonly asked: readonly string[];
}

/** @param directory where the certificate goes @param hosts that it is for */
export async function startInternet(
  directory: string,
  hosts: readonly string[],
  answer: RequestListener,
): Promise<Internet> {
  const asked: string[] = [];
  const identity = selfSigned(hosts);
  const certificate = join(directory, "internet.pem");
  await writeFile(certificate, identity.cert);
  const server = createServer(identity, (request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    answer(request, response);
  });
  const port = await listen(server);
  const proxy = createProxy((client) => {
    client.once("data", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      const upstream = connect(port, "127.0.0.1");
      client.pipe(upstream).pipe(client);
      client.on("error", () => upstream.destroy());
      upstream.on("error", () => client.destroy());
    });
  });
  const env = {
    HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}`,
    NODE_EXTRA_CA_CERTS: certificate,
  };
  return {
    env,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await Promise.all([server, proxy].map((it) => new Promise((resolve) => it.close(resolve))));
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
