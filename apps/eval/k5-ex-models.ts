import { costOf, parameterCount, zoo } from "@evalpool/models";

const { graph } = zoo.get("mlp")!;
console.log(graph.input.shape, parameterCount(graph)); // [ 784 ] 45360
