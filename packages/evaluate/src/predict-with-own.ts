import { EvalpoolError, ShardError } from "@evalpool/errors";
import { summarizeRows } from "@evalpool/tensor";
import { batchOf } from "./batch-of.js";
import type { Job, OwnJobPredictor } from "./job.js";
import { loadPredict } from "./load-predict.js";
import { copyLogits } from "./own-logits.js";
import type { Predict, PredictorSource } from "./own-predictor.js";
import type { Logits, Predictor } from "./predictor.js";

/**
 * A predictor of one's own on a job's images: what it gives is checked, batch by batch.
 *
 * @param images for so many there is memory
 */
export function predictWithOwn(
  { inputWidth, batchSize, classes }: Job,
  { source, gives, pixels }: OwnJobPredictor,
  images: number,
): Predictor {
  const bytes = new Uint8Array(images * inputWidth);
  const data = new Float64Array(batchSize * classes);
  const logits = { data, stride: classes };
  const predict = lazily(source);

  return {
    classes,
    input: { bytes },
    run(at, count, first) {
      const fail = (cause: unknown): never => {
        if (cause instanceof EvalpoolError) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ShardError({ start: first, end: first + count }, reason, { cause });
      };
      const take = (given: unknown): Logits => {
        copyLogits(data, given, { count, classes, first }, gives);
        return logits;
      };
      try {
        const some = bytes.subarray(at * inputWidth, (at + count) * inputWidth);
        const given = predict(batchOf(some, inputWidth, pixels), count, first);
        return isPromise(given) ? Promise.resolve(given).then(take).catch(fail) : take(given);
      } catch (error) {
        return fail(error);
      }
    },
    summarize: (_, count) => summarizeRows(logits, count, classes),
  };
}

/** A module's function is there when it is first needed, and answers at once from then on. */
function lazily(source: PredictorSource): Predict {
  if ("predict" in source) return source.predict;
  let loaded: Predict | undefined;
  const loading = loadPredict(source.module, source.data);
  // Told with the first batch.
  loading.catch(() => undefined);
  return (...batch) => {
    if (loaded) return loaded(...batch);
    return loading.then((predict) => {
      loaded = predict;
      return predict(...batch);
    });
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}
