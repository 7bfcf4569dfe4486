import { required, toPlain } from "@evalpool/errors";
import type { ForwardAnswer, ForwardRequest } from "./forward-protocol.js";
import { createForwardRunner, type ForwardRunner } from "./forward-runner.js";

let runner: ForwardRunner | undefined;

onmessage = ({ data: { bytes, model } }: MessageEvent<ForwardRequest>) => {
  postMessage(answerTo(bytes, model));
};

function answerTo(bytes: Uint8Array, model: ForwardRequest["model"]): ForwardAnswer {
  try {
    if (model !== undefined) {
      runner = undefined;
      runner = createForwardRunner(model);
    }
    return { pass: required(runner, "network")(bytes) };
  } catch (error) {
    return { error: toPlain(error) };
  }
}
