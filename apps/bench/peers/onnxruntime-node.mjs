import * as ort from "onnxruntime-node";
import { serve } from "../src/contestants/serve.ts";
import { onnxServer } from "./onnxruntime.mjs";
import { versionOf } from "./version.mjs";

await serve(async ({ directory, input, threads, onnx }) => {
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1 };
  const session = await ort.InferenceSession.create(onnx, options);
  const version = await versionOf("onnxruntime-node");
  return onnxServer(ort, session, { directory, input }, { version, threads });
});
