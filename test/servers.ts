import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describe } from "vitest";

/** A server of a test's own: on a free port of this machine, its data in a directory that goes. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  /** As a user would write it, with its password. */
  readonly url: string;
  /** Ends it, as an operator would or by SIGKILL, and starts it again on its port. */
  restart(how: { readonly keepsData: boolean; readonly isKilled?: boolean }): Promise<void>;
}

interface ServerOptions {
  /** A key and a certificate in PEM: then it speaks TLS alone. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly password?: string;
}

const redisServer = find("redis-server", []);
const postgresServer = find("postgres", debianPostgres());

/** What is missing of the servers, or undefined. */
export const missingServers =
  [redisServer ? [] : ["redis-server"], postgresServer ? [] : ["postgresql"]].flat().join(", ") ||
  undefined;

/** A `describe` for tests on a real Redis: skipped where none is installed. */
export const describeRedis = describe.skipIf(redisServer === undefined);
/** A `describe` for tests on a real PostgreSQL: skipped where none is installed. */
export const describePostgres = describe.skipIf(postgresServer === undefined);

export async function startRedis({ tls, password }: ServerOptions = {}): Promise<TestServer> {
  const port = await freePort();
  const files = tls && { "key.pem": tls.key, "cert.pem": tls.cert };
  const auth = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  return startServer({
    port,
    url: `${tls ? "rediss" : "redis"}://${auth}localhost:${port}`,
    user: undefined,
    files,
    prepare: (data) => mkdirSync(data),
    command: (directory) => [
      redisServer ?? "redis-server",
      ...["--bind", "127.0.0.1", "--dir", join(directory, "data"), "--save", ""],
      // Each write is on disk before it is answered: what a restart keeps is all.
      ...["--appendonly", "yes", "--appendfsync", "always"],
      ...(tls
        ? ["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"]
        : ["--port", String(port)]),
      ...(tls ? ["--tls-cert-file", join(directory, "cert.pem")] : []),
      ...(tls ? ["--tls-key-file", join(directory, "key.pem")] : []),
      ...(password === undefined ? [] : ["--requirepass", password]),
    ],
    end: "SIGTERM",
  });
}

export async function startPostgres({ tls, password }: ServerOptions = {}): Promise<TestServer> {
  const port = await freePort();
  const user = unprivileged();
  const server = postgresServer ?? "postgres";
  const initdb = join(dirname(realpathSync(server)), "initdb");
  const auth = password === undefined ? "" : `:${encodeURIComponent(password)}`;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // Faster, and safe as long as the machine itself does not fail.
    fsync: "off",
    max_connections: "200",
  };
  return startServer({
    port,
    url: `postgres://evalpool${auth}@localhost:${port}/postgres${tls ? "?sslmode=verify-full" : ""}`,
    user,
    files: {
      password: `${password ?? "none"}\n`,
      ...(tls && { "key.pem": tls.key, "cert.pem": tls.cert }),
    },
    prepare(data, directory) {
      const how = password === undefined ? "trust" : "scram-sha-256";
      const args = ["-D", data, "-U", "evalpool", "-A", how, "--no-sync", "--no-instructions"];
      const pwfile = ["--pwfile", join(directory, "password")];
      const { status, stderr } = spawnSync(initdb, [...args, ...pwfile, "-E", "UTF8"], {
        ...user,
        env: { PATH: process.env["PATH"], LC_ALL: "C" },
        cwd: directory,
      });
      if (status !== 0) throw new Error(`initdb: ${String(stderr)}`);
    },
    command: (directory) => [
      server,
      ...["-D", join(directory, "data"), "-p", String(port)],
      ...Object.entries({
        ...settings,
        ...(tls && {
          ssl: "on",
          ssl_cert_file: join(directory, "cert.pem"),
          ssl_key_file: join(directory, "key.pem"),
        }),
      }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    // "Fast": it does not wait for clients to leave.
    end: "SIGINT",
  });
}

interface Recipe {
  readonly port: number;
  readonly url: string;
  /** Whom it runs as; undefined is who runs the tests. */
  readonly user: Pick<SpawnOptions, "uid" | "gid"> | undefined;
  /** By name, their text. */
  readonly files: Readonly<Record<string, string>> | undefined;
  /** Makes an empty `data`. */
  readonly prepare: (data: string, directory: string) => void;
  readonly command: (directory: string) => readonly string[];
  /** The signal that ends it in good order. */
  readonly end: NodeJS.Signals;
}

async function startServer(recipe: Recipe): Promise<TestServer> {
  const { port, url, user, files = {}, prepare, command, end } = recipe;
  const directory = mkdtempSync(join(tmpdir(), "evalpool-server-"));
  const data = join(directory, "data");
  const own = (path: string): void => {
    if (user?.uid !== undefined) chownSync(path, user.uid, user.gid ?? user.uid);
  };
  own(directory);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
    own(join(directory, name));
  }
  let running: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    if (!existsSync(data)) prepare(data, directory);
    const [program = "", ...args] = command(directory);
    running = spawn(program, args, { ...user, stdio: ["ignore", "pipe", "pipe"], cwd: directory });
    const said: Buffer[] = [];
    running.stdout?.on("data", (chunk: Buffer) => said.push(chunk));
    running.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
    await untilAnswers(port, running, () => Buffer.concat(said).toString());
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const child = running;
    running = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    port,
    url,
    async restart({ keepsData, isKilled }) {
      await stop(isKilled ? "SIGKILL" : end);
      if (!keepsData) rmSync(data, { recursive: true });
      await start();
    },
    async [Symbol.asyncDispose]() {
      await stop(end);
      rmSync(directory, { recursive: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian makes for it, or nobody. */
function unprivileged(): Pick<SpawnOptions, "uid" | "gid"> | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const { status, stdout } = spawnSync("id", [flag, "postgres"]);
    return status === 0 ? Number(String(stdout)) : 65_534;
  });
  return { uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilAnswers(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`no server on port ${port}: ${said()}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("connect", () => socket.destroy()).on("error", () => resolve(false));
  });
}

/** Debian puts a version's programs where PATH does not lead; the newest first. */
function debianPostgres(): string[] {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  return versions.sort((a, b) => b - a).map((version) => join(root, String(version), "bin"));
}

function find(program: string, places: readonly string[]): string | undefined {
  return [...places, ...(process.env["PATH"] ?? "").split(delimiter)]
    .map((place) => join(place, program))
    .find((path) => existsSync(path));
}
