import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Entry } from "./contestant.ts";
import type { Start } from "./contestants/serve.ts";
import { hasPeers, installPeers, peerFile } from "./install-peers.ts";
import { networks } from "./networks.ts";

const execute = promisify(execFile);

/** A way to start each peer, or why there is none. */
export interface Peers {
  readonly packages: { readonly missing?: string };
  readonly python: Python | { readonly missing: string };
}

/** A Python that has NumPy. */
interface Python {
  /** Itself, not what a version manager puts before it. */
  readonly executable: string;
  readonly numpy: string;
}

/** As OpenBLAS chooses by itself: hints meant for other machines would slow it down. */
export const openblasDefaults = { OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined };

/**
 * Finds the peers, and installs what is missing: packages from npm, without running any script of
 * theirs.
 *
 * @param python the one to run NumPy with; without it, the first that has NumPy
 */
export async function findPeers(log: (line: string) => void, python?: string): Promise<Peers> {
  const candidates = python === undefined ? ["python3", "/usr/bin/python3"] : [python];
  return { packages: await installPackages(log), python: await findPython(candidates) };
}

async function installPackages(log: (line: string) => void): Promise<Peers["packages"]> {
  if (hasPeers("all")) return {};
  log("installing the peers (once, 500 MB)");
  try {
    await installPeers("all");
    return {};
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

async function findPython(candidates: readonly string[]): Promise<Peers["python"]> {
  const program = "import sys, numpy; print(sys.executable); print(numpy.__version__)";
  for (const candidate of candidates) {
    try {
      const env = { ...process.env, ...openblasDefaults };
      const { stdout } = await execute(candidate, ["-c", program], { env });
      const [executable = candidate, numpy = ""] = stdout.trim().split("\n");
      return { executable, numpy };
    } catch {
      continue;
    }
  }
  return { missing: `no NumPy for ${candidates.join(" or ")}` };
}

/** Those that run the network from memory, each in its own process. */
export function peerEntries(peers: Peers, start: Start): (Entry | AbsentPeer)[] {
  const { packages, python } = peers;
  const { network, threads, onnx } = start;
  const fromNpm = (name: string, file: string, lacks?: string): Entry | AbsentPeer => {
    const missing = packages.missing ?? lacks;
    if (missing !== undefined) return { name, missing };
    return { name, command: process.execPath, args: [peerFile(file)] };
  };
  const noOnnx = onnx === undefined ? "no ONNX file given (--onnx)" : undefined;
  const written = network === networks.mlp.id ? undefined : `${network} is not written for it here`;
  return [
    fromNpm("onnxruntime-node", "onnxruntime-node.mjs", noOnnx),
    fromNpm("onnxruntime-web", "onnxruntime-web.mjs", noOnnx),
    fromNpm("tfjs-wasm", "tfjs-wasm.mjs", written),
    written === undefined ? numpyEntry(python, threads) : { name: "NumPy", missing: written },
  ];
}

function numpyEntry(python: Peers["python"], threads: number): Entry | AbsentPeer {
  const name = "NumPy";
  if ("missing" in python) return { name, missing: python.missing };
  const env = { ...openblasDefaults, OPENBLAS_NUM_THREADS: `${threads}` };
  return { name, command: python.executable, args: [peerFile("numpy_server.py")], env };
}

export interface AbsentPeer {
  readonly name: string;
  readonly missing: string;
}
