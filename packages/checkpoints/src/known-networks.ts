import { zoo } from "@evalpool/models";

/** What may be given as a network, in words for messages. */
export function knownNetworks(): string {
  const files = "a spec's .json file, or a network in ONNX, Keras or TensorFlow.js";
  return `one of ${[...zoo.keys()].join(", ")}, or ${files}`;
}
