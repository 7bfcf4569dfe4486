import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, fetchFile, readWhole, requireDigest } from "@evalpool/files/node";
import { DataError, CheckpointError } from "@evalpool/errors";
import { zoo, type RemoteCheckpoint } from "@evalpool/models";
import { loadModel, type LoadedModel, type LoadModelOptions } from "./load-model.js";

/** Whether and how published weights may be downloaded. */
export interface FetchOptions extends LoadModelOptions {
  readonly offline?: boolean | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Called as bytes of a download arrive. */
  readonly onProgress?: ((file: string, received: number, expected: number) => void) | undefined;
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
  const { offline: _, env: __, onProgress: ___, ...said } = options;
  return loadModel(model, remote ? await findRemote(remote, options) : weights, said);
}

/** The file that has the published digest; one of the cache that has another is fetched anew. */
async function findRemote(remote: RemoteCheckpoint, options: FetchOptions): Promise<string> {
  const { offline, env = process.env } = options;
  const { file } = remote;
  const own = env["EVALPOOL_CHECKPOINTS"];
  const cached = join(cacheDirectory(env), "checkpoints", file);
  const places = [...(own ? [join(own, file)] : []), cached];
  const found = places.find((place) => existsSync(place));
  let lack = `not found; looked for ${places.join(", ")}`;
  if (found !== undefined) {
    const damage = await damageOf(found, remote);
    if (damage === undefined) return found;
    if (found !== cached) throw new CheckpointError(found, damage);
    lack = `${cached}: damaged in the cache: ${damage}`;
  }
  const advice = "give the file with --weights FILE, or its directory in $EVALPOOL_CHECKPOINTS";
  if (offline) throw new CheckpointError(file, `${lack}; ${advice}`);
  try {
    await download(remote, cached, options);
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new CheckpointError(file, `${lack}; ${advice}; ${cause.message}`, { cause });
  }
  return cached;
}

/** What is wrong with a file, if anything is. */
async function damageOf(
  file: string,
  { sha256, bytes }: RemoteCheckpoint,
): Promise<string | undefined> {
  const toError = (reason: string, options?: ErrorOptions): Error => new Error(reason, options);
  try {
    requireDigest("SHA-256", sha256, await readWhole(file, { maxBytes: bytes, toError }));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function download(
  { file, urls, bytes, sha256 }: RemoteCheckpoint,
  destination: string,
  { signal, onProgress }: FetchOptions,
): Promise<void> {
  const accept = (received: Uint8Array): Uint8Array => {
    requireDigest("SHA-256", sha256, received);
    return received;
  };
  const tell = (received: number): void => onProgress?.(file, received, bytes);
  tell(0);
  await fetchFile({ urls, destination, maxBytes: bytes, accept, onProgress: tell, signal });
}
