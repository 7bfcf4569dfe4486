import { synthesizeDigits } from "@evalpool/mnist";
import { zoo } from "@evalpool/models";
import { train } from "@evalpool/training";

const { images, labels } = synthesizeDigits({ count: 200 });
const { history } = await train({ graph: zoo.get("mlp")!.graph, images, labels, epochs: 2 });
console.log(history.length); // 2
