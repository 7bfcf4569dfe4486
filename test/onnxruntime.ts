import { describe } from "vitest";
import { hasPeers, peerFile } from "../apps/bench/src/install-peers.js";

export { encodeModel, type OnnxNode } from "../apps/bench/src/onnx/model-proto.js";

/** A `describe` for tests that hold values against onnxruntime's: skipped where that is not installed. */
export const describeOnnxruntime = describe.skipIf(!hasPeers("onnxruntime-node"));

/** Where it is installed, as in a user's project. */
export const onnxruntimeDirectory = peerFile("");
