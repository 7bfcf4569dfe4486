import { add, dot, format, sigmoid, tensor } from "@evalpool/tensor";

const z = add(dot(tensor([1.0, 0.5]), tensor([[0.1, 0.3], [0.2, 0.4]])), tensor([0.1, 0.2]));
console.log(format(sigmoid(z))); // ?
