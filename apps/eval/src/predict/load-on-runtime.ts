import { loadOnnxSignature, type LoadedModel } from "@evalpool/checkpoints/node";
import { listProblems, UnsupportedError, UsageError } from "@evalpool/errors";
import type { OwnPredictor } from "@evalpool/evaluate";
import { completePreprocess, zoo, type Preprocess, type PreprocessSource } from "@evalpool/models";
import type { ModelChoice } from "../model-choice.js";
import type { AnyModel } from "../options.js";
import { findOnnxruntime } from "./find-onnxruntime.js";
import { onnxruntimePredictor } from "./onnxruntime-predictor.js";

/**
 * A network on the runtime that was asked for.
 *
 * @param loading the network on evalpool's own kernels
 * @throws {UnsupportedError} when that lacks operations and nothing else can run it
 */
export async function loadOnRuntime(
  choice: ModelChoice,
  loading: Promise<LoadedModel>,
): Promise<AnyModel> {
  const { model, weights, runtime } = choice;
  if (runtime === "own") return loading;
  if (runtime === "auto") {
    return loading.catch((error: unknown) => {
      if (error instanceof UnsupportedError) return instead(choice, error);
      throw error;
    });
  }
  if (zoo.has(model) || model.endsWith(".json")) {
    throw new UsageError(`--runtime onnxruntime runs an ONNX file, and ${model} is none`);
  }
  if (weights !== undefined) {
    throw new UsageError("--runtime onnxruntime runs an ONNX file, which has weights of its own");
  }
  const pixels = await loading.then(
    ({ graph, preprocessSource = "model" }) => ({ ...graph, source: preprocessSource }),
    (error: unknown) => {
      if (error instanceof UnsupportedError) return assumedOf(choice);
      throw error;
    },
  );
  return onOnnxruntime(model, choice, pixels);
}

/** Pixels as the network's own file says, or as is assumed. */
interface Pixels {
  readonly preprocess: Preprocess;
  readonly source: PreprocessSource;
}

/** @throws {UnsupportedError} where it is no ONNX file, or nothing else is installed */
async function instead(choice: ModelChoice, error: UnsupportedError): Promise<OwnPredictor> {
  const { model } = choice;
  if (!model.toLowerCase().endsWith(".onnx")) throw error;
  if ((await findOnnxruntime()) === undefined) {
    const advice = "npm install onnxruntime-node, and it is run on that";
    throw new UnsupportedError(error.model, error.lacks, advice, { cause: error });
  }
  const reason = `evalpool lacks ${listProblems(error.lacks)}`;
  return onOnnxruntime(model, choice, assumedOf(choice), reason);
}

function assumedOf({ preprocess: said }: ModelChoice): Pixels {
  const preprocess = completePreprocess(said);
  const isSaid = said.scale !== undefined;
  const isAssumed = !isSaid && said.mean === undefined && said.std === undefined;
  return {
    preprocess: { ...(!isSaid && { scale: 1 / 255 }), ...preprocess },
    source: isAssumed ? "assumed" : "caller",
  };
}

async function onOnnxruntime(
  file: string,
  { output }: ModelChoice,
  { preprocess, source }: Pixels,
  reason?: string,
): Promise<OwnPredictor> {
  const signature = await loadOnnxSignature(file);
  const predictor = await onnxruntimePredictor({ file, signature, preprocess, output, reason });
  return { ...predictor, input: { ...predictor.input, preprocessSource: source } };
}
