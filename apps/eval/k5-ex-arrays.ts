import { encodeNpy, readNpyHeader } from "@evalpool/arrays";

const bytes = encodeNpy({ data: new Float32Array(6), shape: [2, 3] });
console.log(bytes.length); // 152
