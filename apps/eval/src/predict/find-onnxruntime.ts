import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** An onnxruntime that is installed, whoever needs it: evalpool itself has none. */
export interface Onnxruntime {
  readonly version: string;
  /** Of its entry. */
  readonly url: string;
}

const NAME = "onnxruntime-node";

/** Looks for `onnxruntime-node` beside evalpool, then from the working directory up. */
export function findOnnxruntime(): Promise<Onnxruntime | undefined> {
  const places = [import.meta.url, join(process.cwd(), "/")];
  for (const place of places) {
    const require = createRequire(place);
    const entry = resolveFrom(require);
    if (entry === undefined) continue;
    const { version } = require(`${NAME}/package.json`) as { version: string };
    return Promise.resolve({ version, url: pathToFileURL(entry).href });
  }
  return Promise.resolve(undefined);
}

function resolveFrom(require: NodeJS.Require): string | undefined {
  try {
    return require.resolve(NAME);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
