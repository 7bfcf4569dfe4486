import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { nearest, SpecError } from "@evalpool/errors";
import { zoo } from "@evalpool/models";

/** Files of a directory that are looked through for the one that was meant. */
const MOST_FILES = 1000;

/** To an error that says there is no such model, adds the one that was most likely meant. */
export function hintAtModel(model: string): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!(error instanceof SpecError) || !isMissing(error)) throw error;
    const names = new Map(
      [...zoo.keys(), ...(await networksBeside(model))].map((n) => [stem(n), n]),
    );
    const meant = nearest(stem(model), names.keys());
    if (meant === undefined) throw error;
    const [first = "", ...others] = error.problems;
    const hint = `${first}. Did you mean ${names.get(meant)}?`;
    throw new SpecError(error.model, [hint, ...others], { cause: error });
  };
}

function isMissing({ cause }: SpecError): boolean {
  return isMissingFile(cause) || (cause instanceof Error && isMissingFile(cause.cause));
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT";
}

/** Names of files that hold networks. */
const NETWORK = /\.(?:json|onnx|keras|h5|hdf5)$/i;

/** The networks in the directory where one was looked for, each with the path to it. */
async function networksBeside(model: string): Promise<string[]> {
  const path = model.slice(0, model.length - basename(model).length);
  const files = await readdir(dirname(model)).catch(() => []);
  return files
    .slice(0, MOST_FILES)
    .filter((file) => NETWORK.test(file) && file !== basename(model))
    .map((file) => path + file);
}

function stem(name: string): string {
  return basename(name).replace(NETWORK, "");
}
