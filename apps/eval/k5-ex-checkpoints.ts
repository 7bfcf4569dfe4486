import { loadModel } from "@evalpool/checkpoints/node";

const { graph, parameters } = await loadModel("mlp"); // or a file: "net.onnx"
console.log(graph.id, [...parameters.keys()].length); // mlp 6
