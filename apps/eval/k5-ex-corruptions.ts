import { createCorrupter } from "@evalpool/corruptions";
import { synthesizeDigits } from "@evalpool/mnist";

const { images } = synthesizeDigits({ count: 1 });
const corrupt = createCorrupter({ name: "fog", severity: 3, seed: 0 }, [1, 28, 28]);
const foggy = new Uint8Array(28 * 28);
corrupt(images.data, 0, foggy);
console.log(images.data[0], foggy[0]); // ?
