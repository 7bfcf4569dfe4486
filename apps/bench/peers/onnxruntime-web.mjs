import { readFile } from "node:fs/promises";
import * as ort from "onnxruntime-web";
import { serve } from "../src/contestants/serve.ts";
import { onnxServer } from "./onnxruntime.mjs";
import { versionOf } from "./version.mjs";

await serve(async ({ directory, input, threads, onnx }) => {
  ort.env.wasm.numThreads = threads;
  const options = { executionProviders: ["wasm"] };
  const session = await ort.InferenceSession.create(await readFile(onnx), options);
  const version = await versionOf("onnxruntime-web");
  return onnxServer(
    ort,
    session,
    { directory, input },
    { version, threads: ort.env.wasm.numThreads },
  );
});
