import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, fetchFile, requireDigest } from "@evalpool/mnist/node";
import { CheckpointError, zoo, type RemoteCheckpoint } from "@evalpool/models";
import { loadModel, type LoadedModel } from "@evalpool/models/node";

export interface FetchOptions {
  readonly offline?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Loads a model; the weights that others publish for it are found in `$EVALPOOL_CHECKPOINTS` or
 * the cache, or are downloaded, and are accepted by their digest alone.
 *
 * @param weights checkpoint file; takes the place of the model's own
 * @throws {SpecError | CheckpointError} as `loadModel`; also when the published weights cannot be
 * had or are others
 */
export async function loadZooModel(
  model: string,
  weights?: string,
  options: FetchOptions = {},
): Promise<LoadedModel> {
  const remote = weights === undefined ? zoo.get(model)?.remote : undefined;
  if (remote === undefined) return loadModel(model, weights);
  const file = await findRemote(remote, options);
  const loaded = await loadModel(model, file);
  if (loaded.checkpoint?.sha256 === remote.sha256) return loaded;
  throw new CheckpointError(
    file,
    `expected SHA-256 ${remote.sha256}, got ${loaded.checkpoint?.sha256}`,
  );
}

async function findRemote(
  { file, urls, bytes, sha256 }: RemoteCheckpoint,
  { offline, signal, env = process.env }: FetchOptions,
): Promise<string> {
  const own = env["EVALPOOL_CHECKPOINTS"];
  const cached = join(cacheDirectory(env), "checkpoints", file);
  const places = [...(own ? [join(own, file)] : []), cached];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  const missing = `not found; looked for ${places.join(", ")}`;
  const advice = "give the file with --weights FILE, or its directory in $EVALPOOL_CHECKPOINTS";
  if (offline) throw new CheckpointError(file, `${missing}; ${advice}`);
  const accept = (received: Uint8Array): Uint8Array => {
    requireDigest("SHA-256", sha256, received);
    return received;
  };
  try {
    await fetchFile({ urls, destination: cached, maxBytes: bytes, accept, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new CheckpointError(file, `${missing}; ${advice}; ${(cause as Error).message}`, {
      cause,
    });
  }
  return cached;
}
