import { join } from "node:path";
import { zoo } from "@evalpool/models";
import type { NamedFiles } from "../distinct-files.js";
import type { DataFlags } from "./data-options.js";

interface InputFlags extends Partial<DataFlags> {
  readonly model?: string | undefined;
  readonly weights?: string | undefined;
  readonly predictions?: string | undefined;
}

/** The files and directories that a command reads, by what names them: flags or the environment. */
export function inputFiles({ model, weights, predictions, dataset, data }: InputFlags): NamedFiles {
  const { EVALPOOL_DATA: elsewhere, EVALPOOL_CHECKPOINTS: checkpoints } = process.env;
  const name = dataset === "auto" ? "mnist" : dataset;
  return {
    "--model": model !== undefined && zoo.has(model) ? undefined : model,
    "--weights": weights,
    "--predictions": predictions,
    "--data": data,
    $EVALPOOL_DATA: elsewhere && name && join(elsewhere, name),
    $EVALPOOL_CHECKPOINTS: checkpoints || undefined,
  };
}
