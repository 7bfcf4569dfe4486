import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { nearest, SpecError } from "@evalpool/errors";
import { zoo } from "@evalpool/models";

/** Files of a directory that are looked through for the one that was meant. */
const MOST_FILES = 1000;

/** To an error that says there is no such model, adds the one that was most likely meant. */
export function hintAtModel(model: string): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!(error instanceof SpecError) || !isMissing(model, error)) throw error;
    const names = new Map([...zoo.keys(), ...(await specsBeside(model))].map((n) => [stem(n), n]));
    const meant = nearest(stem(model), names.keys());
    if (meant === undefined) throw error;
    const [first = "", ...others] = error.problems;
    const hint = `${first}. Did you mean ${names.get(meant)}?`;
    throw new SpecError(error.model, [hint, ...others], { cause: error });
  };
}

function isMissing(model: string, { cause }: SpecError): boolean {
  return (
    !model.endsWith(".json") || (cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT"
  );
}

/** The specs in the directory where one was looked for, each with the path to it. */
async function specsBeside(model: string): Promise<string[]> {
  const path = model.slice(0, model.length - basename(model).length);
  const files = await readdir(dirname(model)).catch(() => []);
  return files
    .slice(0, MOST_FILES)
    .filter((file) => file.endsWith(".json"))
    .map((file) => path + file);
}

function stem(name: string): string {
  return basename(name, ".json");
}
