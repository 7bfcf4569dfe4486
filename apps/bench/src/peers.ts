import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Entry } from "./contestant.ts";
import { hasPeers, installPeers, peerFile } from "./install-peers.ts";

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
export function peerEntries(peers: Peers, threads: number, onnx?: string): (Entry | AbsentPeer)[] {
  const { packages, python } = peers;
  const fromNpm = (name: string, file: string, lacks?: string): Entry | AbsentPeer => {
    const missing = packages.missing ?? lacks;
    if (missing !== undefined) return { name, missing };
    return { name, command: process.execPath, args: [peerFile(file)] };
  };
  const noOnnx = onnx === undefined ? "no ONNX file given (--onnx)" : undefined;
  return [
    fromNpm("onnxruntime-node", "onnxruntime-node.mjs", noOnnx),
    fromNpm("onnxruntime-web", "onnxruntime-web.mjs", noOnnx),
    fromNpm("tfjs-wasm", "tfjs-wasm.mjs"),
    "missing" in python
      ? { name: "NumPy", missing: python.missing }
      : {
          name: "NumPy",
          command: python.executable,
          args: [peerFile("numpy_server.py")],
          env: { ...openblasDefaults, OPENBLAS_NUM_THREADS: `${threads}` },
        },
  ];
}

export interface AbsentPeer {
  readonly name: string;
  readonly missing: string;
}
