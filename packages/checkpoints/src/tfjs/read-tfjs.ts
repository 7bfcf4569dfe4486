import type { ReadNetwork } from "../network-file.js";
export const readTfjs: ReadNetwork = () => {
  throw new Error("none");
};
