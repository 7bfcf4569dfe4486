import { encodeIdx, parseIdx, synthesizeDigits } from "@evalpool/mnist";

const { images, labels } = synthesizeDigits({ count: 3 });
console.log(labels.data.join(" ")); // ?
console.log(parseIdx(encodeIdx(images)).shape); // [ 3, 28, 28 ]
