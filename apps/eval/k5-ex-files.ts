import { fileKind } from "@evalpool/files";

const bytes = new Uint8Array([0x1f, 0x8b, 8, 0]);
console.log(fileKind(bytes)?.name); // ?
