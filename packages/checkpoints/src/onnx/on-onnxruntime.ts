/** What to do with a network that has operations which are not known. */
export const ON_ONNXRUNTIME = "eval runs it on onnxruntime-node, where that is installed";
