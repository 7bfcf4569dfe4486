import {
  abortSignal,
  callback,
  check,
  isObject,
  requireOptions,
  text,
  UsageError,
  type Expectations,
} from "@evalpool/errors";
import { preprocessSchema, specWords } from "@evalpool/models";
import type { FileNetworkOptions } from "./file-network.js";

const networkOptions: Expectations<FileNetworkOptions> = {
  output: text("the name of an output"),
  preprocess: { expected: "an object of scale, mean, std and others", isMet: isObject },
  beside: callback,
};

/** For callers without types. @throws {UsageError} that names what is not as expected */
export function requireNetworkOptions(caller: string, options: FileNetworkOptions): void {
  requireOptions<FileNetworkOptions>(caller, networkOptions, options);
  requirePreprocess(caller, options.preprocess);
}

const { beside: _, ...ofFile } = networkOptions;
const loadOptions = { ...ofFile, signal: abortSignal };

/** As `requireNetworkOptions`, of a network that is loaded from where it lies. */
export function requireLoadOptions(
  caller: string,
  options: Omit<FileNetworkOptions, "beside">,
): void {
  requireOptions<Omit<FileNetworkOptions, "beside">>(caller, loadOptions, options);
  requirePreprocess(caller, options.preprocess);
}

/** Zod is asked where something is said: it takes its time to load. */
function requirePreprocess(caller: string, said: FileNetworkOptions["preprocess"]): void {
  if (said === undefined || Object.values(said).every((value) => value === undefined)) return;
  const checked = check(preprocessSchema(), said, specWords);
  if ("value" in checked) return;
  throw new UsageError(`${caller}: preprocess: ${checked.problems.join("; ")}`);
}
